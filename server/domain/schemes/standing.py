"""Where a subject stands when grades are decided: its total, its rows, its measures, its titles."""

from collections.abc import Mapping
from decimal import Decimal

from server.domain.schemes.columns import IndicatorColumns
from server.domain.schemes.compiled import CompiledScheme
from server.domain.schemes.decision_kind import Standing
from server.domain.schemes.evaluation import RowScore
from server.domain.schemes.gather import combined, counting
from server.domain.schemes.subject import Subject
from server.domain.schemes.values import Value

_ANY_SOURCE = IndicatorColumns(code="", name_zh="", kind="")


def standing_of(
    scheme: CompiledScheme, rows: Mapping[str, RowScore], subject: Subject, total: Decimal
) -> Standing:
    """Return all that grades are decided by; `total` is not yet rounded."""
    settings = scheme.settings
    is_open = any(rows[code].outcome.gap is not None for code in rows)
    lowest = settings.rounded(total)
    return Standing(
        total=None if is_open else lowest,
        lowest=lowest,
        highest=_highest(scheme, rows, total),
        bonus=_bonus(scheme, rows),
        outcomes={code: one.outcome for code, one in rows.items()},
        values=_values(scheme, rows, subject, lowest),
        facts=subject.facts,
        titles=subject.titles,
        on=subject.on,
    )


def _highest(
    scheme: CompiledScheme, rows: Mapping[str, RowScore], total: Decimal
) -> Decimal | None:
    """Return what the total would be if every gap were full, None when that is unknown."""
    still = Decimal(0)
    for code, one in rows.items():
        if one.outcome.gap is None:
            continue
        most = scheme.rows[code].most
        if most is None:
            return None
        still += most
    return scheme.settings.rounded(total + still)


def _bonus(scheme: CompiledScheme, rows: Mapping[str, RowScore]) -> Decimal:
    found = Decimal(0)
    for code in scheme.roots:
        if scheme.rows[code].columns.kind == "bonus":
            found += rows[code].outcome.points or Decimal(0)
    return found


def _values(
    scheme: CompiledScheme, rows: Mapping[str, RowScore], subject: Subject, total: Decimal
) -> Mapping[str, Value]:
    """Return the values that conditions of grades may name."""
    values: dict[str, Value] = dict(subject.facts)
    for measure, observed in subject.inputs.items():
        chosen = counting(observed, _ANY_SOURCE, scheme.settings)
        value = combined(chosen, _ANY_SOURCE, scheme.settings) if chosen else None
        if value is not None:
            values[measure] = value
    for code, one in rows.items():
        if one.outcome.points is not None:
            values[f"points:{code}"] = one.outcome.points
        if one.outcome.is_met is not None:
            values[f"met:{code}"] = one.outcome.is_met
    values["total"] = total
    return values

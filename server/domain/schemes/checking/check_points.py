"""Points that do not add up: the rows below a row, and the whole table against its settings."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.values import plain
from server.domain.schemes.reading.compiled import AnyRow, CompiledScheme, GroupRow, RuleRow
from server.problems import N_
from xlsforms.scheme import SchemeRow

WRONG_SUM = FaultKind(
    N_("The rows below add up to %(sum)s points, this row has %(points)s."),
    N_("Correct the points here or in the rows below."),
)
WRONG_TOTAL = FaultKind(
    N_("The rows of the table add up to %(sum)s points, not to %(points)s."),
    N_("Correct the setting, or the points of the rows."),
)
NOT_CHECKABLE = FaultKind(
    N_("Whether the points add up to %(points)s cannot be checked: %(codes)s."),
    N_("Some points are unknown, or not all rows are for everybody. Check the sum by hand."),
    is_warning=True,
)

_ADDING_UP = frozenset({"group"})
_BESIDE = frozenset({"bonus", "bonus_block", "deduct", "deduct_block"})
"""Kinds whose points come on top of full marks or are taken off them."""


def check_points(scheme: CompiledScheme, broken: Collection[int]) -> Iterator[Fault]:
    """Yield sums that are wrong; `broken` are rows whose own points are not to be trusted."""
    wanted: dict[str, list[int]] = {}
    for one in scheme.source.indicators:
        wanted.setdefault(one["parent"], []).append(one.number)
    for row in scheme.rows.values():
        if isinstance(row, GroupRow) and row.columns.kind in _ADDING_UP:
            points = row.slot.points
            below = [scheme.rows[code] for code in row.children]
            is_whole = _is_whole(wanted.get(row.columns.code, ()), below, broken)
            if points is not None and is_whole:
                yield from _judged(WRONG_SUM, row.slot.row, "points", points, below)
    points = scheme.settings.points
    tops = [scheme.rows[code] for code in scheme.roots]
    if points is not None and _is_whole(wanted.get("", ()), tops, broken):
        yield from _judged(WRONG_TOTAL, scheme.source.settings["points"], "value", points, tops)


def _is_whole(wanted: Sequence[int], rows: list[AnyRow], broken: Collection[int]) -> bool:
    """Tell whether all rows below a code could be read: otherwise their faults are told already.

    `wanted` are the numbers of the rows that name it as the one above them.
    """
    return len(wanted) == len(rows) and not any(number in broken for number in wanted)


@dataclass(frozen=True, slots=True)
class _Sum:
    points: Decimal
    open: tuple[str, ...]
    """Codes of rows whose points are unknown, or that are not for everybody."""
    is_unknown: bool


def _judged(
    kind: FaultKind, row: SchemeRow, column: str, points: Decimal, rows: list[AnyRow]
) -> Iterator[Fault]:
    counting = [one for one in rows if one.columns.kind not in _BESIDE]
    subjects = {one for row in counting for one in row.columns.subject} or {""}
    told = False
    for subject in sorted(subjects):
        found = _sum(
            one for one in counting if not one.columns.subject or subject in one.columns.subject
        )
        if found.points == points and not found.is_unknown:
            continue
        if told:
            return
        told = True
        is_open = found.points <= points if found.is_unknown else found.points > points
        facts: Mapping[str, str] = {"points": plain(points), "sum": plain(found.points)}
        if found.open and is_open:
            yield fault_at(NOT_CHECKABLE, row, column, codes=", ".join(found.open), **facts)
        else:
            yield fault_at(kind, row, column, **facts)


def _sum(rows: Iterable[AnyRow]) -> _Sum:
    total, unknown, partly = Decimal(0), list[str](), list[str]()
    for one in rows:
        most = _most(one)
        total += most or Decimal(0)
        if most is None:
            unknown.append(one.columns.code)
        elif one.columns.applies_when:
            partly.append(one.columns.code)
    return _Sum(total, (*unknown, *partly), bool(unknown))


def _most(row: AnyRow) -> Decimal | None:
    """Return the most points of a row; one that names none and is scored by none has none."""
    if row.most is None and isinstance(row, RuleRow) and not row.slot.row["points"].strip():
        return Decimal(0) if row.columns.kind != "unknown" else None
    return row.most

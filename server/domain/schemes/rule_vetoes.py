"""Vetoes of a scheme: those of its sheet, inside their look-back windows, and those of rows."""

from collections.abc import Mapping
from datetime import date

from server.domain.schemes.compiled import CompiledScheme, VetoRow
from server.domain.schemes.decision_kind import VetoCase, VetoRuling
from server.domain.schemes.evaluation import RowScore
from server.domain.schemes.months import months_before
from server.domain.schemes.observations import Observation
from server.domain.schemes.subject import Subject


def rule_vetoes(
    scheme: CompiledScheme, rows: Mapping[str, RowScore], subject: Subject
) -> Mapping[str, VetoRuling]:
    """Return code -> ruling of every veto of the sheet, and of every row that fired one."""
    rulings = {
        one.columns.code: _ruled(one, subject) for one in scheme.vetoes if _is_for(one, subject)
    }
    for code, row in rows.items():
        if row.outcome.fires_veto:
            rulings[code] = VetoRuling(fires=True, steps=row.outcome.steps, used=row.used)
    return rulings


def _is_for(one: VetoRow, subject: Subject) -> bool:
    return not one.columns.subject or subject.facts.get("kind", "enterprise") in one.columns.subject


def _ruled(one: VetoRow, subject: Subject) -> VetoRuling:
    since = None
    if one.columns.look_back_months is not None:
        since = months_before(subject.on, one.columns.look_back_months)
    observed = {
        field.measure: _inside(subject.inputs.get(field.measure, ()), since, subject.on)
        for field in one.fields
    }
    return one.kind.rule(one.parameters, one.columns, VetoCase(observed, subject.facts, subject.on))


def _inside(
    observed: tuple[Observation, ...], since: date | None, until: date
) -> tuple[Observation, ...]:
    """Return what lies in the window; its first and last day belong to it."""
    if since is None:
        return observed
    return tuple(one for one in observed if one.on is None or since <= one.on <= until)

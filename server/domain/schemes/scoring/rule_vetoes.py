"""Vetoes of a scheme: those of its sheet, inside their look-back windows, and those of rows."""

from collections.abc import Mapping
from dataclasses import replace

from server.domain.schemes.described.columns import VetoColumns
from server.domain.schemes.described.observations import Observation
from server.domain.schemes.exact.outcome import step
from server.domain.schemes.inputs.gather import BY_HAND
from server.domain.schemes.inputs.window import inside
from server.domain.schemes.kinds.decision_kind import VetoCase, VetoRuling
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.kinds.veto_effect import Effect, EffectKind, hardest
from server.domain.schemes.reading.compiled import CompiledScheme, VetoRow
from server.domain.schemes.scoring.score_rows import Scores
from server.problems import N_

_REJECT = Effect(EffectKind.REJECT)


def rule_vetoes(
    scheme: CompiledScheme, scores: Scores, subject: Subject
) -> Mapping[str, VetoRuling]:
    """Return code -> ruling of every veto of the sheet, and of every row that fired one."""
    rulings = {
        one.columns.code: _ruled(one, subject) for one in scheme.vetoes if _is_for(one, subject)
    }
    for code in scores.firing:
        row = scores.rows[code]
        rulings[code] = VetoRuling(fires=True, steps=row.outcome.steps, used=row.used)
    return rulings


def effect_of_all(scheme: CompiledScheme, fired: tuple[str, ...]) -> Effect | None:
    """Return the hardest effect of the vetoes that fired, None when none did."""
    if not fired:
        return None
    of_sheet = {one.columns.code: one.effect for one in scheme.vetoes}
    return hardest((of_sheet.get(code, _REJECT) for code in fired), scheme.grade_order)


def _is_for(one: VetoRow, subject: Subject) -> bool:
    return not one.columns.subject or subject.facts.get("kind", "enterprise") in one.columns.subject


def _ruled(one: VetoRow, subject: Subject) -> VetoRuling:
    found = {}
    for field in one.fields:
        observed = subject.inputs.get(field.measure)
        if observed:
            found[field.measure] = observed
    if not found:
        return one.silent
    columns, refused = one.columns, 0
    for measure, observed in found.items():
        recent = inside(observed, subject.on, columns.look_back_months)
        found[measure] = tuple(each for each in recent if _may_be_set(each, columns))
        refused += len(recent) - len(found[measure])
    observations = {field.measure: found.get(field.measure, ()) for field in one.fields}
    case = VetoCase(observations, subject.facts, subject.on)
    ruling = one.kind.rule(one.parameters, columns, case)
    if not refused:
        return ruling
    told = step(
        N_("Left aside: %(count)s, set by somebody who may not; only %(who)s may."),
        count=str(refused),
        who=", ".join(columns.may_set),
    )
    return replace(ruling, steps=(*ruling.steps, told))


def _may_be_set(one: Observation, columns: VetoColumns) -> bool:
    """Tell whether it comes from a source of the veto and, by hand, from who may set it."""
    if columns.source and one.source not in columns.source:
        return False
    return one.source not in BY_HAND or not columns.may_set or one.level in columns.may_set

"""One row of one subject: does it apply, which values count, and what does its rule say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from types import NoneType

from server.domain.row_rules.counted_full import counted_full
from server.domain.row_rules.counted_zero import counted_zero
from server.domain.row_rules.left_out import left_out
from server.domain.row_rules.needs_file import without_file
from server.domain.row_rules.rescaled import left_for_the_rest
from server.domain.row_rules.starred import with_star
from server.domain.schemes.described.columns import NotApplicable
from server.domain.schemes.described.observations import Inputs, Observation, Source
from server.domain.schemes.described.settings import Missing, SchemeSettings
from server.domain.schemes.exact.conditions import all_hold
from server.domain.schemes.exact.outcome import GapReason, Outcome, Step, gap, step
from server.domain.schemes.exact.values import Facts, Text, Value, shown
from server.domain.schemes.inputs.gather import combined, counting, shown_beside
from server.domain.schemes.kinds.rule_kind import Case, FieldKind, InputField, Slot
from server.domain.schemes.reading.compiled import CacheKey, RuleRow
from server.domain.schemes.scoring.evaluation import RowScore
from server.problems import N_

_NOTHING = (object(), None)
"""Stands in a key where nothing was observed."""


def score_row(row: RuleRow, inputs: Inputs, facts: Facts, settings: SchemeSettings) -> RowScore:
    """Return what the row's rule says of a subject, with the observations that were used.

    A rule is pure: what it said of the same values before is said again.
    """
    columns = row.columns
    if not _is_for(row, facts):
        return RowScore(columns.code, Outcome(is_applicable=False, counts=False))
    if columns.applies_when:
        applies = all_hold(columns.applies_when, facts)
        if not applies:
            unsure = applies is None
            outcome = _unsure(row, facts, settings) if unsure else _kept_out(row, facts)
            return RowScore(columns.code, outcome)
    used: list[Observation] = []
    beside: list[Observation] = []
    key: list[object] = []
    for one in row.fields:
        observed = inputs.get(one.measure)
        if not observed:
            key += _NOTHING
            continue
        chosen = counting(observed, columns, settings)
        used += chosen
        if len(chosen) != len(observed):
            beside += shown_beside(chosen, observed, settings)
        key += _keyed(chosen, one, row, settings)
    # Files count whoever handed them in: an office that confirms points adds none of its own.
    key.append(any(one.evidence for one in (*used, *beside)))
    known = row.known.get(tuple(key)) or _remembered(row, tuple(key), facts, settings)
    return RowScore(columns.code, known, tuple(used), tuple(beside))


def said_before(row: RuleRow, observed: tuple[Observation, ...]) -> Outcome | None:
    """Return what the rule said of this one value of its only measure before; None: look.

    Most rows of most subjects end here, hundreds of thousands of times a second.
    """
    (one,) = observed
    sources = row.columns.source
    if one.problem is not None or (sources and one.source not in sources):
        return None
    value = one.value
    if value.__class__ is Decimal and one.source is Source.RECORD:
        return None  # Where yes or no is asked for, a number of records is another value.
    return row.known.get((value.__class__, value, bool(one.evidence)))


def _remembered(row: RuleRow, key: CacheKey, facts: Facts, settings: SchemeSettings) -> Outcome:
    """Return what the rule says; it is kept for others unless it spoke of this subject's facts."""
    watched = _Watched(facts)
    outcome = _ruled(row, key, watched, settings)
    if not watched.is_read:
        row.remember(key, outcome)
    return outcome


class _Watched(Mapping[str, Value]):
    """Facts that tell whether anybody looked at them."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.is_read = facts, False

    def __getitem__(self, name: str) -> Value:
        self.is_read = True
        return self.facts[name]

    def __iter__(self) -> Iterator[str]:
        self.is_read = True
        return iter(self.facts)

    def __len__(self) -> int:
        self.is_read = True
        return len(self.facts)


def _is_for(row: RuleRow, facts: Facts) -> bool:
    return not row.columns.subject or facts.get("kind", "enterprise") in row.columns.subject


def _keyed(
    chosen: tuple[Observation, ...], asked: InputField, row: RuleRow, settings: SchemeSettings
) -> tuple[object, object]:
    """Return the value that counts with its class: the number 1 equals "yes", but is none.

    Instead of a value there can be the reason why there is none, or None: it does not apply.
    """
    if not chosen:
        return _NOTHING
    value: object = next((one.problem for one in chosen if one.problem is not None), None)
    if value is None:
        value = combined(chosen, row.columns, settings)
        if isinstance(value, Decimal) and _counts_records(chosen, asked):
            value = value > 0
    return value.__class__, value


def _counts_records(chosen: tuple[Observation, ...], asked: InputField) -> bool:
    """Tell whether records were counted where yes or no is asked for: then one is a yes."""
    return asked.kind is FieldKind.YES_NO and chosen[0].source is Source.RECORD


def _ruled(row: RuleRow, key: CacheKey, facts: Facts, settings: SchemeSettings) -> Outcome:
    kinds, given, has_evidence = key[:-1:2], key[1::2], key[-1]
    if NoneType in kinds:
        return _not_applicable(row)
    values: dict[str, Value] = {}
    problems: dict[str, GapReason] = {}
    for one, value in zip(row.fields, given, strict=True):
        if isinstance(value, GapReason):
            problems[one.measure] = value
        elif not isinstance(value, Decimal | bool | str):
            continue
        elif not one.takes(value):
            refused = _refused(one, value)
            return gap(GapReason.OUT_OF_RANGE, refused, missing=(one.measure,))
        else:
            values[one.measure] = value
    case = Case(values, facts, bool(has_evidence))
    outcome = _without_all(row, case, problems, settings) or row.kind.score(
        row.parameters, row.slot, case
    )
    if outcome.gap is None and row.columns.evidence_gate and not has_evidence:
        return without_file(row.slot)
    return with_star(outcome, row.columns, values)


def _without_all(
    row: RuleRow, case: Case, problems: Mapping[str, GapReason], settings: SchemeSettings
) -> Outcome | None:
    """Return what a row says of which values are missing; None: it has all that it needs.

    Mostly that is a gap; but some rules know their points from a part of the values already.
    """
    lacking = tuple(one.measure for one in row.fields if one.is_required)
    lacking = tuple(one for one in lacking if one not in case.values)
    if problems:
        measure, reason = next(iter(problems.items()))
        outcome = _missing(reason, (measure,), settings)
    elif lacking:
        outcome = _missing(GapReason.NO_VALUE, lacking, settings)
    else:
        return None
    sure = row.kind.sure(row.parameters, row.slot, case)
    if sure is None or (outcome.gap is not None and not sure.is_final):
        return outcome
    if sure.is_final:
        return sure.outcome
    steps = (*sure.outcome.steps, *outcome.steps)
    return replace(sure.outcome, missing=outcome.missing, steps=steps)


def _refused(field: InputField, value: Value) -> Step:
    """Return the sentence of a value that a row does not take; choices are said, since few."""
    if field.kind is not FieldKind.CHOICE:
        return step(N_("%(value)s is outside what this row takes."), value=shown(value))
    names = Text(
        "、".join(text.zh for _, text in field.choices),
        ", ".join(text.en for _, text in field.choices),
    )
    return step(N_("%(value)s is none of: %(choices)s."), value=shown(value), choices=names)


def _missing(reason: GapReason, measures: tuple[str, ...], settings: SchemeSettings) -> Outcome:
    is_survey = reason is GapReason.SAMPLE_TOO_SMALL
    rule = settings.survey_too_small if is_survey else settings.missing
    if rule is Missing.ZERO:
        told = step(N_("There is no value; the scheme counts that as nothing."))
        return Outcome(points=Decimal(0), is_met=False, missing=measures, steps=(told,))
    return gap(reason, missing=measures)


def _unsure(row: RuleRow, facts: Facts, settings: SchemeSettings) -> Outcome:
    """Return a gap: nobody knows yet whether the row applies, so it is not left out."""
    unknown = (one.measure for one in row.columns.applies_when if one.measure not in facts)
    outcome = _missing(GapReason.NO_VALUE, tuple(dict.fromkeys(unknown)), settings)
    told = tuple(one.told(facts.get(one.measure)) for one in row.columns.applies_when)
    return replace(outcome, steps=(*told, *outcome.steps))


def _kept_out(row: RuleRow, facts: Facts) -> Outcome:
    steps: list[Step] = [one.told(facts.get(one.measure)) for one in row.columns.applies_when]
    if row.columns.else_text.zh:
        steps.append(step(N_("It does not apply: %(otherwise)s."), otherwise=row.columns.else_text))
    else:
        steps.append(step(N_("It does not apply.")))
    return _left_out(row, tuple(steps))


def _not_applicable(row: RuleRow) -> Outcome:
    if row.columns.na is NotApplicable.REFUSED:
        told = step(N_("“Not applicable” is not possible in this row."))
        return gap(GapReason.OUT_OF_RANGE, told)
    return _left_out(row, (step(N_("It does not apply to this subject.")),))


def _left_out(row: RuleRow, steps: tuple[Step, ...]) -> Outcome:
    """Return what a row counts that does not apply: in full, nothing, or not at all."""
    rule = _NOT_APPLICABLE_RULES.get(row.columns.na, left_out)
    outcome = rule(row.slot, row.most)
    return replace(outcome, is_applicable=False, steps=(*steps, *outcome.steps))


_NOT_APPLICABLE_RULES: Mapping[NotApplicable, Callable[[Slot, Decimal | None], Outcome]] = {
    NotApplicable.FULL: counted_full,
    NotApplicable.ZERO: counted_zero,
    NotApplicable.RESCALED: left_for_the_rest,
}

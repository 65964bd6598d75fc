"""All rows of one subject: each by its rule, then the groups, then what they add up to."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from server.domain.row_rules.rescaled import rescaled
from server.domain.schemes.described.settings import StageRule
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.inputs.window import inside_window
from server.domain.schemes.kinds.decision_kind import Child
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compile_scheme import child_of
from server.domain.schemes.reading.compiled import AnyRow, CompiledScheme, GroupRow, RuleRow
from server.domain.schemes.scoring.evaluation import RowScore
from server.domain.schemes.scoring.score_row import said_before, score_row
from server.domain.schemes.scoring.scored_rows import ScoredRows


class Scores(NamedTuple):
    """The rows of one subject, and what of them is looked at again."""

    rows: Mapping[str, RowScore]
    outcomes: Mapping[str, Outcome]
    gaps: tuple[str, ...]
    """Codes of rows without points that should have some, in the table's order."""
    firing: tuple[str, ...]
    """Codes of rows that carry a veto which fires."""
    is_whole: bool
    """False: some rows do not apply and count nothing, maximum included."""


def score_rows(scheme: CompiledScheme, subject: Subject) -> Scores:
    """Return every row of the table with what its rule said, groups after their rows."""
    outcomes: dict[str, Outcome] = {}
    looked_at: dict[str, RowScore] = {}
    gaps: list[str] = []
    firing: list[str] = []
    is_whole = True
    inputs = subject.inputs
    # Of one level alone only a level that is the last counts, and `said_before` knows of none.
    is_any_level = scheme.settings.stage_rule is not StageRule.LAST
    for code, row in scheme.rows.items():
        if isinstance(row, GroupRow):
            outcome = _grouped(row, outcomes)
        else:
            observed = inputs.get(scheme.simple[code], ())
            before = said_before(row, observed) if is_any_level and len(observed) == 1 else None
            if before is None:
                inside = inside_window(row.fields, subject, row.columns.look_back_months)
                scored = score_row(row, inside, subject.facts, scheme.settings)
                looked_at[code], before = scored, scored.outcome
            outcome = before
        outcomes[code] = outcome
        if outcome.gap is not None:
            gaps.append(code)
        if outcome.fires_veto:
            firing.append(code)
        if not outcome.counts and not outcome.rescales:
            is_whole = False
    if gaps:
        gaps = [code for code in scheme.order if outcomes[code].gap is not None]
    rows = ScoredRows(outcomes, looked_at, scheme.simple, inputs)
    return Scores(rows, outcomes, tuple(gaps), tuple(firing), is_whole)


def _grouped(row: GroupRow, outcomes: Mapping[str, Outcome]) -> Outcome:
    below = [outcomes[code] for code in row.children]
    key = tuple(map(id, below))
    known = row.known.get(key)
    if known is not None:
        return known[0]
    outcome = combined_group(row, below)
    row.remember(key, below, outcome)
    return outcome


def combined_group(row: GroupRow, below: list[Outcome]) -> Outcome:
    """Return what a group comes to from its rows; nothing is remembered."""
    children = tuple(
        [
            Child(code, name, most, weight, one)
            for (code, name, most, weight, _), one in zip(row.below, below, strict=True)
        ]
    )
    outcome = row.kind.combine(row.parameters, row.slot, children)
    is_left = True in [one.rescales for one in below]
    if is_left and (row.kind.is_sum or not any(one.counts for one in below)):
        # Other kinds scale by themselves: weights and rates speak of the rows that remain.
        floor = getattr(row.parameters, "floor", None)
        outcome = rescaled(outcome, children, row.most, floor)
    return outcome


def total_of(scheme: CompiledScheme, outcomes: Mapping[str, Outcome]) -> Decimal:
    """Return what the topmost rows add up to, not yet rounded; gaps count nothing."""
    return _sum_of(scheme, outcomes, without_bonuses(scheme)) + bonuses_of(scheme, outcomes)


def without_bonuses(scheme: CompiledScheme) -> tuple[str, ...]:
    """Return the codes of the topmost rows that make up the full marks of the table."""
    if not scheme.bonuses:
        return scheme.roots
    return tuple(code for code in scheme.roots if code not in scheme.bonuses)


def bonuses_of(scheme: CompiledScheme, outcomes: Mapping[str, Outcome]) -> Decimal:
    """Return the points that come beyond full marks."""
    return sum((outcomes[code].points or Decimal(0) for code in scheme.bonuses), Decimal(0))


def _sum_of(
    scheme: CompiledScheme, outcomes: Mapping[str, Outcome], roots: tuple[str, ...]
) -> Decimal:
    total = Decimal(0)
    for code in roots:
        points = outcomes[code].points
        if points is not None:
            total += points
    if any(outcomes[code].rescales for code in roots):
        children = tuple(child_of(scheme.rows[code], outcomes[code]) for code in roots)
        return rescaled(Outcome(points=total), children, scheme.most).points or Decimal(0)
    return total


def most_of(scheme: CompiledScheme, scores: Scores) -> Decimal | None:
    """Return full marks of what applies to the subject; None when part of them is unknown."""
    if scores.is_whole:
        return scheme.most
    most: dict[str, Decimal | None] = {}
    for code, row in scheme.rows.items():
        if not scores.outcomes[code].counts and not scores.outcomes[code].rescales:
            most[code] = Decimal(0)
        elif isinstance(row, RuleRow):
            most[code] = row.most
        else:
            most[code] = _group_most(scheme.rows, row, scores.outcomes, most)
    found = [most[code] for code in scheme.roots if code not in scheme.bonuses]
    known = [one for one in found if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None


def _group_most(
    rows: Mapping[str, AnyRow],
    row: GroupRow,
    outcomes: Mapping[str, Outcome],
    most: Mapping[str, Decimal | None],
) -> Decimal | None:
    """Return full marks of a group: where rows below are left out, those of the others."""
    if all(most[code] == rows[code].most for code in row.children):
        return row.most
    children = tuple(
        child_of(rows[code], outcomes[code])._replace(most=most[code])
        for code in row.children
        if outcomes[code].counts or outcomes[code].rescales
    )
    return row.kind.most(row.parameters, replace(row.slot, points=None), children)

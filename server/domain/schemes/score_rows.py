"""All rows of one subject: each by its rule, then the groups, then what they add up to."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from server.domain.row_rules.rescaled import rescaled
from server.domain.schemes.compile_scheme import child_of
from server.domain.schemes.compiled import AnyRow, CompiledScheme, GroupRow, RuleRow
from server.domain.schemes.decision_kind import Child
from server.domain.schemes.evaluation import RowScore
from server.domain.schemes.outcome import Outcome
from server.domain.schemes.score_row import said_before, score_row
from server.domain.schemes.scored_rows import ScoredRows
from server.domain.schemes.subject import Subject
from server.domain.schemes.window import inside_window


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
    for code, row in scheme.rows.items():
        if isinstance(row, GroupRow):
            outcome = _grouped(row, outcomes)
        else:
            observed = inputs.get(scheme.simple[code], ())
            before = said_before(row, observed) if len(observed) == 1 else None
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
    known = row.known.get(tuple(map(id, below)))
    if known is not None:
        return known[0]
    children = tuple([Child(*ready[:-1], one) for ready, one in zip(row.below, below, strict=True)])
    outcome = row.kind.combine(row.parameters, row.slot, children)
    is_left = any(one.rescales for one in below)
    if is_left and (row.kind.is_sum or not any(one.counts for one in below)):
        # Other kinds scale by themselves: weights and rates speak of the rows that remain.
        outcome = rescaled(outcome, children, row.most)
    row.remember(below, outcome)
    return outcome


def total_of(scheme: CompiledScheme, outcomes: Mapping[str, Outcome]) -> Decimal:
    """Return what the topmost rows add up to, not yet rounded; gaps count nothing."""
    total = Decimal(0)
    for code in scheme.roots:
        points = outcomes[code].points
        if points is not None:
            total += points
    if any(outcomes[code].rescales for code in scheme.roots):
        roots = tuple(child_of(scheme.rows[code], outcomes[code]) for code in scheme.roots)
        return rescaled(Outcome(points=total), roots, scheme.most).points or Decimal(0)
    return total


def highest_of(scheme: CompiledScheme, scores: Scores, total: Decimal) -> Decimal | None:
    """Return what the total would be if every gap were full, None when that is unknown."""
    if any(scheme.rows[code].most is None for code in scores.gaps):
        return None
    if all(row.kind.is_sum for row in scheme.rows.values() if isinstance(row, GroupRow)):
        return total + sum((scheme.rows[code].most or 0 for code in scores.gaps), Decimal(0))
    outcomes = dict(scores.outcomes)
    for code, row in scheme.rows.items():
        if isinstance(row, GroupRow):
            outcomes[code] = _grouped(row, outcomes)
        elif outcomes[code].gap is not None:
            outcomes[code] = Outcome(points=row.most, is_met=True)
    return total + total_of(scheme, outcomes) - total_of(scheme, scores.outcomes)


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

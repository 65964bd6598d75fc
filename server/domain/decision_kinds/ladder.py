"""`ladder`: levels climbed one step at a time, each after the one before was held long enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import step
from server.domain.schemes.kinds.decision_kind import (
    GradeKind,
    GradeRow,
    GradeTable,
    Ruling,
    Standing,
)
from server.domain.schemes.kinds.held import held_since
from server.domain.schemes.kinds.step_up import step_up
from server.domain.schemes.kinds.verdict import Verdict, all_of, check_grade_lines, points_verdict
from server.problems import N_

STANDS_BELOW = FaultKind(
    N_("The level before, %(level)s, does not stand above this row."),
    N_("Let the grades stand from the lowest to the highest, or correct the level before."),
)


@dataclass(frozen=True, slots=True)
class LadderStep:
    """Parameters: the points of the level; the level before and the waiting time are columns."""

    from_points: Decimal | None = None


def _rule(rows: tuple[GradeRow[LadderStep], ...], standing: Standing) -> tuple[Ruling, ...]:
    codes = tuple(row.columns.code for row in rows)
    return tuple(
        all_of((_points(row, standing), step_up(row, codes[place:], codes, standing))).ruling(
            row.columns.code
        )
        for place, row in enumerate(rows)
    )


def _points(row: GradeRow[LadderStep], standing: Standing) -> Verdict:
    """Return whether the points are there; where no line is stated only naming decides."""
    if row.parameters.from_points is not None:
        return points_verdict(row.parameters.from_points, standing)
    if held_since(standing.titles, (row.columns.code,), standing.on) is not None:
        return Verdict(is_reached=True)
    told = step(N_("The table states no line for this level; whoever names it decides."))
    return Verdict(None, (told,))


def _check(rows: tuple[GradeRow[LadderStep], ...], table: GradeTable) -> Iterator[Fault]:
    codes: list[str] = []
    for row in rows:
        before = row.columns.level_before
        if before and before not in codes and before in {one.columns.code for one in rows}:
            yield fault_at(STANDS_BELOW, row.row, "level_before", level=before)
        codes.append(row.columns.code)
    yield from check_grade_lines(((row, row.parameters.from_points) for row in rows), table)


LADDER = GradeKind(
    "ladder",
    34,
    N_("Levels climbed one at a time, with a waiting time"),
    LadderStep,
    _rule,
    _check,
)

"""`gated_total`: a grade from so many points on, if parts of the table reach lines of their own.

A level before and a waiting time are looked at as on a ladder.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.kinds.decision_kind import (
    GradeKind,
    GradeRow,
    GradeTable,
    Ruling,
    Standing,
)
from server.domain.schemes.kinds.requirement import Requirement
from server.domain.schemes.kinds.step_up import step_up
from server.domain.schemes.kinds.verdict import (
    all_of,
    check_grade_lines,
    check_requirements,
    points_verdict,
    requirements_verdict,
)
from server.problems import N_


@dataclass(frozen=True, slots=True)
class GatedTotal:
    """Parameters: the line of the total; requirements such as `points:B >= 42`."""

    from_points: Decimal
    rows: tuple[Requirement, ...]


def _rule(rows: tuple[GradeRow[GatedTotal], ...], standing: Standing) -> tuple[Ruling, ...]:
    codes = tuple(row.columns.code for row in rows)
    return tuple(
        all_of(
            (
                points_verdict(row.parameters.from_points, standing),
                requirements_verdict(row.parameters.rows, standing),
                step_up(row, codes[place:], codes, standing),
            )
        ).ruling(row.columns.code)
        for place, row in enumerate(rows)
    )


def _check(rows: tuple[GradeRow[GatedTotal], ...], table: GradeTable) -> Iterator[Fault]:
    for row in rows:
        yield from check_requirements(row.parameters.rows)
    yield from check_grade_lines(((row, row.parameters.from_points) for row in rows), table)


GATED_TOTAL = GradeKind(
    "gated_total",
    31,
    N_("Grades by points, with a minimum in parts of the table"),
    GatedTotal,
    _rule,
    _check,
)

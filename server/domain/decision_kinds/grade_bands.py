"""`grade_bands`: a grade from so many points on."""

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
from server.domain.schemes.kinds.verdict import check_grade_lines, points_verdict
from server.problems import N_


@dataclass(frozen=True, slots=True)
class GradeBand:
    """Parameters: the points from which the grade is given, that figure included."""

    from_points: Decimal


def _rule(rows: tuple[GradeRow[GradeBand], ...], standing: Standing) -> tuple[Ruling, ...]:
    return tuple(
        points_verdict(row.parameters.from_points, standing).ruling(row.columns.code)
        for row in rows
    )


def _check(rows: tuple[GradeRow[GradeBand], ...], table: GradeTable) -> Iterator[Fault]:
    return check_grade_lines(((row, row.parameters.from_points) for row in rows), table)


GRADE_BANDS = GradeKind("grade_bands", 33, N_("Grades by points"), GradeBand, _rule, _check)

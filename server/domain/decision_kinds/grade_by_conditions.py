"""`grade_by_conditions`: each grade is a set of requirements; the highest set that holds counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.kinds.decision_kind import (
    GradeKind,
    GradeRow,
    GradeTable,
    Ruling,
    Standing,
)
from server.domain.schemes.kinds.requirement import Requirement
from server.domain.schemes.kinds.verdict import check_requirements, requirements_verdict
from server.problems import N_


@dataclass(frozen=True, slots=True)
class GradeByConditions:
    """Parameters: the requirements, all of which must hold."""

    rows: tuple[Requirement, ...]


def rule_by_requirements(
    rows: tuple[GradeRow[GradeByConditions], ...], standing: Standing
) -> tuple[Ruling, ...]:
    """Return for each row whether all its requirements hold."""
    return tuple(
        requirements_verdict(row.parameters.rows, standing).ruling(row.columns.code) for row in rows
    )


def check_by_requirements(
    rows: tuple[GradeRow[GradeByConditions], ...], _: GradeTable
) -> Iterator[Fault]:
    """Yield what is wrong with the requirements."""
    for row in rows:
        yield from check_requirements(row.parameters.rows)


GRADE_BY_CONDITIONS = GradeKind(
    "grade_by_conditions",
    36,
    N_("Grades by requirements, the highest that holds"),
    GradeByConditions,
    rule_by_requirements,
    check_by_requirements,
)

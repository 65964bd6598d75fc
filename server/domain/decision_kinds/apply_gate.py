"""`apply_gate`: what must hold before a subject may apply; it gives no grade."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.kinds.decision_kind import (
    GradeKind,
    GradeRow,
    GradeTable,
    Ruling,
    Standing,
)
from server.domain.schemes.kinds.requirement import Requirement
from server.domain.schemes.kinds.verdict import (
    all_of,
    check_grade_lines,
    check_requirements,
    requirements_verdict,
    value_verdict,
)
from server.problems import N_


@dataclass(frozen=True, slots=True)
class ApplyGate:
    """Parameters: a line for the total of a level, that of the subject itself; requirements."""

    from_points: Decimal | None = None
    level: str = "self"
    rows: tuple[Requirement, ...] = ()


def _rule(rows: tuple[GradeRow[ApplyGate], ...], standing: Standing) -> tuple[Ruling, ...]:
    return tuple(_ruled(row, standing) for row in rows)


def _ruled(row: GradeRow[ApplyGate], standing: Standing) -> Ruling:
    wanted = row.parameters
    asked = [requirements_verdict(wanted.rows, standing)]
    if wanted.from_points is not None:
        total = standing.values.get(f"total:{wanted.level}")
        asked.insert(0, value_verdict(wanted.from_points, total))
    return all_of(asked).ruling(row.columns.code)


def _check(rows: tuple[GradeRow[ApplyGate], ...], table: GradeTable) -> Iterator[Fault]:
    for row in rows:
        if row.parameters.from_points is None and not row.parameters.rows:
            yield fault_at(faults.MISSING, row.row, "from_points")
        yield from check_requirements(row.parameters.rows)
        yield from check_grade_lines(((row, row.parameters.from_points),), table)


APPLY_GATE = GradeKind(
    "apply_gate",
    32,
    N_("What must hold before a subject may apply"),
    ApplyGate,
    _rule,
    _check,
    is_gate=True,
)

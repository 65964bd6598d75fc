"""`grade_bands`: a grade from so many points on."""

from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.decision_kind import GradeKind, GradeRow, Ruling, Standing
from server.domain.schemes.outcome import step
from server.domain.schemes.values import plain
from server.problems import N_


@dataclass(frozen=True, slots=True)
class GradeBand:
    """Parameters: the points from which the grade is given, that figure included."""

    from_points: Decimal


def _rule(rows: tuple[GradeRow[GradeBand], ...], standing: Standing) -> tuple[Ruling, ...]:
    return tuple(_ruled(row, standing) for row in rows)


def _ruled(row: GradeRow[GradeBand], standing: Standing) -> Ruling:
    line, total = row.parameters.from_points, standing.lowest
    facts = {"total": plain(total), "line": plain(line)}
    if total >= line:
        told = step(N_("%(total)s points reach the line of %(line)s."), **facts)
        return Ruling(row.columns.code, is_reached=True, steps=(told,))
    short = step(
        N_("%(short)s points are lacking to the line of %(line)s."),
        short=plain(line - total),
        line=plain(line),
    )
    could = standing.highest is None or standing.highest >= line
    is_open = standing.total is None and could
    return Ruling(row.columns.code, None if is_open else False, (short,), (short,))


GRADE_BANDS = GradeKind("grade_bands", 33, N_("Grades by points"), GradeBand, _rule)

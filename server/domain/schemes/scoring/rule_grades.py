"""Grades, titles and gates of one subject: which rows are meant for it, and what each says."""

from typing import Any, NamedTuple

from server.domain.schemes.exact.conditions import all_hold
from server.domain.schemes.kinds.decision_kind import GradeRow, Ruling, Standing
from server.domain.schemes.kinds.held import is_held
from server.domain.schemes.reading.compiled import CompiledScheme, GradeSet


class Rulings(NamedTuple):
    """What was decided, each in the order of the sheet."""

    grades: tuple[Ruling, ...]
    titles: tuple[Ruling, ...]
    gates: tuple[Ruling, ...]


def rule_grades(scheme: CompiledScheme, standing: Standing) -> Rulings:
    """Return the rulings of every row of the sheet that is meant for the subject."""
    grades: list[Ruling] = []
    titles: list[Ruling] = []
    gates: list[Ruling] = []
    for one in scheme.grades:
        found = gates if one.kind.is_gate else titles if one.kind.is_title else grades
        found += _ruled(one, standing)
    if len(scheme.grades) > 1:
        grades.sort(key=lambda ruling: scheme.grade_order[ruling.code])
    return Rulings(tuple(grades), tuple(titles), tuple(gates))


def highest(grades: tuple[Ruling, ...]) -> str | None:
    """Return the code of the highest grade that is reached."""
    return next((one.code for one in reversed(grades) if one.is_reached), None)


def held_grade(scheme: CompiledScheme, standing: Standing) -> str | None:
    """Return the code of the highest grade of the scheme that the subject holds."""
    if not standing.titles:
        return None
    order = scheme.grade_order
    held = [code for code in order if is_held(standing.titles, code, standing.on)]
    return max(held, key=lambda code: order[code], default=None)


def _ruled(one: GradeSet, standing: Standing) -> tuple[Ruling, ...]:
    rows = one.rows
    if one.is_for_all:
        return one.kind.rule(rows, standing)
    rows = tuple(row for row in rows if _is_for(row, standing))
    unsure = {
        row.columns.code: tuple(
            condition.told(standing.values.get(condition.measure))
            for condition in row.columns.applies_when
        )
        for row in rows
        if all_hold(row.columns.applies_when, standing.values) is None
    }
    return tuple(
        Ruling(ruling.code, None, unsure[ruling.code]) if ruling.code in unsure else ruling
        for ruling in (one.kind.rule(rows, standing) if rows else ())
    )


def _is_for(row: GradeRow[Any], standing: Standing) -> bool:
    kinds = row.columns.subject
    if kinds and standing.facts.get("kind", "enterprise") not in kinds:
        return False
    return all_hold(row.columns.applies_when, standing.values) is not False

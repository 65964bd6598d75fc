"""The grades of a scheme that have a quota or a floor, and who stands where with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.schemes.described.columns import GradeColumns
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.telling.ranking import Places

_NAMED = "plain_title"
"""The kind of a title of which no line is stated."""


@dataclass(frozen=True, slots=True)
class RankedGrade:
    """A grade whose places are limited, or that some have to be put forward for."""

    columns: GradeColumns
    places: Places
    reached_by: frozenset[str] | None
    """Codes of the grades with which it is reached; None: nothing states who reaches it."""
    order: Mapping[str, int]
    """Place of each grade among those of the scheme."""

    def is_reached(self, grade: str | None, *, is_vetoed: bool) -> bool:
        """Tell whether who has a grade stands among those who reached this one."""
        if self.reached_by is None:
            return not is_vetoed
        return grade in self.reached_by


def ranked_grades(scheme: CompiledScheme, subject_kind: str) -> tuple[RankedGrade, ...]:
    """Return the grades of a kind of subject that have a quota or a floor, the highest first.

    Places of a quota are taken by those who have this very grade. Of a floor without a quota those
    with a higher one are as good. Titles for a single topic are not ranked: they hang on no points.
    """
    found = []
    for one in scheme.grades:
        is_named = one.kind.name == _NAMED
        if one.kind.is_gate or (one.kind.is_title and not is_named):
            continue
        for row in one.rows:
            columns = row.columns
            is_meant = not columns.subject or subject_kind in columns.subject
            if is_meant and (columns.quota is not None or columns.floor is not None):
                places = Places(columns.quota, columns.floor, scheme.settings.ties)
                reached = None if is_named else _reached_by(scheme, columns)
                found.append(RankedGrade(columns, places, reached, scheme.grade_order))
    return tuple(found[::-1])


def _reached_by(scheme: CompiledScheme, columns: GradeColumns) -> frozenset[str]:
    if columns.quota is not None:
        return frozenset({columns.code})
    order = scheme.grade_order
    least = order.get(columns.code, 0)
    return frozenset({columns.code, *(code for code, place in order.items() if place >= least)})

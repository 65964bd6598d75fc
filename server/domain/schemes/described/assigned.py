"""Which versions evaluate a subject: those assigned to the nearest area above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ENTERPRISE, PARK = "enterprise", "park"
"""Kinds of subjects beside levels of areas, such as `township`."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A version for a kind of subject, below an area (None: in the whole campaign)."""

    version_id: int
    scheme_id: int
    subject_kind: str
    area_id: int | None
    counted_from: date | None = None
    is_settled: bool = False


def assigned_to(
    assignments: Sequence[Assignment], subject_kind: str, area_path: Sequence[int]
) -> tuple[Assignment, ...]:
    """Return the assignments that count for a subject, `area_path` from the root to its area.

    Those of the nearest area replace all of areas above it and of the whole campaign, so that a
    place with a table of its own is not judged by another as well.
    """
    of_kind = [one for one in assignments if one.subject_kind == subject_kind]
    for area_id in reversed(area_path):
        nearest = tuple(one for one in of_kind if one.area_id == area_id)
        if nearest:
            return nearest
    return tuple(one for one in of_kind if one.area_id is None)

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


def day_counted_from(counting: Sequence[Assignment], scheme_id: int, *, otherwise: date) -> date:
    """Return the day that windows and waiting times end on for a subject, by a scheme.

    `counting` are the assignments that count for the subject; `otherwise` is the campaign's last
    day, for assignments without a day, and for a scheme that is only tried.
    """
    days = (one.counted_from for one in counting if one.scheme_id == scheme_id)
    return next((day for day in days if day is not None), otherwise)

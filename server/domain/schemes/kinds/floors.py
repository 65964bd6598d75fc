"""Where deductions stop: at the clause, at the row, or only at the group; tables leave it open."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.rule_kind import Slot
from server.problems import N_

FLOOR_TOO_HIGH = FaultKind(
    N_("The floor of %(floor)s is above the full marks of %(points)s."),
    N_("Write a floor that points can fall to, mostly 0."),
)


class FloorAt(StrEnum):
    """The level at which the floor of a deduction stands."""

    CLAUSE = "clause"
    ITEM = "item"
    GROUP = "group"
    """The row may go below; the group has the floor."""


def floored(points: Decimal, floor: Decimal, floor_at: FloorAt) -> tuple[Decimal, tuple[Step, ...]]:
    """Return points that are not below the floor, and the sentence that says so if it matters."""
    if floor_at is FloorAt.GROUP or points >= floor:
        return points, ()
    told = step(
        N_("%(points)s is below the least of %(floor)s, so %(floor)s counts."),
        floor=plain(floor),
        points=plain(points),
    )
    return floor, (told,)


def check_floor(slot: Slot, floor: Decimal) -> Iterator[Fault]:
    """Yield a fault for a floor above the row's full marks."""
    if slot.points is not None and floor > slot.points:
        points = plain(slot.points)
        yield fault_at(FLOOR_TOO_HIGH, slot.row, "floor", floor=plain(floor), points=points)

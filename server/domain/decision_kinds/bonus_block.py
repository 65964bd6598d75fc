"""`bonus_block`: points on top of full marks; all rows below together give no more than a cap."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.decision_kind import Child, GroupKind
from server.domain.schemes.kinds.rule_kind import Slot
from server.domain.schemes.scoring.group_points import most_of_all, points_of
from server.problems import N_

CAP_NOT_ABOVE_ZERO = FaultKind(
    N_("A cap of %(cap)s lets nothing through."), N_("Write a number above 0.")
)


@dataclass(frozen=True, slots=True)
class BonusBlock:
    """Parameters: the cap; without one it is the points of the row."""

    cap: Decimal | None = None


def cap_of(cap: Decimal | None, slot: Slot) -> Decimal | None:
    """Return the cap of a block: its own, or the points of the row whatever their sign."""
    return abs(slot.points) if cap is None and slot.points is not None else cap


def _combine(parameters: BonusBlock, slot: Slot, children: tuple[Child, ...]) -> Outcome:
    points, cap = points_of(children), cap_of(parameters.cap, slot)
    total, steps = points.total, points.steps
    if cap is not None and total > cap:
        told = step(
            N_("Bonuses of %(total)s count as %(cap)s, no more."),
            total=plain(total),
            cap=plain(cap),
        )
        total, steps = cap, (*steps, told)
    return Outcome(points=total, missing=points.open, steps=steps)


def _most(parameters: BonusBlock, slot: Slot, children: tuple[Child, ...]) -> Decimal | None:
    cap, found = cap_of(parameters.cap, slot), most_of_all(children)
    if cap is None or found is None:
        return found if cap is None else cap
    return min(cap, found)


def check_cap(cap: Decimal | None, slot: Slot) -> Iterator[Fault]:
    """Yield what is wrong with the cap of a block."""
    if cap is not None and cap <= 0:
        yield fault_at(CAP_NOT_ABOVE_ZERO, slot.row, "cap", cap=plain(cap))
    if cap is None and not slot.points:
        yield fault_at(faults.MISSING, slot.row, "cap")


BONUS_BLOCK = GroupKind(
    "bonus_block",
    30,
    N_("Bonuses below, together no more than a cap"),
    BonusBlock,
    _combine,
    _most,
    lambda parameters, slot, _: check_cap(parameters.cap, slot),
)

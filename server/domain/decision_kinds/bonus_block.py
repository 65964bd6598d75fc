"""`bonus_block`: points on top of full marks; all rows below together give no more than a cap."""

from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.cap import cap_of, check_cap
from server.domain.schemes.kinds.decision_kind import Child, GroupKind
from server.domain.schemes.kinds.rule_kind import Slot
from server.domain.schemes.scoring.group_points import most_of_all, points_of
from server.problems import N_


@dataclass(frozen=True, slots=True)
class BonusBlock:
    """Parameters: the cap; without one it is the points of the row."""

    cap: Decimal | None = None


def _combine(parameters: BonusBlock, slot: Slot, children: tuple[Child, ...]) -> Outcome:
    points, cap = points_of(children), cap_of(parameters.cap, slot)
    total, steps = points.total, points.steps
    if total > cap:
        told = step(
            N_("Bonuses come to %(total)s; no more than %(cap)s count."),
            total=plain(total),
            cap=plain(cap),
        )
        total, steps = cap, (*steps, told)
    return Outcome(points=total, missing=points.open, steps=steps)


def _most(parameters: BonusBlock, slot: Slot, children: tuple[Child, ...]) -> Decimal:
    cap, found = cap_of(parameters.cap, slot), most_of_all(children)
    return cap if found is None else min(cap, found)


BONUS_BLOCK = GroupKind(
    "bonus_block",
    30,
    N_("Bonuses below, together no more than a cap"),
    BonusBlock,
    _combine,
    _most,
    lambda parameters, slot, _: check_cap(parameters.cap, slot),
)

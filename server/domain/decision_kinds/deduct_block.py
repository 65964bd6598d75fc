"""`deduct_block`: points off; all rows below together take no more than a cap."""

from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.cap import cap_of, check_cap
from server.domain.schemes.kinds.decision_kind import Child, GroupKind
from server.domain.schemes.kinds.rule_kind import Slot
from server.domain.schemes.scoring.group_points import points_of
from server.problems import N_


@dataclass(frozen=True, slots=True)
class DeductBlock:
    """Parameters: the cap as a positive number; without one it is the points of the row."""

    cap: Decimal | None = None


def _combine(parameters: DeductBlock, slot: Slot, children: tuple[Child, ...]) -> Outcome:
    points, cap = points_of(children), cap_of(parameters.cap, slot)
    total, steps = min(points.total, Decimal(0)), points.steps
    if total < -cap:
        told = step(
            N_("Deductions come to %(total)s; no more than %(cap)s count."),
            total=plain(-total),
            cap=plain(cap),
        )
        total, steps = -cap, (*steps, told)
    return Outcome(points=total, missing=points.open, steps=steps)


DEDUCT_BLOCK = GroupKind(
    "deduct_block",
    30,
    N_("Deductions below, together no more than a cap"),
    DeductBlock,
    _combine,
    lambda _, __, ___: Decimal(0),
    lambda parameters, slot, _: check_cap(parameters.cap, slot),
)

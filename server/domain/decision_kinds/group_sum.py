"""`group`: the points of the rows below are added up."""

from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.decision_kind import Child, GroupKind
from server.domain.schemes.kinds.rule_kind import Slot
from server.domain.schemes.scoring.group_points import most_of_all, points_of
from server.problems import N_


@dataclass(frozen=True, slots=True)
class GroupSum:
    """Parameters: a floor that deductions do not go below."""

    floor: Decimal | None = None


def _combine(parameters: GroupSum, _: Slot, children: tuple[Child, ...]) -> Outcome:
    points = points_of(children)
    total, steps, taken = points.total, points.steps, points.taken
    if parameters.floor is not None and total < parameters.floor:
        taken = min(taken + parameters.floor - total, Decimal(0))
        total = parameters.floor
        steps = (*steps, step(N_("The group counts no less than %(floor)s."), floor=plain(total)))
    return Outcome(points=total, missing=points.open, steps=steps, taken=taken)


def _most(_: GroupSum, slot: Slot, children: tuple[Child, ...]) -> Decimal | None:
    return most_of_all(children) if slot.points is None else slot.points


GROUP = GroupKind(
    "group", 28, N_("The sum of the rows below"), GroupSum, _combine, _most, is_sum=True
)

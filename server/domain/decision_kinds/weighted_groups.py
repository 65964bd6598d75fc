"""`weighted_groups`: the share of full marks that each row below reaches, times its weight."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from server.domain.schemes.exact.exact import about, decimal_of
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import Outcome, Step, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.decision_kind import Child, GroupKind
from server.domain.schemes.kinds.rule_kind import Slot
from server.domain.schemes.scoring.group_points import rated, told_open
from server.problems import N_

_HUNDRED = Decimal(100)
NO_WEIGHT = FaultKind(
    N_("The row %(code)s has no weight, or one that is not above 0."),
    N_("Write its weight, such as 0.12."),
)
WRONG_SUM = FaultKind(
    N_("The weights of the rows below add up to %(sum)s."), N_("Let them add up to 1 or to 100.")
)


@dataclass(frozen=True, slots=True)
class WeightedGroups:
    """No parameters: weights and full marks stand in the rows, the scale in the points."""


def _combine(_: WeightedGroups, slot: Slot, children: tuple[Child, ...]) -> Outcome:
    rows = rated(children)
    scale = _HUNDRED if slot.points is None else slot.points
    weights = sum((Fraction(one.weight or 0) for one in rows), Fraction(0))
    total, steps, without = Fraction(0), list[Step](), list[str]()
    for one in rows:
        if one.outcome.points is None or not one.most:
            without.append(one.code)
            continue
        share = Fraction(one.weight or 0) / (weights or 1)
        part = Fraction(one.outcome.points) / Fraction(one.most) * share * Fraction(scale)
        total += part
        steps.append(_told(one, scale, share, part))
    if not rows:
        return Outcome(is_applicable=False, counts=False)
    missing = tuple(without)
    points = decimal_of(total)
    steps.append(step(N_("Together: %(total)s."), total=about(total)))
    return Outcome(points=points, missing=missing, steps=(*steps, *told_open(missing)))


def _told(child: Child, scale: Decimal, share: Fraction, part: Fraction) -> Step:
    return step(
        N_(
            "%(name)s: %(points)s of %(most)s points; "
            "at the weight %(weight)s of %(scale)s that is %(part)s."
        ),
        name=child.name,
        points=plain(child.outcome.points or Decimal(0)),
        most=plain(child.most or Decimal(0)),
        weight=about(share),
        scale=plain(scale),
        part=about(part),
    )


def _check(_: WeightedGroups, slot: Slot, children: tuple[Child, ...]) -> Iterator[Fault]:
    for one in children:
        if one.weight is None or one.weight <= 0:
            yield fault_at(NO_WEIGHT, slot.row, "code", code=one.code)
    total = sum((one.weight or Decimal(0) for one in children), Decimal(0))
    if total not in {Decimal(1), _HUNDRED}:
        yield fault_at(WRONG_SUM, slot.row, "code", sum=plain(total))


def _most(_: WeightedGroups, slot: Slot, __: tuple[Child, ...]) -> Decimal | None:
    return _HUNDRED if slot.points is None else slot.points


WEIGHTED_GROUPS = GroupKind(
    "weighted_groups",
    29,
    N_("The shares of full marks of the rows below, weighted"),
    WeightedGroups,
    _combine,
    _most,
    _check,
)

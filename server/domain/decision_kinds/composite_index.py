"""`composite_index`: the weighted mean of how far each row below reaches its full marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

from server.domain.schemes.exact.exact import about, decimal_of
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import Outcome, Step, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.decision_kind import Child, GroupKind
from server.domain.schemes.kinds.rule_kind import Slot
from server.domain.schemes.scoring.group_points import rated, told_open, weight_of
from server.problems import N_

_DIGITS = Context(prec=28)
BAD_WEIGHT = FaultKind(
    N_("The weight of the row %(code)s is not above 0."), N_("Write a number above 0.")
)


class Mean(StrEnum):
    """How the rates become one; published indices leave it open."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    """A rate of nothing makes the index nothing: weak fields are not made good by strong ones."""


@dataclass(frozen=True, slots=True)
class CompositeIndex:
    """Parameters: the mean, and what the index is when every row has full marks."""

    mean: Mean = Mean.ARITHMETIC
    scale: Decimal = Decimal(100)


def _combine(parameters: CompositeIndex, _: Slot, children: tuple[Child, ...]) -> Outcome:
    rows = rated(children)
    missing = tuple(one.code for one in rows if one.outcome.points is None or not one.most)
    if not rows:
        return Outcome(is_applicable=False, counts=False)
    rates = [_rate(one) for one in rows]
    weights = [Fraction(weight_of(one)) for one in rows]
    steps = [
        _told(one, rate) for one, rate in zip(rows, rates, strict=True) if one.code not in missing
    ]
    if parameters.mean is Mean.GEOMETRIC:
        share = _geometric(rates, weights)
        text = N_("The weighted geometric mean times %(scale)s: %(index)s.")
    else:
        weighted = (rate * weight for rate, weight in zip(rates, weights, strict=True))
        share = decimal_of(sum(weighted, Fraction(0)) / sum(weights))
        text = N_("The weighted mean times %(scale)s: %(index)s.")
    points = _DIGITS.multiply(share, parameters.scale)
    told = step(text, scale=plain(parameters.scale), index=about(points))
    return Outcome(points=points, missing=missing, steps=(*steps, told, *told_open(missing)))


def _rate(child: Child) -> Fraction:
    return Fraction(child.outcome.points or 0) / Fraction(child.most or 1)


def _geometric(rates: list[Fraction], weights: list[Fraction]) -> Decimal:
    """Return the product of rates to the power of their weights, always to the same 28 digits."""
    if any(rate <= 0 for rate in rates):
        return Decimal(0)
    total, product = sum(weights), Decimal(1)
    for rate, weight in zip(rates, weights, strict=True):
        factor = _DIGITS.power(decimal_of(rate), decimal_of(weight / total))
        product = _DIGITS.multiply(product, factor)
    return min(product, Decimal(1)) if all(rate <= 1 for rate in rates) else product


def _told(child: Child, rate: Fraction) -> Step:
    return step(
        N_("%(name)s: %(rate)s %% of its full marks; weight %(weight)s."),
        name=child.name,
        rate=about(rate * 100),
        weight=plain(weight_of(child)),
    )


def _check(_: CompositeIndex, slot: Slot, children: tuple[Child, ...]) -> Iterator[Fault]:
    for one in children:
        if weight_of(one) <= 0:
            yield fault_at(BAD_WEIGHT, slot.row, "code", code=one.code)


COMPOSITE_INDEX = GroupKind(
    "composite_index",
    44,
    N_("An index of many rates, weighted"),
    CompositeIndex,
    _combine,
    lambda parameters, _, __: parameters.scale,
    _check,
)

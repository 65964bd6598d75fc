"""`linear_deduct`: full marks at a target rate, so many points off for each point below it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from server.domain.schemes.faults import Fault, FaultKind, fault_at
from server.domain.schemes.outcome import GapReason, Outcome, Step, gap, scored, step
from server.domain.schemes.rule_kind import Case, FieldKind, InputField, RuleKind, Slot
from server.domain.schemes.values import plain
from server.problems import N_

NOTHING_OFF = FaultKind(
    N_("Nothing is deducted for %(per_point)s points."), N_("Write a number above 0.")
)


class Part(StrEnum):
    """How a part of a percentage point counts; published tables leave it open."""

    PROPORTION = "proportion"
    WHOLE = "whole"
    """A point that has begun counts as one."""


class Several(StrEnum):
    """How several rates of one row become one deduction; published tables leave it open."""

    SUM = "sum"
    """Each rate is deducted for itself."""
    MEAN = "mean"
    MIN = "min"


@dataclass(frozen=True, slots=True)
class LinearDeduct:
    """Parameters: rates and target in percent."""

    target: Decimal
    per_point: Decimal
    floor: Decimal = Decimal(0)
    part: Part = Part.PROPORTION
    several: Several = Several.SUM


def _fields(parameters: LinearDeduct, slot: Slot) -> tuple[InputField, ...]:
    return tuple(
        InputField(
            measure,
            FieldKind.PERCENT,
            slot.name,
            minimum=Decimal(0),
            maximum=max(Decimal(100), parameters.target),
        )
        for measure in slot.measures or (slot.code,)
    )


def _score(parameters: LinearDeduct, slot: Slot, case: Case) -> Outcome:
    rates = [case.values[measure] for measure in slot.measures or (slot.code,)]
    numbers = [one for one in rates if isinstance(one, Decimal)]
    full = slot.points
    if full is None or len(numbers) != len(rates):
        return gap(GapReason.UNKNOWN_POINTS if full is None else GapReason.NOT_UNDERSTOOD)
    taken, steps = Decimal(0), list[Step]()
    for rate in _as_one(parameters, numbers, steps):
        short = _shortfall(parameters, rate)
        taken += short * parameters.per_point
        steps.append(_told(parameters, rate, short))
    points = max(full - taken, parameters.floor)
    steps.append(
        step(
            N_("%(full)s − %(taken)s = %(points)s, not below %(floor)s."),
            full=plain(full),
            taken=plain(taken),
            points=plain(points),
            floor=plain(parameters.floor),
        )
    )
    return scored(points, *steps)


def _as_one(parameters: LinearDeduct, rates: list[Decimal], steps: list[Step]) -> list[Decimal]:
    if parameters.several is Several.SUM or len(rates) == 1:
        return rates
    if parameters.several is Several.MIN:
        found, text = min(rates), N_("The lowest of %(rates)s %% is %(rate)s %%.")
    else:
        found, text = (
            sum(rates, Decimal(0)) / len(rates),
            N_("The mean of %(rates)s %% is %(rate)s %%."),
        )
    steps.append(step(text, rates=", ".join(plain(one) for one in rates), rate=plain(found)))
    return [found]


def _shortfall(parameters: LinearDeduct, rate: Decimal) -> Decimal:
    short = max(parameters.target - rate, Decimal(0))
    if parameters.part is Part.WHOLE:
        return short.to_integral_value(rounding=ROUND_CEILING)
    return short


def _told(parameters: LinearDeduct, rate: Decimal, short: Decimal) -> Step:
    if not short:
        return step(
            N_("The rate of %(rate)s %% reaches the target of %(target)s %%."),
            rate=plain(rate),
            target=plain(parameters.target),
        )
    return step(
        N_(
            "The rate of %(rate)s %% is %(short)s points below the target of %(target)s %%; "
            "each costs %(per_point)s."
        ),
        rate=plain(rate),
        short=plain(short),
        target=plain(parameters.target),
        per_point=plain(parameters.per_point),
    )


def _check(parameters: LinearDeduct, slot: Slot) -> Iterator[Fault]:
    if parameters.per_point <= 0:
        yield fault_at(NOTHING_OFF, slot.row, "per_point", per_point=plain(parameters.per_point))


LINEAR_DEDUCT = RuleKind(
    "linear_deduct",
    9,
    N_("Points off for each percentage point below a target"),
    LinearDeduct,
    _fields,
    _score,
    check=_check,
)

"""`linear_deduct`: full marks at a target rate, so many points off for each point below it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from server.domain.schemes.exact.exact import about, decimal_of, mean_of
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import GapReason, Outcome, Step, gap, scored, step
from server.domain.schemes.exact.values import listed, plain
from server.domain.schemes.kinds.floors import FloorAt, check_floor, floored
from server.domain.schemes.kinds.rule_faults import above_zero, needs_marks
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
)
from server.domain.schemes.kinds.several_figures import Several
from server.problems import N_


class Part(StrEnum):
    """How a part of a percentage point counts; published tables leave it open."""

    PROPORTION = "proportion"
    WHOLE = "whole"
    """A point that has begun counts as one."""
    COMPLETE = "complete"
    """Only a complete point counts."""


@dataclass(frozen=True, slots=True)
class LinearDeduct:
    """Parameters: rates and target in percent; so many points off for each `unit` below."""

    target: Decimal
    per_point: Decimal
    unit: Decimal = Decimal(1)
    floor: Decimal = Decimal(0)
    floor_at: FloorAt = FloorAt.ITEM
    part: Part = Part.PROPORTION
    several: Several = Several.SUM


def _fields(parameters: LinearDeduct, slot: Slot) -> tuple[InputField, ...]:
    highest = max(Decimal(100), parameters.target)
    return tuple(
        InputField(measure, FieldKind.PERCENT, slot.name, minimum=Decimal(0), maximum=highest)
        for measure in slot.asked
    )


def _score(parameters: LinearDeduct, slot: Slot, case: Case) -> Outcome:
    numbers, full = case.numbers(slot.asked), slot.points
    if full is None or numbers is None:
        return gap(GapReason.UNKNOWN_POINTS if full is None else GapReason.NOT_UNDERSTOOD)
    taken, steps = Fraction(0), list[Step]()
    for rate in _as_one(parameters, numbers, steps):
        short = max(Fraction(parameters.target) - rate, Fraction(0))
        cost = _units(parameters, short) * Fraction(parameters.per_point)
        steps += _told(parameters, rate, short, cost)
        taken += cost
    points = decimal_of(Fraction(full) - taken)
    if taken:
        facts = {"full": plain(full), "taken": about(taken), "points": about(points)}
        steps.append(step(N_("%(full)s − %(taken)s = %(points)s."), **facts))
    points, told = floored(points, parameters.floor, parameters.floor_at)
    return scored(points, *steps, *told)


def _as_one(
    parameters: LinearDeduct, rates: Sequence[Decimal], steps: list[Step]
) -> list[Fraction]:
    if parameters.several is Several.SUM or len(rates) == 1:
        return [Fraction(one) for one in rates]
    if parameters.several is Several.MIN:
        found, text = Fraction(min(rates)), N_("The lowest of the rates %(rates)s is %(rate)s %%.")
    else:
        found, text = mean_of(rates), N_("The mean of the rates %(rates)s is %(rate)s %%.")
    steps.append(step(text, rates=listed(f"{plain(one)}%" for one in rates), rate=about(found)))
    return [found]


def _units(parameters: LinearDeduct, short: Fraction) -> Fraction:
    units = short / Fraction(parameters.unit)
    if parameters.part is Part.WHOLE:
        return Fraction(ceil(units))
    return Fraction(floor(units)) if parameters.part is Part.COMPLETE else units


def _told(
    parameters: LinearDeduct, rate: Fraction, short: Fraction, cost: Fraction
) -> Iterator[Step]:
    yield _told_short(parameters, rate, short, cost)
    exact = short / Fraction(parameters.unit)
    counted = _units(parameters, short)
    if counted > exact:
        yield step(N_("A step that has begun counts as one: %(count)s."), count=about(counted))
    elif counted < exact:
        yield step(N_("Only whole steps count: %(count)s."), count=about(counted))


def _told_short(parameters: LinearDeduct, rate: Fraction, short: Fraction, cost: Fraction) -> Step:
    facts = {"rate": about(rate), "target": plain(parameters.target)}
    if not short:
        return step(
            N_("The rate of %(rate)s %% reaches the target of %(target)s %%: nothing off."), **facts
        )
    facts |= {"short": about(short), "cost": about(cost), "per_point": plain(parameters.per_point)}
    if parameters.unit == 1:
        text = N_(
            "The rate of %(rate)s %% is %(short)s percentage points below the target of "
            "%(target)s %%; %(per_point)s off for each makes %(cost)s off."
        )
        return step(text, **facts)
    text = N_(
        "The rate of %(rate)s %% is %(short)s percentage points below the target of "
        "%(target)s %%; %(per_point)s off for every %(unit)s makes %(cost)s off."
    )
    return step(text, unit=plain(parameters.unit), **facts)


def _check(parameters: LinearDeduct, slot: Slot) -> Iterator[Fault]:
    for column, number in (
        ("target", parameters.target),
        ("per_point", parameters.per_point),
        ("unit", parameters.unit),
    ):
        yield from above_zero(slot.row, column, number)
    yield from needs_marks(slot)
    yield from check_floor(slot, parameters.floor)


def _least(parameters: LinearDeduct, _: Slot) -> Decimal | None:
    return None if parameters.floor_at is FloorAt.GROUP else parameters.floor


def _better(_: LinearDeduct, slot: Slot) -> Mapping[str, Better]:
    return dict.fromkeys(slot.asked, Better.MORE)


LINEAR_DEDUCT = RuleKind(
    "linear_deduct",
    9,
    N_("Points off for each percentage point below a target"),
    LinearDeduct,
    _fields,
    _score,
    check=_check,
    least=_least,
    better=_better,
)

"""`manual_range`: points given by hand, between a minimum and a maximum, in steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, scored, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.rule_faults import above_zero, needs_marks
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
)
from server.problems import N_

RANGE_EMPTY = FaultKind(
    N_("The range from %(min)s to %(max)s is empty."), N_("Let the maximum be the larger one.")
)


@dataclass(frozen=True, slots=True)
class ManualRange:
    """Parameters: without a maximum it is the full marks."""

    min: Decimal = Decimal(0)
    max: Decimal | None = None
    step: Decimal = Decimal("0.5")


def _maximum(parameters: ManualRange, slot: Slot) -> Decimal | None:
    """Return the most that can be typed; None where the full marks are unknown."""
    return slot.points if parameters.max is None else parameters.max


def _fields(parameters: ManualRange, slot: Slot) -> tuple[InputField, ...]:
    field = InputField(
        slot.measure,
        FieldKind.NUMBER,
        slot.name,
        minimum=parameters.min,
        maximum=_maximum(parameters, slot),
        step=parameters.step,
    )
    return (field,)


def _score(parameters: ManualRange, slot: Slot, case: Case) -> Outcome:
    value = case.values[slot.measure]
    if not isinstance(value, Decimal):
        return gap(GapReason.NOT_UNDERSTOOD)
    maximum = _maximum(parameters, slot)
    if maximum is None:
        return scored(value, step(N_("%(points)s points were given."), points=plain(value)))
    facts = {"points": plain(value), "min": plain(parameters.min), "max": plain(maximum)}
    return scored(
        value, step(N_("%(points)s points were given; %(min)s to %(max)s are possible."), **facts)
    )


def _check(parameters: ManualRange, slot: Slot) -> Iterator[Fault]:
    yield from above_zero(slot.row, "step", parameters.step)
    if parameters.max is None:
        yield from needs_marks(slot)
    maximum = _maximum(parameters, slot)
    if maximum is not None and maximum <= parameters.min:
        yield fault_at(RANGE_EMPTY, slot.row, "max", min=plain(parameters.min), max=plain(maximum))


MANUAL_RANGE = RuleKind(
    "manual_range",
    2,
    N_("Points given by hand within a range"),
    ManualRange,
    _fields,
    _score,
    check=_check,
    most=_maximum,
    least=lambda parameters, _: parameters.min,
    better=lambda _, slot: {slot.measure: Better.MORE},
)

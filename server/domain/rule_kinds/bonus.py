"""`bonus`: points on top, given by hand, of which no more than the cap count."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, scored, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.rule_faults import above_zero
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
)
from server.problems import N_


@dataclass(frozen=True, slots=True)
class Bonus:
    """Parameters: without a cap it is the points of the row."""

    cap: Decimal | None = None


def cap_of(cap: Decimal | None, slot: Slot) -> Decimal:
    """Return the most that counts: the cap, or the points of the row without their sign."""
    return abs(slot.points or Decimal(0)) if cap is None else cap


def _fields(_: Bonus, slot: Slot) -> tuple[InputField, ...]:
    return (InputField(slot.measure, FieldKind.NUMBER, slot.name, minimum=Decimal(0)),)


def _score(parameters: Bonus, slot: Slot, case: Case) -> Outcome:
    value, cap = case.values[slot.measure], cap_of(parameters.cap, slot)
    if not isinstance(value, Decimal):
        return gap(GapReason.NOT_UNDERSTOOD)
    if value > cap:
        text = N_("%(points)s bonus points were given; no more than %(cap)s count.")
        return scored(cap, step(text, points=plain(value), cap=plain(cap)))
    return scored(value, step(N_("%(points)s bonus points were given."), points=plain(value)))


def check_cap(cap: Decimal | None, slot: Slot) -> Iterator[Fault]:
    """Yield what is wrong with the cap of a row that has one, or points in its place."""
    yield from above_zero(slot.row, "cap", cap)
    if cap is None and not slot.points:
        yield fault_at(faults.MISSING, slot.row, "cap")


BONUS = RuleKind(
    "bonus",
    30,
    N_("Points on top, up to a cap"),
    Bonus,
    _fields,
    _score,
    check=lambda parameters, slot: check_cap(parameters.cap, slot),
    most=lambda parameters, slot: cap_of(parameters.cap, slot),
    better=lambda _, slot: {slot.measure: Better.MORE},
)

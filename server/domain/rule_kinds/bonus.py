"""`bonus`: points on top, given by hand, of which no more than the cap count."""

from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, scored, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.cap import cap_of, check_cap
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

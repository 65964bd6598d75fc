"""`deduct`: points off, given by hand as a positive number, of which no more than the cap count."""

from collections.abc import Mapping
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
class Deduct:
    """Parameters: without a cap it is the points of the row, without their sign."""

    cap: Decimal | None = None


def _fields(_: Deduct, slot: Slot) -> tuple[InputField, ...]:
    return (InputField(slot.measure, FieldKind.NUMBER, slot.name, minimum=Decimal(0)),)


def _score(parameters: Deduct, slot: Slot, case: Case) -> Outcome:
    value, cap = case.values[slot.measure], cap_of(parameters.cap, slot)
    if not isinstance(value, Decimal):
        return gap(GapReason.NOT_UNDERSTOOD)
    if value > cap:
        text = N_("%(points)s points were deducted; no more than %(cap)s count.")
        return scored(-cap, step(text, points=plain(value), cap=plain(cap)))
    return scored(
        Decimal(0) - value, step(N_("%(points)s points were deducted."), points=plain(value))
    )


def _better(_: Deduct, slot: Slot) -> Mapping[str, Better]:
    return {slot.measure: Better.LESS}


DEDUCT = RuleKind(
    "deduct",
    30,
    N_("Points off, up to a cap"),
    Deduct,
    _fields,
    _score,
    check=lambda parameters, slot: check_cap(parameters.cap, slot),
    most=lambda _, __: Decimal(0),
    least=lambda parameters, slot: -cap_of(parameters.cap, slot),
    better=_better,
)

"""Rows that are met or not: full marks or none, and the comparison that decides, in one place."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.conditions import BadCondition, Condition, comparison_of, condition
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, Step, step
from server.domain.schemes.exact.values import Text, Value
from server.domain.schemes.kinds.condition_fields import COMPARISONS, better_of, field_of
from server.domain.schemes.kinds.rule_kind import Better, FieldKind, InputField, Slot
from server.problems import N_

HALF_CONDITION = FaultKind(
    N_("A comparison needs both its sign and its limit."),
    N_("Fill in both “op” and “limit”, or neither for yes or no."),
)


def judge(slot: Slot, *steps: Step, is_met: bool) -> Outcome:
    """Return full marks or none for a row that is met or not; met alone where it has no marks."""
    if not slot.has_marks:
        return Outcome(is_met=is_met, steps=steps)
    if not is_met:
        return Outcome(points=Decimal(0), is_met=False, steps=steps)
    if slot.points is None:
        return Outcome(is_met=True, gap=GapReason.UNKNOWN_POINTS, steps=steps)
    return Outcome(points=slot.points, is_met=True, steps=steps)


def check_condition(slot: Slot, op: str, limit: str) -> Iterator[Fault]:
    """Yield what is wrong with a comparison whose two cells may both be empty."""
    if bool(op) != bool(limit):
        yield fault_at(HALF_CONDITION, slot.row, "limit" if op else "op")
    if not op or not limit:
        return
    try:
        comparison_of(op)
    except BadCondition:
        yield fault_at(faults.NOT_ONE_OF, slot.row, "op", text=op, choices=COMPARISONS)
        return
    try:
        condition(slot.measure, op, limit)
    except BadCondition:
        yield fault_at(faults.NOT_A_NUMBER, slot.row, "limit", text=limit)


def check_op(slot: Slot, op: str) -> Iterator[Fault]:
    """Yield a fault for a sign that is no comparison of numbers."""
    try:
        is_known = bool(better_of(comparison_of(op), "x"))
    except BadCondition:
        is_known = False
    if not is_known:
        yield fault_at(faults.NOT_ONE_OF, slot.row, "op", text=op, choices=">=, <=, >, <")


def condition_field(name: Text, measure: str, op: str, limit: str) -> InputField:
    """Return the field of a measure that is compared, or that is simply yes or no."""
    found = _condition(measure, op, limit)
    return InputField(measure, FieldKind.YES_NO, name) if found is None else field_of(found, name)


def condition_met(measure: str, value: Value, *, op: str, limit: str) -> bool:
    """Tell whether a value meets a comparison, or is a yes where there is none."""
    found = _condition(measure, op, limit)
    return value is True if found is None else found.holds(value)


def condition_told(name: Text, measure: str, value: Value, *, op: str, limit: str) -> Step:
    """Return the sentence that says whether it is met."""
    found = _condition(measure, op, limit)
    if found is not None:
        return found.told(value, name)
    if value is True:
        return step(N_("%(name)s: yes."), name=name)
    return step(N_("%(name)s: no."), name=name)


def condition_better(measure: str, op: str, limit: str) -> Mapping[str, Better]:
    """Return which answers of a measure are the better ones, if they have such an order."""
    if not op or not limit:
        return {measure: Better.MORE}
    return better_of(comparison_of(op), measure)


def _condition(measure: str, op: str, limit: str) -> Condition | None:
    return condition(measure, op, limit) if op and limit else None

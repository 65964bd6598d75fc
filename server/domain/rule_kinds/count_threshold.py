"""`count_threshold`: a number of things, at least so many, at most so many, or between the two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, Step, gap, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.judge import judge
from server.domain.schemes.kinds.rule_faults import not_negative
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
)
from server.problems import N_

NO_NUMBER = FaultKind(
    N_("Nothing says how many there must be."), N_("Fill in “at_least”, “at_most”, or both.")
)
EMPTY_RANGE = FaultKind(
    N_("At least %(least)s and at most %(most)s: no number is both."),
    N_("Let “at_most” be the larger one."),
)


@dataclass(frozen=True, slots=True)
class CountThreshold:
    """Parameters: the fewest and the most; one of them may be empty."""

    at_least: int | None = None
    at_most: int | None = None


def _fields(_: CountThreshold, slot: Slot) -> tuple[InputField, ...]:
    return (InputField(slot.measure, FieldKind.COUNT, slot.name, minimum=Decimal(0)),)


def _score(parameters: CountThreshold, slot: Slot, case: Case) -> Outcome:
    count = case.values[slot.measure]
    if not isinstance(count, Decimal):
        return gap(GapReason.NOT_UNDERSTOOD)
    low, high = parameters.at_least, parameters.at_most
    is_met = (low is None or count >= low) and (high is None or count <= high)
    return judge(slot, _told(parameters, count, is_met=is_met), is_met=is_met)


def _told(parameters: CountThreshold, count: Decimal, *, is_met: bool) -> Step:
    facts = {"count": plain(count)}
    if parameters.at_most is None:
        yes, no = (
            N_("%(count)s; required: at least %(low)s; met."),
            N_("%(count)s; required: at least %(low)s; not met."),
        )
        return step(yes if is_met else no, low=str(parameters.at_least), **facts)
    if parameters.at_least is None:
        yes, no = (
            N_("%(count)s; required: at most %(high)s; met."),
            N_("%(count)s; required: at most %(high)s; not met."),
        )
        return step(yes if is_met else no, high=str(parameters.at_most), **facts)
    facts |= {"low": str(parameters.at_least), "high": str(parameters.at_most)}
    if is_met:
        return step(N_("%(count)s; required: %(low)s to %(high)s; met."), **facts)
    return step(N_("%(count)s; required: %(low)s to %(high)s; not met."), **facts)


def _check(parameters: CountThreshold, slot: Slot) -> Iterator[Fault]:
    low, high = parameters.at_least, parameters.at_most
    if low is None and high is None:
        yield fault_at(NO_NUMBER, slot.row, "at_least")
    for column, number in (("at_least", low), ("at_most", high)):
        yield from not_negative(slot.row, column, None if number is None else Decimal(number))
    if low is not None and high is not None and low > high:
        yield fault_at(EMPTY_RANGE, slot.row, "at_most", least=str(low), most=str(high))


def _better(parameters: CountThreshold, slot: Slot) -> Mapping[str, Better]:
    if parameters.at_most is None:
        return {slot.measure: Better.MORE}
    return {slot.measure: Better.LESS} if parameters.at_least is None else {}


COUNT_THRESHOLD = RuleKind(
    "count_threshold",
    18,
    N_("A number of things, at least or at most so many"),
    CountThreshold,
    _fields,
    _score,
    check=_check,
    better=_better,
)

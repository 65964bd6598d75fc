"""`deduct_events`: full marks less so many for each fault, once or each time it happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, Step, gap, scored, step
from server.domain.schemes.exact.values import Text, Value, plain
from server.domain.schemes.kinds.floors import FloorAt, check_floor, floored
from server.domain.schemes.kinds.rule_faults import above_zero, needs_marks, not_negative
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
    full_marks,
)
from server.problems import N_
from xlsforms.scheme import SchemeRow

MOST_BELOW_EACH = FaultKind(
    N_("At most %(most)s may be deducted, but once already costs %(each)s."),
    N_("Correct one of the two."),
)
BASE_ABOVE_POINTS = FaultKind(
    N_("The deduction begins at %(base)s, the row has %(points)s points."),
    N_("Empty “base”, or write no more than the points of the row."),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One fault: what each costs, whether it is only counted once, and the most it may cost."""

    each: Decimal
    name_zh: str = ""
    name_en: str = ""
    measure: str = ""
    once: bool = False
    most: Decimal | None = None
    at: SchemeRow = field(default_factory=lambda: SchemeRow({}), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DeductEvents:
    """Parameters: the faults; without a base the row's points are where deductions begin."""

    rows: tuple[Event, ...]
    base: Decimal | None = None
    floor: Decimal = Decimal(0)
    floor_at: FloorAt = FloorAt.ITEM


def _named(parameters: DeductEvents, slot: Slot) -> Iterator[tuple[str, Text, Event]]:
    for number, one in enumerate(parameters.rows, start=1):
        measure = slot.measure_of_row(number, one.measure)
        yield measure, Text(one.name_zh or measure, one.name_en or measure), one


def _fields(parameters: DeductEvents, slot: Slot) -> tuple[InputField, ...]:
    return tuple(
        InputField(measure, FieldKind.YES_NO, name)
        if one.once
        else InputField(measure, FieldKind.COUNT, name, minimum=Decimal(0))
        for measure, name, one in _named(parameters, slot)
    )


def _score(parameters: DeductEvents, slot: Slot, case: Case) -> Outcome:
    base = slot.points if parameters.base is None else parameters.base
    if base is None:
        return gap(GapReason.UNKNOWN_POINTS)
    taken, steps = Decimal(0), list[Step]()
    for measure, name, one in _named(parameters, slot):
        count = _times(case.values[measure])
        if count is None:
            return gap(GapReason.NOT_UNDERSTOOD)
        cost = min(count * one.each, one.most) if one.most is not None else count * one.each
        taken += cost
        if count:
            steps.append(_told(name, one, count, cost))
    if not steps:
        steps.append(step(N_("None of the faults was found.")))
    points = base - taken
    facts = {"base": plain(base), "taken": plain(taken), "points": plain(points)}
    steps.append(step(N_("%(base)s − %(taken)s = %(points)s."), **facts))
    points, told = floored(points, parameters.floor, parameters.floor_at)
    return scored(points, *steps, *told)


def _times(value: Value) -> Decimal | None:
    if isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, Decimal) else None


def _told(name: Text, one: Event, count: Decimal, cost: Decimal) -> Step:
    if one.once:
        return step(N_("%(name)s: −%(cost)s."), name=name, cost=plain(cost))
    facts = {"count": plain(count), "each": plain(one.each), "cost": plain(cost)}
    if one.most is not None and cost < count * one.each:
        text = N_("%(name)s: %(count)s × %(each)s, but no more than %(cost)s.")
        return step(text, name=name, **facts)
    return step(N_("%(name)s: %(count)s × %(each)s = %(cost)s."), name=name, **facts)


def _check(parameters: DeductEvents, slot: Slot) -> Iterator[Fault]:
    yield from not_negative(slot.row, "base", parameters.base)
    yield from check_floor(slot, parameters.floor)
    if parameters.base is None:
        yield from needs_marks(slot)
    elif slot.points is not None and parameters.base > slot.points:
        facts = {"base": plain(parameters.base), "points": plain(slot.points)}
        yield fault_at(BASE_ABOVE_POINTS, slot.row, "base", **facts)
    for one in parameters.rows:
        yield from above_zero(one.at, "each", one.each)
        if one.most is not None and one.most < one.each:
            facts = {"most": plain(one.most), "each": plain(one.each)}
            yield fault_at(MOST_BELOW_EACH, one.at, "most", **facts)


def _most(parameters: DeductEvents, slot: Slot) -> Decimal | None:
    return full_marks(slot) if slot.has_marks else parameters.base


def _least(parameters: DeductEvents, _: Slot) -> Decimal | None:
    return None if parameters.floor_at is FloorAt.GROUP else parameters.floor


def _better(parameters: DeductEvents, slot: Slot) -> Mapping[str, Better]:
    return {measure: Better.LESS for measure, _, _ in _named(parameters, slot)}


DEDUCT_EVENTS = RuleKind(
    "deduct_events",
    12,
    N_("Points off for each fault that was found"),
    DeductEvents,
    _fields,
    _score,
    check=_check,
    most=_most,
    least=_least,
    better=_better,
)

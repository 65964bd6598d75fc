"""`clause_sum`: clauses with points of their own, each scored by a kind of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from server.domain.schemes.exact.exact import about
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import Outcome, Step, scored, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.clause import ClauseSum, Ready
from server.domain.schemes.kinds.floors import FloorAt, check_floor, floored
from server.domain.schemes.kinds.rule_faults import not_negative, same_points
from server.domain.schemes.kinds.rule_kind import Better, Case, InputField, RuleKind, Slot, agreed
from server.problems import N_


def _ready(parameters: ClauseSum, slot: Slot) -> Iterator[Ready]:
    for number, one in enumerate(parameters.rows, start=1):
        found = one.ready(slot, number, floor_at=parameters.floor_at)
        if found is not None:
            yield found


def _fields(parameters: ClauseSum, slot: Slot) -> tuple[InputField, ...]:
    found: dict[str, InputField] = {}
    for one in _ready(parameters, slot):
        for wanted in one.kind.fields(one.parameters, one.slot):
            found.setdefault(wanted.measure, wanted)
    return tuple(found.values())


def _score(parameters: ClauseSum, slot: Slot, case: Case) -> Outcome:
    steps, parts = list[Step](), list[Decimal]()
    fires = False
    for number, one in enumerate(_ready(parameters, slot), start=1):
        outcome = one.kind.score(one.parameters, one.slot, case)
        steps += outcome.steps
        if outcome.gap is not None or outcome.points is None:
            return replace(outcome, points=None, is_met=None, steps=tuple(steps))
        # Where deductions stop at the row or its group, the clause itself has no floor.
        is_here = parameters.floor_at is FloorAt.CLAUSE
        stops = FloorAt.CLAUSE if is_here else FloorAt.GROUP
        points, told = floored(outcome.points, parameters.floor, stops)
        steps += (*told, _told(number, one, points))
        parts.append(points)
        fires = fires or outcome.fires_veto
    total = sum(parts, Decimal(0))
    if len(parts) > 1:
        shown = " + ".join(about(one) for one in parts).replace("+ -", "− ")
        steps.append(step(N_("%(parts)s = %(total)s."), parts=shown, total=about(total)))
    stops = FloorAt.ITEM if parameters.floor_at is FloorAt.ITEM else FloorAt.GROUP
    total, told = floored(total, parameters.floor, stops)
    return scored(total, *steps, *told, fires_veto=fires)


def _told(number: int, one: Ready, points: Decimal) -> Step:
    return step(
        N_("Clause %(number)s, %(name)s: %(points)s of %(most)s points."),
        number=str(number),
        name=one.slot.name,
        points=about(points),
        most=plain(one.slot.points or Decimal(0)),
    )


def _check(parameters: ClauseSum, slot: Slot) -> Iterator[Fault]:
    for number, one in enumerate(parameters.rows, start=1):
        yield from not_negative(one.at, "points", one.points)
        yield from one.check(slot, number)
    yield from check_floor(slot, parameters.floor)
    yield from same_points(slot, _most(parameters, slot))


def _most(parameters: ClauseSum, _: Slot) -> Decimal:
    return sum((one.points for one in parameters.rows), Decimal(0))


def _least(parameters: ClauseSum, slot: Slot) -> Decimal | None:
    if parameters.floor_at is FloorAt.ITEM:
        return parameters.floor
    each = [one.kind.least(one.parameters, one.slot) for one in _ready(parameters, slot)]
    known = [one for one in each if one is not None]
    if parameters.floor_at is FloorAt.CLAUSE:
        return sum((max(one or parameters.floor, parameters.floor) for one in each), Decimal(0))
    return sum(known, Decimal(0)) if len(known) == len(each) else None


def _better(parameters: ClauseSum, slot: Slot) -> Mapping[str, Better]:
    return agreed(
        (wanted.measure, better.get(wanted.measure))
        for one in _ready(parameters, slot)
        for better in (one.kind.better(one.parameters, one.slot),)
        for wanted in one.kind.fields(one.parameters, one.slot)
    )


CLAUSE_SUM = RuleKind(
    "clause_sum",
    4,
    N_("The sum of clauses, each with a rule of its own"),
    ClauseSum,
    _fields,
    _score,
    check=_check,
    most=_most,
    least=_least,
    better=_better,
)

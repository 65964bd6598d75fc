"""`best_of`: several ways to points; the best one whose requirement holds counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import Outcome, Step, scored, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.requirement import Requirement, better_of_all, fields_of
from server.domain.schemes.kinds.rule_faults import not_negative, same_points
from server.domain.schemes.kinds.rule_kind import Better, Case, InputField, RuleKind, Slot, Sure
from server.problems import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative(Requirement):
    """A requirement, and the points that it gives."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class BestOf:
    """Parameters: the alternatives, and the points if none of them holds."""

    rows: tuple[Alternative, ...]
    otherwise_points: Decimal = Decimal(0)


def _fields(parameters: BestOf, _: Slot) -> tuple[InputField, ...]:
    return fields_of(parameters.rows)


def _score(parameters: BestOf, _: Slot, case: Case) -> Outcome:
    best, steps = parameters.otherwise_points, list[Step]()
    for one in sorted(parameters.rows, key=lambda one: one.points, reverse=True):
        steps.append(one.told(case.values))
        if one.holds(case.values) and one.points > best:
            told = N_("%(name)s: %(points)s points.")
            return scored(one.points, *steps, step(told, name=one.name, points=plain(one.points)))
    return scored(best, *steps, step(N_("Otherwise: %(points)s points."), points=plain(best)))


def _sure(parameters: BestOf, slot: Slot, case: Case) -> Sure | None:
    """Return the best way that holds already; it is final unless a better one is still open."""
    holding = [one.points for one in parameters.rows if one.holds(case.values)]
    best = max(holding, default=parameters.otherwise_points)
    if best <= parameters.otherwise_points:
        return None
    still_open = (one.points for one in parameters.rows if one.holds(case.values) is None)
    return Sure(_score(parameters, slot, case), is_final=all(one <= best for one in still_open))


def _most(parameters: BestOf, _: Slot) -> Decimal:
    return max(parameters.otherwise_points, *(one.points for one in parameters.rows))


def _check(parameters: BestOf, slot: Slot) -> Iterator[Fault]:
    for one in parameters.rows:
        yield from one.check()
        yield from not_negative(one.at, "points", one.points)
    yield from not_negative(slot.row, "otherwise_points", parameters.otherwise_points)
    yield from same_points(slot, _most(parameters, slot))


def _better(parameters: BestOf, _: Slot) -> Mapping[str, Better]:
    return better_of_all(parameters.rows)


BEST_OF = RuleKind(
    "best_of",
    14,
    N_("The best of several ways to points"),
    BestOf,
    _fields,
    _score,
    check=_check,
    most=_most,
    better=_better,
    sure=_sure,
)

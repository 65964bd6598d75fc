"""Targets of a campaign: goals read from their sheet, and counts compared with them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from server.domain.schemes.described.columns import UNKNOWN
from server.domain.schemes.described.target_row import TargetColumns, TargetKind, TargetRow
from server.domain.schemes.exact.conditions import BadCondition
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.months import months_after
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.shares import share_of
from server.domain.schemes.exact.values import Shown, plain
from server.domain.schemes.kinds.bind import Unbound, bind
from server.problems import N_
from xlsforms.scheme import TARGETS, SchemeRow

NO_SUCH_GOAL = FaultKind(
    N_("“%(text)s” is no goal."),
    N_("Write a percentage such as 85, a share such as 2/3, a number, or unknown."),
)
NO_DATE = FaultKind(N_("“%(text)s” is not a date."), N_("Write it like 2027-12-31."))
STRETCH_BELOW = FaultKind(
    N_("The stretch goal %(stretch)s is not above the goal %(goal)s."),
    N_("Write the larger number under “stretch”."),
)


@dataclass(frozen=True, slots=True)
class TargetCount:
    """What was counted for a target, in one area or in all together."""

    part: int
    """Those that take part, or the number of things."""
    whole: int | None = None
    """All that are meant; for counts none."""
    area: str = ""


@dataclass(frozen=True, slots=True)
class TargetResult:
    """How far a target is reached, in one area or in all together."""

    code: str
    area: str
    rate: Decimal | None
    """In percent, to one place; for counts none."""
    is_reached: bool | None
    """None: the goal is not stated, or there is nothing it could be compared with."""
    is_stretch_reached: bool | None
    lacking: int | None
    """How many more are needed for the goal."""
    due: date | None
    is_late: bool
    steps: tuple[Step, ...]


def compile_targets(
    rows: Iterable[SchemeRow],
) -> tuple[tuple[TargetRow, ...], tuple[Fault, ...]]:
    """Return the targets that can be read, and what is wrong with the others."""
    targets: list[TargetRow] = []
    found: list[Fault] = []
    for row in rows:
        try:
            columns = bind(TargetColumns, TARGETS, row, frozenset())
        except Unbound as unbound:
            found += unbound.faults
            continue
        goal, stretch = (_goal(columns, row, name, found) for name in ("goal", "stretch"))
        if goal is not None and stretch is not None and stretch <= goal:
            told = {"stretch": columns.stretch, "goal": columns.goal}
            found.append(fault_at(STRETCH_BELOW, row, "stretch", **told))
        targets.append(TargetRow(columns, goal, stretch, _date(columns, row, found)))
    return tuple(targets), tuple(found)


def _goal(columns: TargetColumns, row: SchemeRow, name: str, found: list[Fault]) -> Fraction | None:
    text = row[name].strip()
    if not text or text.casefold() in UNKNOWN:
        return None
    is_number = columns.kind is TargetKind.COUNT
    try:
        goal = share_of(text if is_number or "/" in text or "%" in text else f"{text}%")
    except BadCondition:
        found.append(fault_at(NO_SUCH_GOAL, row, name, text=text))
        return None
    if goal < 0 or (not is_number and goal > 1):
        found.append(fault_at(NO_SUCH_GOAL, row, name, text=text))
        return None
    return goal


def _date(columns: TargetColumns, row: SchemeRow, found: list[Fault]) -> date | None:
    if not columns.by_date:
        return None
    try:
        return date.fromisoformat(columns.by_date.strip())
    except ValueError:
        found.append(fault_at(NO_DATE, row, "by_date", text=columns.by_date))
        return None


def due_date(target: TargetRow, start: date | None) -> date | None:
    """Return the last day for a target: its date, or so many years after the start."""
    years = target.columns.within_years
    if target.by_date is not None or years is None or start is None:
        return target.by_date
    return months_after(start, 12 * years)


def compare_with_goal(
    target: TargetRow, count: TargetCount, *, on: date, start: date | None = None
) -> TargetResult:
    """Return how far a target is reached by a count; what was not counted leaves it open."""
    reached = _reaches(target, count, target.goal)
    due = due_date(target, start)
    is_late = due is not None and on > due and reached is False
    steps = [_told_count(target, count)]
    if target.goal is None:
        steps.append(step(N_("No number is stated for this target.")))
    else:
        steps.append(_told_goal(target, reached))
    if target.stretch is not None:
        steps.append(_told_stretch(target, _reaches(target, count, target.stretch)))
    if is_late and due is not None:
        steps.append(step(N_("It was due on %(date)s."), date=due.isoformat()))
    return TargetResult(
        code=target.code,
        area=count.area,
        rate=percent_of(count.part, count.whole) if target.is_share and count.whole else None,
        is_reached=reached,
        is_stretch_reached=_reaches(target, count, target.stretch),
        lacking=_lacking(target, count),
        due=due,
        is_late=is_late,
        steps=tuple(steps),
    )


def percent_of(part: int, whole: int) -> Decimal:
    """Return a share in percent, to one place."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"))


def _reaches(target: TargetRow, count: TargetCount, goal: Fraction | None) -> bool | None:
    if goal is None or (target.is_share and not count.whole):
        return None
    return Fraction(count.part) >= (goal * (count.whole or 0) if target.is_share else goal)


def _lacking(target: TargetRow, count: TargetCount) -> int | None:
    if target.goal is None or (target.is_share and not count.whole):
        return None
    needed = target.goal * (count.whole or 0) if target.is_share else target.goal
    return max(math.ceil(needed) - count.part, 0)


def _told_count(target: TargetRow, count: TargetCount) -> Step:
    if not target.is_share:
        return step(N_("Counted: %(count)s."), count=str(count.part))
    if not count.whole:
        return step(N_("There is nothing to take a share of."))
    rate = plain(percent_of(count.part, count.whole))
    return step(
        N_("%(part)s of %(whole)s: %(rate)s %%."),
        part=str(count.part),
        whole=str(count.whole),
        rate=rate,
    )


def goal_shown(target: TargetRow, text: str) -> Shown:
    """Return a goal as a sentence shows it: a bare number of a share is a percentage."""
    is_bare = target.is_share and "/" not in text and "%" not in text
    return f"{text} %" if is_bare else text


def _told_goal(target: TargetRow, reached: bool | None) -> Step:  # noqa: FBT001 - it is the answer
    goal = goal_shown(target, target.columns.goal)
    if reached is None:
        return step(N_("The goal is %(goal)s."), goal=goal)
    if reached:
        return step(N_("The goal of %(goal)s is reached."), goal=goal)
    return step(N_("The goal of %(goal)s is not reached."), goal=goal)


def _told_stretch(target: TargetRow, reached: bool | None) -> Step:  # noqa: FBT001 - it is the answer
    goal = goal_shown(target, target.columns.stretch)
    if reached:
        return step(N_("The stretch goal of %(goal)s is reached."), goal=goal)
    return step(N_("The stretch goal of %(goal)s is not reached."), goal=goal)

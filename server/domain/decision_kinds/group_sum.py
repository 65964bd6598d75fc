"""`group`: the points of the rows below are added up."""

from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.decision_kind import Child, GroupKind
from server.domain.schemes.outcome import Outcome, Step, step
from server.domain.schemes.rule_kind import Slot
from server.domain.schemes.values import plain
from server.problems import N_


@dataclass(frozen=True, slots=True)
class GroupSum:
    """No parameters."""


def _combine(_: GroupSum, __: Slot, children: tuple[Child, ...]) -> Outcome:
    having = [one for one in children if one.outcome.counts and one.outcome.points is not None]
    parts = [one.outcome.points for one in having if one.outcome.points is not None]
    open_rows = tuple(one.code for one in children if one.outcome.gap is not None)
    total = sum(parts, Decimal(0))
    return Outcome(points=total, missing=open_rows, steps=_told(parts, total, open_rows))


def _told(parts: list[Decimal], total: Decimal, open_rows: tuple[str, ...]) -> tuple[Step, ...]:
    steps = []
    if parts:
        shown = " + ".join(plain(one) for one in parts).replace("+ -", "− ")
        steps.append(step(N_("%(parts)s = %(total)s."), parts=shown, total=plain(total)))
    if open_rows:
        steps.append(step(N_("Without points so far: %(rows)s."), rows=", ".join(open_rows)))
    return tuple(steps)


def _most(_: GroupSum, slot: Slot, children: tuple[Child, ...]) -> Decimal | None:
    if slot.points is not None:
        return slot.points
    known = [one.most for one in children]
    return (
        None
        if any(one is None for one in known)
        else sum((one or Decimal(0) for one in known), Decimal(0))
    )


GROUP = GroupKind("group", 28, N_("The sum of the rows below"), GroupSum, _combine, _most)

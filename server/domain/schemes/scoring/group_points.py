"""Points of the rows below a group: which count, which are still open, and their full marks."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.values import listed, plain
from server.domain.schemes.kinds.decision_kind import Child
from server.problems import N_

_NOTHING = Decimal(0)


class Points(NamedTuple):
    """The points of the rows that count, in their order, their sum, and the rows without points."""

    parts: tuple[Decimal, ...]
    total: Decimal
    open: tuple[str, ...]
    taken: Decimal
    """What of them is taken off, in the rows or below them."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is told of the sum, and of the rows that are open."""
        steps = []
        if len(self.parts) == 1:
            steps.append(step(N_("Only one row counts: %(total)s."), total=plain(self.total)))
        elif self.parts:
            shown = " + ".join(map(plain, self.parts)).replace("+ -", "− ")
            steps.append(step(N_("%(parts)s = %(total)s."), parts=shown, total=plain(self.total)))
        return (*steps, *told_open(self.open))


def points_of(children: Iterable[Child]) -> Points:
    """Return the points of rows that count."""
    parts: list[Decimal] = []
    without: list[str] = []
    taken = Decimal(0)
    for code, _, _, _, outcome in children:
        points = outcome.points
        if outcome.gap is not None:
            without.append(code)
        elif points is not None and outcome.counts:
            parts.append(points)
            if points < 0 or outcome.taken:
                taken += outcome.deducted
    return Points(tuple(parts), sum(parts, _NOTHING), tuple(without), taken)


def told_open(rows: tuple[str, ...]) -> tuple[Step, ...]:
    """Return the sentence that names the rows without points, if there are any."""
    if not rows:
        return ()
    return (step(N_("Without points so far: %(rows)s."), rows=listed(rows)),)


def most_of_all(children: Iterable[Child]) -> Decimal | None:
    """Return what the full marks of the rows add up to, None when some are unknown."""
    total = Decimal(0)
    for one in children:
        if one.most is None:
            return None
        total += one.most
    return total


def rated(children: Iterable[Child]) -> tuple[Child, ...]:
    """Return the rows that have a rate: they count, and there are full marks to reach."""
    return tuple(one for one in children if one.outcome.counts and one.most != 0)


def weight_of(child: Child) -> Decimal:
    """Return the weight of a row; one without counts once."""
    return Decimal(1) if child.weight is None else child.weight

"""A row that does not apply and whose marks the rest of its group makes up for.

No readable published table does so; a scheme has to ask for it row by row. What the others
have is multiplied by the group's full marks divided by their own, so it never exceeds them.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from server.domain.schemes.exact.exact import about, decimal_of
from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.kinds.decision_kind import Child
from server.domain.schemes.kinds.rule_kind import Slot
from server.problems import N_


def left_for_the_rest(_: Slot, __: Decimal | None) -> Outcome:
    """Return neither points nor maximum; the group is scaled up."""
    return Outcome(counts=False, rescales=True)


def rescaled(outcome: Outcome, children: Sequence[Child], most: Decimal | None) -> Outcome:
    """Return what a group came to, scaled up for its rows that were left to the rest.

    A group of which nothing remains is itself left to the rest of its own group.
    """
    dropped = [one for one in children if one.outcome.rescales]
    if not dropped:
        return outcome
    remaining = [one for one in children if one.outcome.counts]
    if not remaining:
        return Outcome(is_applicable=False, counts=False, rescales=True)
    is_weighted = all(one.weight is not None for one in children)
    marks, lost = (_marks(some, is_weighted=is_weighted) for some in (remaining, dropped))
    if outcome.points is None or marks is None or lost is None or marks <= 0:
        return outcome
    factor = (marks + lost) / marks
    points = Fraction(outcome.points) * factor
    if most is not None:
        points = min(points, Fraction(most))
    told = step(
        N_("%(rows)s left out; the rest is multiplied by %(full)s ÷ %(marks)s: %(points)s."),
        rows=", ".join(one.code for one in dropped),
        full=about(marks + lost),
        marks=about(marks),
        points=about(points),
    )
    return replace(outcome, points=decimal_of(points), steps=(*outcome.steps, told))


def _marks(children: Sequence[Child], *, is_weighted: bool) -> Fraction | None:
    """Return what rows weigh in their group: their weights, or else their full marks."""
    if is_weighted:
        return sum((Fraction(one.weight or 0) for one in children), Fraction(0))
    if any(one.most is None for one in children):
        return None
    return sum((Fraction(max(one.most or Decimal(0), Decimal(0))) for one in children), Fraction(0))

"""A row that does not apply and whose marks the rest of its group makes up for.

No readable published table does so; a scheme has to ask for it row by row. What the others
have is multiplied by the group's full marks divided by their own, so it never exceeds them; what
is taken off is not: five points off for an accident stay five.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from server.domain.schemes.exact.exact import about, decimal_of
from server.domain.schemes.exact.outcome import Outcome, Step, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.decision_kind import Child
from server.domain.schemes.kinds.rule_kind import Slot
from server.domain.schemes.scoring.group_points import Points, points_of
from server.problems import N_


def left_for_the_rest(_: Slot, __: Decimal | None) -> Outcome:
    """Return neither points nor maximum; the group is scaled up."""
    return Outcome(counts=False, rescales=True)


def rescaled(
    outcome: Outcome,
    children: Sequence[Child],
    most: Decimal | None,
    floor: Decimal | None = None,
) -> Outcome:
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
    found = points_of(remaining)
    gained = Fraction(found.total - found.taken) * (marks + lost) / marks
    points = gained + Fraction(found.taken)
    if most is not None:
        points = min(points, Fraction(most))
    if floor is not None:
        points = max(points, Fraction(floor))
    told = _told(dropped, found, (marks + lost, marks), points)
    # What a floor gave back was not taken off.
    taken = min(points - gained, Fraction(0)) if found.taken else Fraction(0)
    return replace(
        outcome,
        points=decimal_of(points),
        taken=decimal_of(taken),
        steps=(*outcome.steps, told),
    )


def _told(
    dropped: Sequence[Child], found: Points, marks: tuple[Fraction, Fraction], points: Fraction
) -> Step:
    facts = {
        "rows": ", ".join(one.code for one in dropped),
        "full": about(marks[0]),
        "marks": about(marks[1]),
        "points": about(points),
    }
    if not found.taken:
        text = N_("%(rows)s left out; the rest is multiplied by %(full)s ÷ %(marks)s: %(points)s.")
        return step(text, **facts)
    text = N_(
        "%(rows)s left out; %(gained)s is multiplied by %(full)s ÷ %(marks)s, "
        "and %(taken)s is taken off as it is: %(points)s."
    )
    gained, taken = plain(found.total - found.taken), plain(-found.taken)
    return step(text, gained=gained, taken=taken, **facts)


def _marks(children: Sequence[Child], *, is_weighted: bool) -> Fraction | None:
    """Return what rows weigh in their group: their weights, or else their full marks."""
    if is_weighted:
        return sum((Fraction(one.weight or 0) for one in children), Fraction(0))
    if any(one.most is None for one in children):
        return None
    return sum((Fraction(max(one.most or Decimal(0), Decimal(0))) for one in children), Fraction(0))

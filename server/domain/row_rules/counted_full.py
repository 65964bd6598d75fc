"""A row that does not apply and counts in full."""

from decimal import Decimal

from server.domain.row_rules.left_out import left_out
from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.rule_kind import Slot
from server.problems import N_


def counted_full(slot: Slot, most: Decimal | None) -> Outcome:
    """Return full marks, or met for a row without marks; left out if its marks are unknown."""
    if not slot.has_marks and not most:
        return Outcome(is_met=True, steps=(step(N_("What does not apply counts as met.")),))
    if most is None:
        return left_out(slot, most)
    told = step(N_("What does not apply counts in full: %(points)s."), points=plain(most))
    return Outcome(points=most, steps=(told,))

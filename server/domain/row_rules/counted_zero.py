"""A row that does not apply and counts nothing."""

from decimal import Decimal

from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.kinds.rule_kind import Slot
from server.problems import N_


def counted_zero(slot: Slot, most: Decimal | None) -> Outcome:  # noqa: ARG001 - as its siblings
    """Return no points, or not met for a row without marks."""
    told = step(N_("What does not apply counts nothing."))
    if slot.has_marks:
        return Outcome(points=Decimal(0), steps=(told,))
    return Outcome(is_met=False, steps=(told,))

"""A row that does not apply and is left out, maximum included."""

from decimal import Decimal

from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.kinds.rule_kind import Slot


def left_out(_: Slot, __: Decimal | None) -> Outcome:
    """Return neither points nor maximum."""
    return Outcome(counts=False)

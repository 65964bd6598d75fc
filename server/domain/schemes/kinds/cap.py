"""Caps of bonuses and deductions: of a single row, and of a block of rows together."""

from collections.abc import Iterator
from decimal import Decimal

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.kinds.rule_faults import above_zero
from server.domain.schemes.kinds.rule_kind import Slot


def cap_of(cap: Decimal | None, slot: Slot) -> Decimal:
    """Return the most that counts: the cap, or the points of the row without their sign."""
    return abs(slot.points or Decimal(0)) if cap is None else cap


def check_cap(cap: Decimal | None, slot: Slot) -> Iterator[Fault]:
    """Yield what is wrong with the cap of a row that has one, or points in its place."""
    yield from above_zero(slot.row, "cap", cap)
    if cap is None and not slot.points:
        yield fault_at(faults.MISSING, slot.row, "cap")

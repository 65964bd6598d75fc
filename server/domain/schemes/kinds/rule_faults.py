"""What is wrong with a rule's parameters in ways that several kinds share."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import NEGATIVE, Fault, FaultKind, fault_at
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.rule_kind import Slot
from server.problems import N_
from xlsforms.scheme import SchemeRow

NOT_ABOVE_ZERO = FaultKind(N_("%(number)s is not above 0."), N_("Write a number above 0."))
FEW_MEASURES = FaultKind(
    N_("A rule of the kind %(kind)s needs %(needed)s measures, and %(found)s are named."),
    N_("Name them in the cell, separated by spaces, such as: %(which)s."),
)
POINTS_DIFFER = FaultKind(
    N_("The parameters give at most %(most)s points, the row has %(points)s."),
    N_("Correct the points of the row or of its parameters; they must be the same."),
)
TWICE = FaultKind(N_("“%(text)s” stands here twice."), N_("Keep one of the two."))
LIMIT_MISSING = FaultKind(
    N_("Nothing says from which figure on the row is met."), N_("Fill in “limit”.")
)


def named_twice(entries: Iterable[tuple[SchemeRow, str, str]]) -> Iterator[Fault]:
    """Yield a fault for each entry of a list (row, column, text) whose text stood before."""
    seen: set[str] = set()
    for row, column, text in entries:
        if text in seen:
            yield fault_at(TWICE, row, column, text=text)
        seen.add(text)


def not_negative(row: SchemeRow, column: str, number: Decimal | None) -> Iterator[Fault]:
    """Yield a fault for a number below 0."""
    if number is not None and number < 0:
        yield fault_at(NEGATIVE, row, column, number=plain(number))


def above_zero(row: SchemeRow, column: str, number: Decimal | None) -> Iterator[Fault]:
    """Yield a fault for a number that is not above 0."""
    if number is not None and number <= 0:
        yield fault_at(NOT_ABOVE_ZERO, row, column, number=plain(number))


def needs_marks(slot: Slot) -> Iterator[Fault]:
    """Yield a fault for a row without points whose rule cannot do without."""
    if not slot.has_marks:
        yield fault_at(faults.MISSING, slot.row, "points")


def needs_measures(slot: Slot, kind: str, *which: str, more: bool = False) -> Iterator[Fault]:
    """Yield a fault unless so many measures are named; `more`: those, or more of them."""
    found = len(slot.measures)
    if found == len(which) or (more and found > len(which)):
        return
    facts = {"kind": kind, "needed": str(len(which)), "found": str(found)}
    yield fault_at(FEW_MEASURES, slot.row, "measure", which=" ".join(which), **facts)


def same_points(slot: Slot, most: Decimal | None) -> Iterator[Fault]:
    """Yield a fault if the parameters add up to something else than the row's full marks."""
    if slot.points is not None and most is not None and most != slot.points:
        points = plain(slot.points)
        yield fault_at(POINTS_DIFFER, slot.row, "points", most=plain(most), points=points)

"""`meets_clause`: a clause that is met or not, without points."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.domain.rule_kinds.all_or_nothing import ALL_OR_NOTHING, AllOrNothing
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.kinds.rule_kind import RuleKind, Slot
from server.problems import N_

HAS_POINTS = FaultKind(
    N_("A clause of the kind meets_clause has no points."),
    N_("Empty the cell, or choose the kind all_or_nothing."),
)


@dataclass(frozen=True, slots=True)
class MeetsClause(AllOrNothing):
    """Parameters: a comparison; without one the measure is yes or no."""


def _check(parameters: MeetsClause, slot: Slot) -> Iterator[Fault]:
    if slot.has_marks:
        yield fault_at(HAS_POINTS, slot.row, "points")
    yield from ALL_OR_NOTHING.check(parameters, slot)


MEETS_CLAUSE = RuleKind(
    "meets_clause",
    26,
    N_("A clause that is met or not, without points"),
    MeetsClause,
    ALL_OR_NOTHING.fields,
    ALL_OR_NOTHING.score,
    check=_check,
    better=ALL_OR_NOTHING.better,
)

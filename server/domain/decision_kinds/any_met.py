"""`any_met`: met when one of the rows below is met."""

from dataclasses import dataclass

from server.domain.decision_kinds.all_met import met_group
from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.kinds.decision_kind import Child, GroupKind
from server.domain.schemes.kinds.met_rows import sorted_rows
from server.domain.schemes.kinds.rule_kind import Slot, full_marks
from server.problems import N_


@dataclass(frozen=True, slots=True)
class AnyMet:
    """No parameters."""


def _combine(_: AnyMet, slot: Slot, children: tuple[Child, ...]) -> Outcome:
    rows = sorted_rows(children)
    if not any(rows):
        told = step(N_("None of the rows below applies."))
        return Outcome(is_applicable=False, counts=False, steps=(told,))
    if rows.met:
        return met_group(slot, rows._replace(open=()), is_met=True)
    return met_group(slot, rows, is_met=None if rows.open else False)


ANY_MET = GroupKind(
    "any_met",
    26,
    N_("One of the rows below has to be met"),
    AnyMet,
    _combine,
    lambda _, slot, __: full_marks(slot),
)

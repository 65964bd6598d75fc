"""`all_met`: met when every row below that applies is met."""

from dataclasses import dataclass, replace

from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.kinds.decision_kind import Child, GroupKind
from server.domain.schemes.kinds.judge import judge
from server.domain.schemes.kinds.met_rows import MetRows, sorted_rows
from server.domain.schemes.kinds.rule_kind import Slot, full_marks
from server.problems import N_


@dataclass(frozen=True, slots=True)
class AllMet:
    """No parameters."""


def _combine(_: AllMet, slot: Slot, children: tuple[Child, ...]) -> Outcome:
    rows = sorted_rows(children)
    if not any(rows):
        told = step(N_("None of the rows below applies."))
        return Outcome(is_applicable=False, counts=False, steps=(told,))
    if rows.failed:
        return met_group(slot, rows, is_met=False)
    return met_group(slot, rows, is_met=None if rows.open else True)


def met_group(slot: Slot, rows: MetRows, *, is_met: bool | None) -> Outcome:
    """Return a group that is met or not, with all its points or none where it has any."""
    if is_met is None:
        return Outcome(missing=rows.open, steps=rows.steps)
    return replace(judge(slot, *rows.steps, is_met=is_met), missing=rows.open)


ALL_MET = GroupKind(
    "all_met",
    26,
    N_("All rows below have to be met"),
    AllMet,
    _combine,
    lambda _, slot, __: full_marks(slot),
)

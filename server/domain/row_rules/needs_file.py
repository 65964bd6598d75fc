"""A row that has no points without a file."""

from dataclasses import replace

from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.kinds.judge import judge
from server.domain.schemes.kinds.rule_kind import Slot
from server.problems import N_


def without_file(slot: Slot) -> Outcome:
    """Return no points, or not met for a row without marks."""
    told = step(N_("No file was handed in, so there are no points."))
    if not slot.has_marks:
        told = step(N_("No file was handed in, so it is not met."))
    outcome = judge(slot, told, is_met=False)
    return replace(outcome, is_met=None) if slot.has_marks else outcome

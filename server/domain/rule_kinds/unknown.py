"""`unknown`: a row of which the published table shows only that it is there."""

from dataclasses import dataclass

from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, step
from server.domain.schemes.kinds.rule_kind import Case, RuleKind, Slot
from server.problems import N_


@dataclass(frozen=True, slots=True)
class Unknown:
    """No parameters."""


def _score(_: Unknown, __: Slot, ___: Case) -> Outcome:
    told = step(N_("The published table does not show how this row is scored."))
    return gap(GapReason.UNKNOWN_RULE, told)


UNKNOWN_ROW = RuleKind(
    "unknown",
    27,
    N_("A row whose rule is not published"),
    Unknown,
    lambda _, __: (),
    _score,
    most=lambda _, slot: slot.points,
)

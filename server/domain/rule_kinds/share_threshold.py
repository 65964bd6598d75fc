"""`share_threshold`: a part must be so large a share of a whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from server.domain.schemes.exact.exact import about
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.judge import check_op
from server.domain.schemes.kinds.part_of import better_of_part, part_judged
from server.domain.schemes.kinds.rule_faults import needs_measures
from server.domain.schemes.kinds.rule_kind import Case, FieldKind, InputField, RuleKind, Slot
from server.problems import N_

NO_SHARE = FaultKind(
    N_("A share of %(share)s %% is not possible."),
    N_("Write a share up to the whole, such as 0.6, 2/3 or 60 with a percent sign."),
)


@dataclass(frozen=True, slots=True)
class ShareThreshold:
    """Parameters: the share, as 0.6, 2/3 or 60%."""

    share: Fraction
    op: str = ">="


def _fields(_: ShareThreshold, slot: Slot) -> tuple[InputField, ...]:
    return tuple(
        InputField(one, FieldKind.NUMBER, slot.name, minimum=Decimal(0)) for one in slot.measures
    )


def _score(parameters: ShareThreshold, slot: Slot, case: Case) -> Outcome:
    part, whole = (case.values[measure] for measure in slot.measures)
    if isinstance(part, Decimal) and isinstance(whole, Decimal) and part > whole:
        text = N_("%(part)s is more than the whole of %(whole)s.")
        return gap(GapReason.OUT_OF_RANGE, step(text, part=plain(part), whole=plain(whole)))
    return part_judged(slot, case, op=parameters.op, limit=parameters.share)


def _check(parameters: ShareThreshold, slot: Slot) -> Iterator[Fault]:
    yield from needs_measures(slot, "share_threshold", "part", "whole")
    if not 0 <= parameters.share <= 1:
        yield fault_at(NO_SHARE, slot.row, "share", share=about(parameters.share * 100))
    yield from check_op(slot, parameters.op)


SHARE_THRESHOLD = RuleKind(
    "share_threshold",
    16,
    N_("A part must be so large a share of a whole"),
    ShareThreshold,
    _fields,
    _score,
    check=_check,
    better=lambda parameters, slot: better_of_part(slot, parameters.op),
)

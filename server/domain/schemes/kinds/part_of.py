"""One figure held against a multiple of another: a share of a whole, a ratio to a benchmark."""

from collections.abc import Mapping
from fractions import Fraction

from server.domain.schemes.exact.conditions import compare, comparison_of
from server.domain.schemes.exact.exact import about
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.judge import judge
from server.domain.schemes.kinds.rule_kind import Better, Case, Slot
from server.problems import N_


def part_judged(slot: Slot, case: Case, *, op: str, limit: Fraction) -> Outcome:
    """Return whether the first measure is so large a share of the second; exact, no rounding."""
    numbers = case.numbers(slot.measures)
    if numbers is None:
        return gap(GapReason.NOT_UNDERSTOOD)
    part, whole = numbers
    if whole == 0:
        return gap(GapReason.OUT_OF_RANGE, step(N_("The whole is 0, so there is no share.")))
    exact = Fraction(part) / Fraction(whole)
    comparison = comparison_of(op)
    is_met = compare(comparison, exact, limit)
    text = N_(
        "%(part)s of %(whole)s is %(share)s %%; required: %(comparison)s %(limit)s %%; not met."
    )
    if is_met:
        text = N_(
            "%(part)s of %(whole)s is %(share)s %%; required: %(comparison)s %(limit)s %%; met."
        )
    told = step(
        text,
        part=plain(part),
        whole=plain(whole),
        share=about(exact * 100),
        comparison=comparison.sign,
        limit=about(limit * 100),
    )
    return judge(slot, told, is_met=is_met)


def better_of_part(slot: Slot, op: str) -> Mapping[str, Better]:
    """Return that more of the part and less of the whole is better, or the other way round."""
    part, whole = slot.measures
    if comparison_of(op) in {">=", ">"}:
        return {part: Better.MORE, whole: Better.LESS}
    return {part: Better.LESS, whole: Better.MORE}

"""What rows that are open can still come to: the least and the most of the total."""

from collections.abc import Mapping
from decimal import Decimal

from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.reading.compiled import AnyRow, CompiledScheme, GroupRow
from server.domain.schemes.scoring.score_rows import Scores, bonuses_of, combined_group, total_of

_WITHOUT_END = Decimal(-(10**12))
"""What a deduction takes that nothing ends but the floor of its group."""


def lowest_and_highest(
    scheme: CompiledScheme, scores: Scores, total: Decimal
) -> tuple[Decimal, Decimal | None]:
    """Return between what the counted `total` can still end, not rounded; None: nobody knows."""
    is_known = all(scheme.rows[code].most is not None for code in scores.gaps)
    if _is_plain(scheme, scores):
        rows = [scheme.rows[code] for code in scores.gaps]
        lowest = sum((_least(row) for row in rows), total)
        highest = sum((row.most or Decimal(0) for row in rows), total)
        return lowest, highest if is_known else None
    lowest = counted(scheme, if_least(scheme, scores))
    return lowest, counted(scheme, _if_full(scheme, scores)) if is_known else None


def counted(scheme: CompiledScheme, outcomes: Mapping[str, Outcome]) -> Decimal:
    """Return the total that grades look at: with bonuses only where the scheme says so."""
    total = total_of(scheme, outcomes)
    if scheme.settings.bonus_toward_threshold:
        return total
    return total - bonuses_of(scheme, outcomes)


def if_least(scheme: CompiledScheme, scores: Scores) -> Mapping[str, Outcome]:
    """Return the outcomes there are at least: a gap gives nothing, and takes what it can take."""
    worst = {code: least for code in scores.gaps if (least := _least(scheme.rows[code])) < 0}
    if not worst:
        return scores.outcomes
    taken = {code: Outcome(points=points) for code, points in worst.items()}
    return _with(scheme, scores.outcomes, taken)


def _if_full(scheme: CompiledScheme, scores: Scores) -> Mapping[str, Outcome]:
    full = {code: Outcome(points=scheme.rows[code].most, is_met=True) for code in scores.gaps}
    return _with(scheme, scores.outcomes, full)


def _is_plain(scheme: CompiledScheme, scores: Scores) -> bool:
    """Tell whether a point more in a row is a point more in the total, whatever the row."""
    if not scheme.is_plain_sum:
        return False
    if scheme.bonuses and not scheme.settings.bonus_toward_threshold:
        return False
    return not any(outcome.rescales for outcome in scores.outcomes.values())


def _least(row: AnyRow) -> Decimal:
    """Return what a row that is open takes at worst: 0 where it can only give."""
    if isinstance(row, GroupRow):
        return Decimal(0)
    least = row.kind.least(row.parameters, row.slot)
    return _WITHOUT_END if least is None else min(least, Decimal(0))


def _with(
    scheme: CompiledScheme, outcomes: Mapping[str, Outcome], other: Mapping[str, Outcome]
) -> Mapping[str, Outcome]:
    """Return outcomes with some that are other ones, and what the groups then come to."""
    found = dict(outcomes)
    for code, row in scheme.rows.items():
        if code in other:
            found[code] = other[code]
        elif isinstance(row, GroupRow):
            found[code] = combined_group(row, [found[child] for child in row.children])
    return found

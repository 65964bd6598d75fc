"""The figures of one question, each as coarse as its number of answers demands.

The reasons stand in `disclosure`. A share that is a band stands for a range of counts, and interval
and score are worked out from that range, so that they say nothing the band does not say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor

from server.domain.definitions import Definitions
from server.domain.intervals import Interval, wilson_interval
from server.domain.release import Bound, MeasureFigures, PercentRange, ScoreRange, Share
from server.domain.satisfaction import MeasureCounts, Scale

WIDE_BANDS_BELOW = 10
BANDS_BELOW = 20
WIDE_BAND = 20
BAND = 10

_WHOLE = Decimal(1)
_TENTH = Decimal("0.1")
_HUNDRED = 100
_EPSILON = 1e-9


def share_of(count: int, answers: int) -> Share:
    """Return the share as it may be shown: whole percents, or a band at the extremes."""
    exact = Fraction(_HUNDRED * count, answers)
    edge = _edge(answers)
    if exact <= edge:
        return Share(edge, Bound.AT_MOST)
    if exact >= _HUNDRED - edge:
        return Share(_HUNDRED - edge, Bound.AT_LEAST)
    return Share(floor(exact + Fraction(1, 2)))


def measure_figures(
    counts: MeasureCounts, scale: Scale, headcount: int | None, definitions: Definitions
) -> MeasureFigures:
    """Return what is shown of a question that may be shown."""
    answers = counts.valid
    satisfied = share_of(counts.satisfied, answers)
    basically = share_of(counts.basically, answers)
    dissatisfied = share_of(counts.dissatisfied, answers)
    hides_basically = satisfied.bound is not Bound.EXACT and Bound.EXACT in {
        basically.bound,
        dissatisfied.bound,
    }
    return MeasureFigures(
        measure=counts.measure,
        valid_count=answers,
        satisfied=satisfied,
        basically=None if hides_basically else basically,
        dissatisfied=dissatisfied,
        score=_score(counts, satisfied, scale, definitions),
        interval=_outwards(measure_interval(counts, headcount)),
    )


def measure_interval(counts: MeasureCounts, headcount: int | None) -> Interval:
    """Return the interval of the satisfied share; of a band, all that its counts would give."""
    possible = _possible(counts.satisfied, counts.valid)
    low = wilson_interval(possible.least, counts.valid, population=headcount)
    high = wilson_interval(possible.most, counts.valid, population=headcount)
    return Interval(low.low, high.high)


def mean_score(items: Iterable[MeasureFigures]) -> ScoreRange | None:
    """Return the mean of the scores shown, as fine as the coarsest of them; None without any."""
    scores = [one.score for one in items if one.score is not None]
    if not scores:
        return None
    is_fine = all(one.low.as_tuple().exponent == _TENTH.as_tuple().exponent for one in scores)
    unit = _TENTH if is_fine else _WHOLE
    low = sum((one.low for one in scores), Decimal(0)) / len(scores)
    high = sum((one.high for one in scores), Decimal(0)) / len(scores)
    return ScoreRange(_rounded(low, unit), _rounded(high, unit))


@dataclass(frozen=True, slots=True)
class _Possible:
    """The counts that a shown share stands for."""

    least: int
    most: int


def _edge(answers: int) -> int:
    """Return up to which percentage a share is extreme; -1 when none is."""
    if answers >= BANDS_BELOW:
        return -1
    return WIDE_BAND if answers < WIDE_BANDS_BELOW else BAND


def _possible(count: int, answers: int) -> _Possible:
    share = share_of(count, answers)
    if share.bound is Bound.EXACT:
        return _Possible(count, count)
    if share.bound is Bound.AT_MOST:
        return _Possible(0, floor(Fraction(share.percent * answers, _HUNDRED)))
    return _Possible(ceil(Fraction(share.percent * answers, _HUNDRED)), answers)


def _score(
    counts: MeasureCounts, satisfied: Share, scale: Scale, definitions: Definitions
) -> ScoreRange:
    if satisfied.bound is Bound.EXACT:
        unit = _WHOLE if counts.valid < BANDS_BELOW else _TENTH
        score = _rounded(counts.points / counts.valid, unit)
        return ScoreRange(score, score)
    possible = _possible(counts.satisfied, counts.valid)
    points = [value for _, value in scale]
    top = definitions.satisfied_choices
    least_top, most_rest = min(points[:top]), max(points[top:])
    low = possible.least * least_top + (counts.valid - possible.least) * min(points)
    high = possible.most * max(points) + (counts.valid - possible.most) * most_rest
    return ScoreRange(
        (low / counts.valid).quantize(_WHOLE, ROUND_FLOOR),
        (high / counts.valid).quantize(_WHOLE, ROUND_CEILING),
    )


def _rounded(value: Decimal, unit: Decimal) -> Decimal:
    return value.quantize(unit, ROUND_HALF_UP)


def _outwards(interval: Interval) -> PercentRange:
    # The epsilon keeps a bound that is whole but for its last bit from moving by one.
    return PercentRange(
        low=floor(interval.low * _HUNDRED + _EPSILON),
        high=ceil(interval.high * _HUNDRED - _EPSILON),
    )

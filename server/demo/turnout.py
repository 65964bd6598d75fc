"""How many workers of each enterprise answer: some all of them, some too few, some nobody.

The usual enterprise comes near the number that a sample needs; the numbers are then scaled so that
all together are about what was asked for.
"""

from collections.abc import Mapping, Sequence

from server.demo.draws import drawn_for
from server.domain.sampling import SampleProfile, required_sample

_NOBODY, _TOO_FEW = 0.04, 0.10
"""Share of enterprises where nobody answers, and where nobody to four people do."""
_CENSUS_AT_MOST, _CENSUS_SHARE = 40, 0.35


def planned_answers(batch: int, headcounts: Sequence[int], total: int) -> tuple[int, ...]:
    """Return how many answers each enterprise gives in a batch, about `total` together."""
    fixed = {
        number: count
        for number, headcount in enumerate(headcounts)
        if (count := _fixed(batch, number, headcount)) is not None
    }
    wished = {
        number: _wish(batch, number, headcount)
        for number, headcount in enumerate(headcounts)
        if number not in fixed
    }
    return _scaled(headcounts, total, fixed=fixed, wished=wished)


def _scaled(
    headcounts: Sequence[int],
    total: int,
    *,
    fixed: Mapping[int, int],
    wished: Mapping[int, float],
) -> tuple[int, ...]:
    rest = max(0, total - sum(fixed.values()))
    scale = rest / (sum(wished.values()) or 1)
    return tuple(
        fixed[number] if number in fixed else min(headcount, round(wished[number] * scale))
        for number, headcount in enumerate(headcounts)
    )


def _fixed(batch: int, number: int, headcount: int) -> int | None:
    """Return how many answer in an enterprise out of the ordinary; None: it is ordinary."""
    draw = drawn_for("turnout", batch, number)
    place = draw.random()
    if place < _NOBODY:
        return 0
    if place < _TOO_FEW:
        return draw.randint(1, 4)
    if headcount <= _CENSUS_AT_MOST and draw.random() < _CENSUS_SHARE:
        return headcount
    return None


def _wish(batch: int, number: int, headcount: int) -> float:
    draw = drawn_for("wish", batch, number)
    return required_sample(SampleProfile(), headcount) * draw.uniform(0.45, 1.35)

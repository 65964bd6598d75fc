"""Points by the band in which a percentage lies."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact.faults import NEGATIVE
from server.domain.schemes.kinds.bands import GAP_BELOW, UNORDERED
from server.domain.schemes.kinds.rule_faults import POINTS_DIFFER, TWICE
from tests.domain.rule_kinds.examples import BANDS
from tests.domain.rule_kinds.scoring import Row


@pytest.mark.parametrize(
    ("edge", "rate", "points"),
    [
        ("lower", "80", 6),
        ("lower", "79.9", 4),
        ("lower", "49", 3),
        ("lower", "0", 3),
        ("upper", "80", 4),
        ("upper", "80.1", 6),
        ("upper", "50", 3),
        ("upper", "0", 3),
    ],
)
def test_the_figure_between_two_bands_belongs_where_the_scheme_says(
    edge: str, rate: str, points: int
) -> None:
    row = Row("tier_pct", "6", {"edge": edge}, BANDS)

    assert row.score(Decimal(rate)).points == points


def test_a_rate_above_a_hundred_is_refused() -> None:
    assert Row("tier_pct", "6", rows=BANDS).score(101).gap == "out_of_range"


@pytest.mark.parametrize(
    ("bands", "wrong"),
    [
        (((80, 6), (80, 4), (0, 3)), (TWICE, "parameters", 2, "at_least")),
        (((50, 6), (80, 4), (0, 3)), (UNORDERED, "parameters", 2, "at_least")),
        (((80, 6), (50, 4)), (GAP_BELOW, "parameters", 2, "at_least")),
        (((80, 6), (0, -1)), (NEGATIVE, "parameters", 2, "points")),
        (((80, 5), (0, 0)), (POINTS_DIFFER, "indicators", 3, "points")),
    ],
)
def test_bands_that_overlap_or_leave_a_gap_are_found(
    bands: tuple[tuple[int, int], ...], wrong: tuple[object, ...]
) -> None:
    rows = [{"at_least": str(line), "points": str(points)} for line, points in bands]

    assert Row("tier_pct", "6", rows=rows).faults() == [wrong]


@pytest.mark.parametrize(("several", "points"), [("", 6), ("min", 4), ("sum", 6)])
def test_several_rates_become_one_before_the_band_is_looked_up(several: str, points: int) -> None:
    row = Row("tier_pct", "6", {"measure": "pension injury", "several": several}, BANDS)

    outcome = row.score({"pension": 90, "injury": 70})

    assert outcome.points == points
    assert len(outcome.steps) == 2


def test_one_rate_that_is_missing_leaves_the_row_open() -> None:
    row = Row("tier_pct", "6", {"measure": "pension injury"}, BANDS)

    assert row.score({"pension": 90}).missing == ("injury",)

"""Points by the level that somebody finds."""

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import NEGATIVE
from server.domain.schemes.kinds.rule_faults import POINTS_DIFFER, TWICE
from tests.domain.rule_kinds.scoring import Row

TIERS = [
    {"name": "good", "points": "20"},
    {"name": "middle", "points": "16"},
    {"name": "low", "points": "unknown"},
]


def test_a_level_gives_its_points_and_one_that_is_not_published_gives_none() -> None:
    row = Row("quality_tier", "20", rows=TIERS)

    assert row.score("middle").points == 16
    assert row.score("low").gap == "unknown_points"
    assert row.score("excellent").gap == "out_of_range"


def test_what_is_wrong_with_levels_is_found() -> None:
    bad = [{"name": "a", "points": "many"}, {"name": "a", "points": "-1"}]

    assert Row("quality_tier", "5", rows=bad).faults() == [
        (TWICE, "parameters", 2, "name"),
        (faults.NOT_A_NUMBER, "parameters", 1, "points"),
        (NEGATIVE, "parameters", 2, "points"),
    ]
    assert Row("quality_tier", "15", rows=TIERS).faults() == [
        (POINTS_DIFFER, "indicators", 3, "points")
    ]

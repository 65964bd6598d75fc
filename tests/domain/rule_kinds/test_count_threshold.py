"""A number of things: at least, at most, or between."""

from decimal import Decimal

import pytest

from server.domain.rule_kinds.count_threshold import EMPTY_RANGE, NO_NUMBER
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import NEGATIVE
from tests.domain.rule_kinds.scoring import Row

BETWEEN = {"at_least": "2000", "at_most": "2500"}


@pytest.mark.parametrize(
    ("cells", "count", "is_met"),
    [
        ({"at_least": "3"}, 3, True),
        ({"at_least": "3"}, 2, False),
        (BETWEEN, 2000, True),
        (BETWEEN, 2500, True),
        (BETWEEN, 2501, False),
        ({"at_most": "5"}, 6, False),
    ],
)
def test_both_ends_belong_to_it(cells: dict[str, str], count: int, is_met: bool) -> None:
    assert Row("count_threshold", "", cells).score(count).is_met is is_met


def test_three_townships_give_half_a_point() -> None:
    assert Row("count_threshold", "0.5", {"at_least": "3"}).score(3).points == Decimal("0.5")


def test_half_a_thing_is_refused() -> None:
    outcome = Row("count_threshold", "1", {"at_least": "3"}).score(Decimal("3.5"))

    assert outcome.gap == "out_of_range"


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({}, (NO_NUMBER, "at_least")),
        ({"at_least": "5", "at_most": "3"}, (EMPTY_RANGE, "at_most")),
        ({"at_least": "-1"}, (NEGATIVE, "at_least")),
        ({"at_least": "1.5"}, (faults.NOT_WHOLE, "at_least")),
    ],
)
def test_what_makes_no_sense_is_found(cells: dict[str, str], wrong: tuple[object, str]) -> None:
    kind, column = wrong

    assert Row("count_threshold", "", cells).faults() == [(kind, "indicators", 3, column)]

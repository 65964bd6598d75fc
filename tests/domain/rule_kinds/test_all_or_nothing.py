"""Full marks if it is so, else none."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.judge import HALF_CONDITION
from tests.domain.rule_kinds.scoring import Row


def test_two_of_three_tests_of_five_points_give_ten() -> None:
    outcomes = [Row("all_or_nothing", "5").score(is_met) for is_met in (True, True, False)]

    assert sum(one.points or 0 for one in outcomes) == 10
    assert [one.is_met for one in outcomes] == [True, True, False]


@pytest.mark.parametrize(("rate", "points"), [(70, 4), ("69.9", 0), (71, 4)])
def test_a_limit_includes_itself(rate: object, points: int) -> None:
    row = Row("all_or_nothing", "4", {"op": "≥", "limit": "70"})

    assert row.score(Decimal(str(rate))).points == points


def test_several_measures_must_all_be_so() -> None:
    row = Row("all_or_nothing", "2", {"measure": "here there"})

    assert row.score({"here": True, "there": False}).points == 0
    assert row.score({"here": True, "there": True}).points == 2


def test_a_word_may_be_asked_for() -> None:
    row = Row("all_or_nothing", "2", {"op": "in", "limit": "pass basic"})

    assert row.score("basic").points == 2
    assert row.score("failed").points == 0


def test_a_row_whose_points_are_unknown_is_met_without_points() -> None:
    outcome = Row("all_or_nothing", "unknown").score(True)

    assert (outcome.is_met, outcome.points, outcome.gap) == (True, None, "unknown_points")
    assert Row("all_or_nothing", "unknown").score(False).points == 0


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"op": ">="}, (HALF_CONDITION, "limit")),
        ({"limit": "5"}, (HALF_CONDITION, "op")),
        ({"op": "~", "limit": "5"}, (faults.NOT_ONE_OF, "op")),
        ({"op": ">=", "limit": "many"}, (faults.NOT_A_NUMBER, "limit")),
    ],
)
def test_half_a_comparison_is_found(cells: dict[str, str], wrong: tuple[object, str]) -> None:
    kind, column = wrong

    assert Row("all_or_nothing", "5", cells).faults() == [(kind, "indicators", 3, column)]

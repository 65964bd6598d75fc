"""Levels are climbed one at a time, after a wait."""

from datetime import date

import pytest

from server.domain.decision_kinds.ladder import STANDS_BELOW
from server.domain.schemes.exact.values import Text
from server.domain.schemes.kinds.decision_kind import HeldTitle
from server.domain.schemes.scoring.evaluation import Evaluation
from tests.domain.decision_kinds.made_groups import (
    evaluated,
    faults_of,
    held,
    points_by_hand,
    reached,
)

CHONGQING = [
    {"code": "A", "kind": "ladder", "from_points": "80"},
    {"code": "AA", "kind": "ladder", "from_points": "85", "level_before": "A", "wait_months": "12"},
    {
        "code": "AAA",
        "kind": "ladder",
        "from_points": "90",
        "level_before": "AA",
        "wait_months": "12",
    },
]
NAMED = [
    {"code": "G1", "kind": "ladder"},
    {"code": "G2", "kind": "ladder", "level_before": "G1"},
]


def _climb(points: int, *titles: HeldTitle, later: str = "drop") -> Evaluation:
    return evaluated(
        points_by_hand("1"),
        {"1": points},
        titles=titles,
        grades=CHONGQING,
        settings={"later_lower": later},
    )


@pytest.mark.parametrize(
    ("points", "level", "months", "grade"),
    [
        (84, None, 0, "A"),
        (91, "A", 12, "AA"),
        (91, "A", 6, "A"),
        (91, "AA", 12, "AAA"),
        (91, "AA", 11, "AA"),
        (95, None, 0, "A"),
        (79, None, 0, None),
        (84, "A", 24, "A"),
        (95, "A", 60, "AA"),
    ],
)
def test_no_level_is_skipped_and_each_is_held_long_enough(
    points: int, level: str | None, months: int, grade: str | None
) -> None:
    titles = () if level is None else (held(level, months),)

    assert _climb(points, *titles).grade == grade


def test_the_result_says_when_the_next_step_becomes_possible() -> None:
    ruling = _climb(91, held("A", 6)).grades[1]

    assert ruling.possible_from == date(2027, 5, 1)
    assert dict(ruling.lacking[0].facts) == {
        "wait": "12",
        "date": "2027-05-01",
        "level": Text("A", "A"),
        "since": "2026-05-01",
    }


def test_who_lacks_points_too_is_promised_no_day() -> None:
    assert _climb(81, held("A", 6)).grades[1].possible_from is None


def test_a_title_that_ended_counts_no_more_and_a_renewal_goes_on() -> None:
    ended = held("A", 24, until=date(2026, 10, 31))
    renewed = (held("A", 24, until=date(2025, 10, 31)), HeldTitle("A", date(2025, 11, 1)))
    broken = (held("A", 24, until=date(2025, 10, 30)), HeldTitle("A", date(2025, 11, 2)))

    assert _climb(91, ended).grade == "A"
    assert _climb(91, *renewed).grade == "AA"
    assert _climb(91, *broken).grade == "A"


@pytest.mark.parametrize(("later", "grade"), [("keep", "AA"), ("drop", "A")])
def test_what_a_lower_score_does_to_a_level_is_a_setting(later: str, grade: str) -> None:
    assert _climb(82, held("AA", 6), later=later).grade == grade


def test_a_level_without_a_line_waits_for_whoever_names_it() -> None:
    rows = points_by_hand("1")

    nothing = evaluated(rows, {"1": 1}, grades=NAMED)
    first = evaluated(rows, {"1": 1}, grades=NAMED, titles=(held("G1", 0),))

    assert reached(nothing.grades) == {"G1": None, "G2": False}
    assert reached(first.grades) == {"G1": True, "G2": None}


def test_the_level_before_stands_before() -> None:
    grades = [{**CHONGQING[0], "level_before": "AA"}, {**CHONGQING[1], "level_before": ""}]

    found = faults_of(points_by_hand("1"), grades=grades)

    assert found == [("level_before", STANDS_BELOW.what)]

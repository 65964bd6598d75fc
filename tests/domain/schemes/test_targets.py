"""Targets of a campaign: goals, counts, areas, dates."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from server.domain.schemes.described.target_row import TargetRow
from server.domain.schemes.exact.conditions import conditions
from server.domain.schemes.reading.targets import (
    NO_DATE,
    NO_SUCH_GOAL,
    STRETCH_BELOW,
    TargetCount,
    compare_with_goal,
    percent_of,
)
from tests.domain.decision_kinds.made_groups import faults_of
from tests.domain.schemes.made import TODAY, compiled
from xlsforms.scheme import Cells

COVERAGE: Cells = {"code": "T", "kind": "coverage_target", "goal": "85", "band": "headcount >= 50"}
COUNT: Cells = {"code": "T", "kind": "count_target", "goal": "8", "stretch": "10"}
AREAS: Cells = {"code": "T", "kind": "share_of_areas", "goal": "2/3", "unit": "county"}


def _target(cells: Cells) -> TargetRow:
    (target,) = compiled([], targets=[cells]).targets
    return target


def test_a_percentage_and_a_share_are_both_exact() -> None:
    assert _target(COVERAGE).goal == Fraction(85, 100)
    assert _target({**COVERAGE, "goal": "85%"}).goal == Fraction(85, 100)
    assert _target(AREAS).goal == Fraction(2, 3)
    assert _target(COUNT).goal == 8
    assert _target(COVERAGE).columns.band == conditions("headcount >= 50")


@pytest.mark.parametrize(
    ("goal", "part", "whole", "expected"),
    [
        ("1/3", 3, 9, True),
        ("2/3", 5, 9, False),
        ("2/3", 6, 9, True),
        ("100", 9, 9, True),
        ("95", 94, 100, False),
        ("unknown", 5, 9, None),
        ("80", 0, 0, None),
    ],
)
def test_a_share_is_reached_or_not(
    goal: str, part: int, whole: int, *, expected: bool | None
) -> None:
    found = compare_with_goal(_target({**AREAS, "goal": goal}), TargetCount(part, whole), on=TODAY)

    assert found.is_reached is expected
    assert found.steps


def test_a_goal_may_be_reached_and_its_stretch_not() -> None:
    nine, ten = (compare_with_goal(_target(COUNT), TargetCount(n), on=TODAY) for n in (9, 10))

    assert (nine.is_reached, nine.is_stretch_reached) == (True, False)
    assert (ten.is_reached, ten.is_stretch_reached) == (True, True)
    assert nine.rate is None


def test_what_is_lacking_is_a_whole_number() -> None:
    found = compare_with_goal(_target(AREAS), TargetCount(5, 10, "临汾"), on=TODAY)

    assert (found.area, found.rate, found.lacking) == ("临汾", Decimal(50), 2)
    assert [dict(one.facts) for one in found.steps] == [
        {"part": "5", "whole": "10", "rate": "50"},
        {"goal": "2/3"},
    ]


def test_a_target_is_late_after_its_day() -> None:
    cells = {**COVERAGE, "by_date": "2026-11-01"}

    on_day = compare_with_goal(_target(cells), TargetCount(1, 2), on=date(2026, 11, 1))
    after = compare_with_goal(_target(cells), TargetCount(1, 2), on=date(2026, 11, 2))
    reached = compare_with_goal(_target(cells), TargetCount(2, 2), on=date(2026, 11, 2))

    assert [one.is_late for one in (on_day, after, reached)] == [False, True, False]


def test_a_target_may_count_its_years_from_the_start() -> None:
    target = _target({**COVERAGE, "goal": "95", "within_years": "3"})
    start = date(2024, 2, 29)

    found = compare_with_goal(target, TargetCount(1, 2), on=TODAY, start=start)

    assert (found.due, found.is_late) == (date(2027, 2, 28), False)
    assert compare_with_goal(target, TargetCount(1, 2), on=TODAY).due is None


def test_figures_of_published_reports_come_out_again() -> None:
    assert percent_of(27, 336) == Decimal("8.0")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({**COVERAGE, "goal": "most"}, ("goal", NO_SUCH_GOAL.what)),
        ({**COVERAGE, "goal": "120"}, ("goal", NO_SUCH_GOAL.what)),
        ({**COUNT, "goal": "-1"}, ("goal", NO_SUCH_GOAL.what)),
        ({**COUNT, "stretch": "8"}, ("stretch", STRETCH_BELOW.what)),
        ({**COVERAGE, "by_date": "soon"}, ("by_date", NO_DATE.what)),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(cells: Cells, expected: tuple[str, str]) -> None:
    assert faults_of([], targets=[cells]) == [expected]


def test_kinds_of_targets_are_known() -> None:
    found = faults_of([], targets=[{**COUNT, "kind": "wish"}])

    assert [column for column, _ in found] == ["kind"]

"""Full marks at a target rate, so many points off for each point below it."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.floors import FLOOR_TOO_HIGH
from server.domain.schemes.kinds.rule_faults import NOT_ABOVE_ZERO
from tests.domain.rule_kinds.examples import INSURED, RATES
from tests.domain.rule_kinds.scoring import Row

BY_TARGET = {"target": "100", "per_point": "0.2"}


@pytest.mark.parametrize(
    ("rate", "points"), [("100", "8"), ("97", "7.4"), ("60", "0"), ("50", "0"), ("99.5", "7.9")]
)
def test_each_point_below_the_target_costs_the_same(rate: str, points: str) -> None:
    assert Row("linear_deduct", "8", BY_TARGET).score(Decimal(rate)).points == Decimal(points)


def test_a_target_below_a_hundred_is_enough() -> None:
    row = Row("linear_deduct", "6", {"target": "80", "per_point": "0.2"})

    assert row.score(75).points == 5
    assert row.score(95).points == 6


@pytest.mark.parametrize(("several", "points"), [("sum", "13.6"), ("mean", "15"), ("min", "14")])
def test_several_rates_become_one_deduction_as_the_scheme_says(several: str, points: str) -> None:
    cells = {"target": "90", "per_point": "0.2", "several": several} | RATES

    assert Row("linear_deduct", "15", cells).score(INSURED).points == Decimal(points)


@pytest.mark.parametrize(
    ("part", "points"), [("proportion", "7.7"), ("whole", "7.6"), ("complete", "7.8")]
)
def test_a_part_of_a_point_counts_as_the_scheme_says(part: str, points: str) -> None:
    row = Row("linear_deduct", "8", {**BY_TARGET, "part": part})

    assert row.score(Decimal("98.5")).points == Decimal(points)


def test_a_deduction_may_be_for_several_points_and_stop_at_the_group() -> None:
    by_fives = Row("linear_deduct", "8", {**BY_TARGET, "unit": "5", "part": "complete"})
    open_ended = Row("linear_deduct", "8", {**BY_TARGET, "floor_at": "group"})

    assert by_fives.score(91).points == Decimal("7.8")
    assert open_ended.score(50).points == -2


def test_a_mean_that_never_ends_is_exact_where_it_is_compared() -> None:
    cells = {"target": "90", "per_point": "3", "several": "mean", "measure": "a b c"}

    assert Row("linear_deduct", "9", cells).score({"a": 90, "b": 90, "c": 89}).points == 8


@pytest.mark.parametrize(
    ("points", "cells", "wrong"),
    [
        ("8", {"per_point": "0"}, (NOT_ABOVE_ZERO, "per_point")),
        ("8", {"unit": "-1"}, (NOT_ABOVE_ZERO, "unit")),
        ("8", {"target": "0"}, (NOT_ABOVE_ZERO, "target")),
        ("8", {"floor": "9"}, (FLOOR_TOO_HIGH, "floor")),
        ("8", {"part": "half"}, (faults.NOT_ONE_OF, "part")),
        ("", {}, (faults.MISSING, "points")),
    ],
)
def test_numbers_that_make_no_sense_are_found(
    points: str, cells: dict[str, str], wrong: tuple[object, str]
) -> None:
    kind, column = wrong

    found = Row("linear_deduct", points, {**BY_TARGET, **cells}).faults()

    assert found == [(kind, "indicators", 3, column)]


def test_a_row_whose_points_are_unknown_stays_open() -> None:
    assert Row("linear_deduct", "unknown", BY_TARGET).score(90).gap == "unknown_points"

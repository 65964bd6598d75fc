"""Shares of full marks, times weights."""

from decimal import Decimal

import pytest

from server.domain.decision_kinds.weighted_groups import (
    NO_WEIGHT,
    WEIGHTED_GROUPS,
    WRONG_SUM,
    WeightedGroups,
)
from server.domain.schemes.kinds.decision_kind import Child
from tests.domain.decision_kinds.made_groups import LEFT_OUT, OPEN, child, slot

BASES = ("120", "400", "150", "220", "110")
WEIGHTS = ("0.12", "0.40", "0.15", "0.22", "0.11")


def _rows(*points: str) -> tuple[Child, ...]:
    return tuple(
        child(str(number), given, most=most, weight=weight)
        for number, (given, most, weight) in enumerate(zip(points, BASES, WEIGHTS, strict=True), 1)
    )


@pytest.mark.parametrize(
    ("points", "expected"), [(BASES, "100"), (("108", "360", "120", "200", "91"), "87.9")]
)
def test_full_marks_of_every_part_are_a_hundred(points: tuple[str, ...], expected: str) -> None:
    outcome = WEIGHTED_GROUPS.combine(WeightedGroups(), slot(), _rows(*points))

    assert outcome.points == Decimal(expected)


def test_a_third_of_a_weight_loses_nothing_on_the_way() -> None:
    rows = tuple(child(str(n), "1", most="3", weight="1") for n in range(3))

    outcome = WEIGHTED_GROUPS.combine(WeightedGroups(), slot("3"), rows)

    assert outcome.points == 1


def test_a_part_that_is_left_out_leaves_its_weight_to_the_others() -> None:
    rows = (child("1", "10", weight="0.5"), child("2", LEFT_OUT, weight="0.5"))

    assert WEIGHTED_GROUPS.combine(WeightedGroups(), slot(), rows).points == 100


def test_a_gap_counts_nothing_and_is_named() -> None:
    rows = (child("1", "10", weight="0.5"), child("2", OPEN, weight="0.5"))

    outcome = WEIGHTED_GROUPS.combine(WeightedGroups(), slot(), rows)

    assert (outcome.points, outcome.missing) == (50, ("2",))


def test_weights_have_to_be_there_and_to_add_up() -> None:
    rows = (child("1", "1", weight="0.4"), child("2", "1"))

    found = list(WEIGHTED_GROUPS.check(WeightedGroups(), slot(), rows))

    assert [one.kind for one in found] == [NO_WEIGHT, WRONG_SUM]
    assert not list(WEIGHTED_GROUPS.check(WeightedGroups(), slot(), _rows(*BASES)))


def test_its_full_marks_are_its_points_or_a_hundred() -> None:
    most = WEIGHTED_GROUPS.most

    assert (most(WeightedGroups(), slot("60"), ()), most(WeightedGroups(), slot(), ())) == (60, 100)

"""The sum of the rows below."""

from decimal import Decimal

from server.domain.decision_kinds.group_sum import GROUP, GroupSum
from tests.domain.decision_kinds.made_groups import LEFT_OUT, OPEN, child, slot


def test_points_are_added_up_exactly() -> None:
    children = tuple(child(str(n), points) for n, points in enumerate(["2", "4", "3.5", "5", "13"]))

    outcome = GROUP.combine(GroupSum(), slot(), children)

    assert outcome.points == Decimal("27.5")
    assert outcome.steps[0].facts == (("parts", "2 + 4 + 3.5 + 5 + 13"), ("total", "27.5"))


def test_deductions_stand_with_a_minus_sign() -> None:
    outcome = GROUP.combine(GroupSum(), slot(), (child("1", "0"), child("2", "-4")))

    assert outcome.points == -4
    assert dict(outcome.steps[0].facts)["parts"] == "0 − 4"


def test_a_gap_is_named_and_a_row_that_is_left_out_is_not() -> None:
    children = (child("1", "3"), child("2", OPEN), child("3", LEFT_OUT))

    outcome = GROUP.combine(GroupSum(), slot(), children)

    assert outcome.points == 3
    assert outcome.missing == ("2",)


def test_the_sum_stops_at_the_floor() -> None:
    outcome = GROUP.combine(GroupSum(Decimal(0)), slot(), (child("1", "3"), child("2", "-8")))

    assert outcome.points == 0


def test_full_marks_are_those_stated_or_those_of_the_rows() -> None:
    known, unknown = (child("1", "3"), child("2", "3")), (child("1", "3", most=None),)

    assert GROUP.most(GroupSum(), slot("15"), known) == 15
    assert GROUP.most(GroupSum(), slot(), known) == 20
    assert GROUP.most(GroupSum(), slot(), unknown) is None

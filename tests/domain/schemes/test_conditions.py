"""Conditions as tables write them."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact.conditions import (
    BadCondition,
    Comparison,
    all_hold,
    condition,
    conditions,
)
from server.domain.schemes.exact.shares import share_of
from server.domain.schemes.kinds.requirement import Requirement


def test_a_cell_may_hold_several_conditions_with_full_width_signs() -> None:
    found = conditions("headcount≥５０；ownership = private； industry in C，D")

    assert [str(one) for one in found] == [
        "headcount >= 50",
        "ownership = private",
        "industry in C D",
    ]
    assert conditions("  ") == ()


@pytest.mark.parametrize(
    "text", ["headcount", ">= 50", "headcount >= many", "headcount => 5", "a in"]
)
def test_what_is_no_condition_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(BadCondition) as refused:
        conditions(f"has_union = yes; {text}")

    assert refused.value.text.strip()


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        (">=", False, True, True),
        ("<=", True, True, False),
        (">", False, False, True),
        ("<", True, False, False),
        ("=", False, True, False),
        ("==", False, True, False),
        ("!=", True, False, True),
    ],
)
def test_a_figure_itself_belongs_to_at_least_and_at_most(
    operator: str, below: bool, at: bool, above: bool
) -> None:
    made = condition("rate", operator, "80")

    assert made.holds(Decimal("79.9")) is below
    assert made.holds(Decimal("80.0")) is at
    assert made.holds(Decimal("80.1")) is above


def test_values_of_another_kind_never_compare() -> None:
    assert not condition("rate", ">=", "1").holds(True)
    assert not condition("has_union", "=", "yes").holds("yes indeed")
    assert condition("has_union", "=", "是").holds(True)
    assert not condition("has_union", "!=", "yes").holds(True)
    assert condition("grade", "in", "A AA").holds("AA")


def test_a_missing_value_leaves_it_open_unless_another_condition_fails() -> None:
    both = conditions("headcount >= 50; has_union = yes")

    assert all_hold(both, {"headcount": Decimal(50), "has_union": True}) is True
    assert all_hold(both, {"headcount": Decimal(50)}) is None
    assert all_hold(both, {"headcount": Decimal(49)}) is False


def test_a_condition_says_in_words_whether_it_holds() -> None:
    made = condition("headcount", ">=", "50")

    assert made.told(Decimal(49)).text.endswith("; not met.")
    assert made.told(Decimal(50)).text.endswith("; met.")
    assert "no value yet" in made.told(None).text
    assert dict(made.told(Decimal("50.0")).facts)["value"] == "50"
    assert made.comparison is Comparison.AT_LEAST


def test_two_thirds_of_nine_are_six_and_no_less() -> None:
    team = Requirement("representatives", ">=", "2/3", of="members")

    assert team.holds({"representatives": Decimal(6), "members": Decimal(9)}) is True
    assert team.holds({"representatives": Decimal(5), "members": Decimal(8)}) is False
    assert team.holds({"representatives": Decimal(6)}) is None
    assert "; met" in team.told({"representatives": Decimal(6), "members": Decimal(9)}).text
    assert "not met" in team.told({"representatives": Decimal(5), "members": Decimal(9)}).text


@pytest.mark.parametrize(
    ("operator", "part", "is_met"),
    [("<=", 6, True), ("<", 6, False), (">", 6, False), ("=", 6, True), (">", 7, True)],
)
def test_shares_are_compared_exactly(operator: str, part: int, is_met: bool) -> None:
    values = {"part": Decimal(part), "whole": Decimal(9)}

    assert Requirement("part", operator, "2/3", of="whole").holds(values) is is_met


def test_shares_may_be_fractions_decimals_or_percentages() -> None:
    assert share_of("2/3") * 3 == 2
    assert share_of("0.6") == share_of("60%")
    for text in ("", "2/0", "most"):
        with pytest.raises(BadCondition):
            share_of(text)
    assert Requirement("a", ">=", "1/2", of="b").holds({"a": True, "b": Decimal(1)}) is False
    assert Requirement("a", ">=", "1").measures == ("a",)
    assert Requirement("a", ">=", "1", of="b").measures == ("a", "b")

"""Blocks of bonuses and of deductions, each with a cap of its own."""

from decimal import Decimal

import pytest

from server.domain.decision_kinds.bonus_block import BONUS_BLOCK, BonusBlock
from server.domain.decision_kinds.deduct_block import DEDUCT_BLOCK, DeductBlock
from server.domain.schemes.kinds.rule_faults import NOT_ABOVE_ZERO
from tests.domain.decision_kinds.made_groups import child, evaluated, points_by_hand, slot


@pytest.mark.parametrize(("given", "counts"), [("6", 4), ("4", 4), ("3.5", Decimal("3.5"))])
def test_bonuses_count_up_to_the_cap(given: str, counts: Decimal) -> None:
    outcome = BONUS_BLOCK.combine(BonusBlock(Decimal(4)), slot(), (child("b", given),))

    assert outcome.points == counts


@pytest.mark.parametrize(("given", "counts"), [("-6", -4), ("-4", -4), ("-1", -1), ("0", 0)])
def test_deductions_count_up_to_the_cap(given: str, counts: int) -> None:
    outcome = DEDUCT_BLOCK.combine(DeductBlock(), slot("-4"), (child("d", given),))

    assert outcome.points == counts


def test_a_cap_is_named_or_is_the_points_of_the_row() -> None:
    no_cap = list(BONUS_BLOCK.check(BonusBlock(), slot(), ()))
    nothing = list(DEDUCT_BLOCK.check(DeductBlock(Decimal(0)), slot(), ()))

    assert [one.column for one in no_cap] == ["cap"]
    assert [one.kind for one in nothing] == [NOT_ABOVE_ZERO]
    assert not list(BONUS_BLOCK.check(BonusBlock(), slot("4"), ()))


def test_a_block_gives_no_more_than_its_rows_can() -> None:
    two = (child("b", "1", most="2"),)

    assert BONUS_BLOCK.most(BonusBlock(Decimal(4)), slot(), two) == 2
    assert BONUS_BLOCK.most(BonusBlock(Decimal(4)), slot(), (child("b", "1", most=None),)) == 4
    assert DEDUCT_BLOCK.most(DeductBlock(), slot("4"), two) == 0


@pytest.mark.parametrize(("setting", "grade"), [("yes", "T"), ("no", None)])
def test_whether_bonuses_count_toward_the_line_is_a_setting(setting: str, grade: str) -> None:
    rows = [
        *points_by_hand("B"),
        {"code": "+", "kind": "bonus_block", "cap": "4"},
        {**points_by_hand("b")[0], "parent": "+"},
    ]

    found = evaluated(
        rows,
        {"B": 88, "b": 6},
        settings={"bonus_toward_threshold": setting},
        grades=[{"code": "T", "kind": "grade_bands", "from_points": "90"}],
    )

    assert (found.total, found.most, found.grade) == (92, 100, grade)

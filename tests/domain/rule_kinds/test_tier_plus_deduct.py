"""Points by a band, less so many for each thing missing."""

from decimal import Decimal

import pytest

from server.domain.schemes.kinds.rule_faults import FEW_MEASURES, NOT_ABOVE_ZERO, POINTS_DIFFER
from tests.domain.rule_kinds.examples import TIERS
from tests.domain.rule_kinds.scoring import Row

CELLS = {"base": "4", "per_missing": "2", "measure": "rate annexes"}


@pytest.mark.parametrize(
    ("rate", "missing", "points"), [(76, 1, 5), (66, 2, 1), (80, 0, 8), (60, 3, 0)]
)
def test_what_is_missing_is_taken_from_base_and_band(rate: int, missing: int, points: int) -> None:
    row = Row("tier_plus_deduct", "8", CELLS, TIERS)

    assert row.score({"rate": rate, "annexes": missing}).points == points


def test_the_floor_may_stand_at_the_group() -> None:
    row = Row("tier_plus_deduct", "8", {**CELLS, "floor_at": "group"}, TIERS)

    assert row.score({"rate": Decimal(60), "annexes": 3}).points == -2


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"measure": "rate"}, (FEW_MEASURES, "measure")),
        ({"per_missing": "-2"}, (NOT_ABOVE_ZERO, "per_missing")),
        ({"base": "3"}, (POINTS_DIFFER, "points")),
    ],
)
def test_what_makes_no_sense_is_found(cells: dict[str, str], wrong: tuple[object, str]) -> None:
    kind, column = wrong

    found = Row("tier_plus_deduct", "8", CELLS | cells, TIERS).faults()

    assert found == [(kind, "indicators", 3, column)]

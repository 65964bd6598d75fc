"""Full marks times a figure from 0 to 1."""

from decimal import Decimal

import pytest

from server.domain.rule_kinds.coefficient import MIXED, NOT_A_COEFFICIENT, RANGES_OVERLAP
from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.rule_faults import TWICE
from tests.domain.rule_kinds.scoring import Row

OPTIONS = [{"coefficient": "1"}, {"coefficient": "0.5"}, {"coefficient": "0"}]
RANGES = [{"low": "0.80", "high": "1.0"}, {"low": "0.60", "high": "0.79"}]


def test_points_are_multiplied_by_the_chosen_coefficient() -> None:
    assert Row("coefficient", "50", rows=OPTIONS).score(Decimal("0.5")).points == 25
    assert Row("coefficient", "20", rows=OPTIONS).score(1).points == 20
    assert Row("coefficient", "20", rows=OPTIONS).score("0").points == 0
    assert Row("coefficient", "20", rows=OPTIONS).score(Decimal("0.7")).gap == "out_of_range"


def test_a_typed_coefficient_lies_in_one_of_the_ranges() -> None:
    row = Row("coefficient", "10", rows=RANGES)

    assert row.score(Decimal("0.80")).points == 8
    assert row.score(Decimal("0.795")).gap == "out_of_range"
    assert row.score(Decimal("0.5")).gap == "out_of_range"
    assert Row("coefficient", "unknown", rows=RANGES).score(1).gap == "unknown_points"


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([*OPTIONS, RANGES[0]], (MIXED, "parameters", 1, "coefficient")),
        ([*OPTIONS, OPTIONS[0]], (TWICE, "parameters", 4, "coefficient")),
        ([{"coefficient": "1.5"}], (NOT_A_COEFFICIENT, "parameters", 1, "coefficient")),
        ([{"low": "0.5"}], (faults.MISSING, "parameters", 1, "high")),
        ([*RANGES, {"low": "0.7", "high": "0.75"}], (RANGES_OVERLAP, "parameters", 3, "low")),
        ([{"low": "0.7", "high": "0.6"}], (RANGES_OVERLAP, "parameters", 1, "low")),
    ],
)
def test_what_is_wrong_with_coefficients_is_found(
    rows: list[dict[str, str]], wrong: tuple[object, ...]
) -> None:
    assert wrong in Row("coefficient", "10", rows=rows).faults()

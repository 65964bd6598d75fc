"""Points given by hand, between a minimum and a maximum, in steps."""

from decimal import Decimal

import pytest

from server.domain.rule_kinds.manual_range import RANGE_EMPTY
from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.rule_faults import NOT_ABOVE_ZERO
from tests.domain.rule_kinds.scoring import Row


def test_points_inside_the_range_are_kept_and_others_refused() -> None:
    assert Row("manual_range", "2").score(Decimal("1.5")).points == Decimal("1.5")
    assert Row("manual_range", "2.5", {"max": "2.5"}).score(3).gap == "out_of_range"
    assert Row("manual_range", "2.5").score(Decimal("0.3")).gap == "out_of_range"
    assert Row("manual_range", "2.5").score(Decimal("-0.5")).gap == "out_of_range"


def test_where_full_marks_are_unknown_there_is_no_maximum() -> None:
    assert Row("manual_range", "unknown").score(12).points == 12


@pytest.mark.parametrize(
    ("points", "cells", "wrong"),
    [
        ("2", {"min": "2"}, (RANGE_EMPTY, "max")),
        ("2", {"step": "0"}, (NOT_ABOVE_ZERO, "step")),
        ("", {}, (faults.MISSING, "points")),
        ("2", {"max": "two"}, (faults.NOT_A_NUMBER, "max")),
    ],
)
def test_a_range_that_is_none_is_found(
    points: str, cells: dict[str, str], wrong: tuple[object, str]
) -> None:
    kind, column = wrong

    assert (kind, "indicators", 3, column) in Row("manual_range", points, cells).faults()

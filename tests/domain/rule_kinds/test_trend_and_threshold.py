"""The latest year must reach a limit, and the years must rise or fall."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.rule_faults import FEW_MEASURES
from tests.domain.rule_kinds.scoring import Row

CELLS = {"limit": "1.5", "measure": "y1 y2 y3"}


@pytest.mark.parametrize(
    ("trend", "years", "points"),
    [
        ("rising", ("1.4", "1.5", "1.6"), 1),
        ("rising", ("1.9", "1.7", "1.6"), 0),
        ("rising", ("1.2", "1.3", "1.4"), 0),
        ("rising", ("1.6", "1.6", "1.6"), 0),
        ("not_falling", ("1.6", "1.6", "1.6"), 1),
        ("falling", ("1.9", "1.7", "1.6"), 1),
        ("not_rising", ("1.6", "1.6", "1.7"), 0),
    ],
)
def test_both_the_level_and_the_direction_must_be_right(
    trend: str, years: tuple[str, ...], points: int
) -> None:
    values = dict(zip(("y1", "y2", "y3"), map(Decimal, years), strict=True))

    assert Row("trend_and_threshold", "1", {**CELLS, "trend": trend}).score(values).points == points


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"measure": "y1"}, (FEW_MEASURES, "measure")),
        ({"trend": "up"}, (faults.NOT_ONE_OF, "trend")),
        ({"op": "near"}, (faults.NOT_ONE_OF, "op")),
        ({"limit": ""}, (faults.MISSING, "limit")),
    ],
)
def test_what_makes_no_sense_is_found(cells: dict[str, str], wrong: tuple[object, str]) -> None:
    kind, column = wrong

    found = Row("trend_and_threshold", "1", CELLS | cells).faults()

    assert found == [(kind, "indicators", 3, column)]

"""A figure held against an outside one."""

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.rule_faults import FEW_MEASURES, NOT_ABOVE_ZERO
from tests.domain.rule_kinds.scoring import Row

CELLS = {"measure": "wage average"}


@pytest.mark.parametrize(
    ("ratio", "wage", "points"),
    [("1", 105000, 1), ("1.1", 105000, 0), ("1.1", 110000, 1), ("110%", 109999, 0)],
)
def test_the_line_itself_is_reached(ratio: str, wage: int, points: int) -> None:
    row = Row("benchmark_ratio", "1", {**CELLS, "ratio": ratio})

    assert row.score({"wage": wage, "average": 100000}).points == points


def test_without_a_benchmark_nothing_can_be_said() -> None:
    row = Row("benchmark_ratio", "1", {**CELLS, "ratio": "1"})

    assert row.score({"wage": 5, "average": 0}).gap == "out_of_range"
    assert row.score({"wage": 5}).missing == ("average",)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"ratio": "1", "measure": "wage"}, (FEW_MEASURES, "measure")),
        ({"ratio": "0"}, (NOT_ABOVE_ZERO, "ratio")),
        ({"ratio": "much"}, (faults.NOT_A_SHARE, "ratio")),
        ({"ratio": "1", "op": "="}, (faults.NOT_ONE_OF, "op")),
    ],
)
def test_what_makes_no_sense_is_found(cells: dict[str, str], wrong: tuple[object, str]) -> None:
    kind, column = wrong

    assert Row("benchmark_ratio", "1", CELLS | cells).faults() == [(kind, "indicators", 3, column)]

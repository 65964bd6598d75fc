"""So many cases are drawn; the share of hits must reach a limit."""

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.rule_faults import FEW_MEASURES, LIMIT_MISSING, NOT_ABOVE_ZERO
from tests.domain.rule_kinds.scoring import Row

CELLS = {"draw": "10", "veto_below": "80", "measure": "drawn hits"}


@pytest.mark.parametrize(("hits", "fires"), [(8, False), (7, True), (10, False)])
def test_too_few_hits_veto(hits: int, fires: bool) -> None:
    assert Row("sample_rate", "", CELLS).score({"drawn": 10, "hits": hits}).fires_veto is fires


def test_fewer_cases_than_asked_for_are_a_gap_unless_the_scheme_counts_them() -> None:
    few = {"drawn": 6, "hits": 6}

    assert Row("sample_rate", "", CELLS).score(few).gap == "sample_too_small"
    assert Row("sample_rate", "", {**CELLS, "fewer": "count"}).score(few).is_met is True
    none = {"drawn": 0, "hits": 0}
    assert Row("sample_rate", "", {**CELLS, "fewer": "count"}).score(none).gap is not None
    assert Row("sample_rate", "", CELLS).score({"drawn": 10, "hits": 11}).gap == "out_of_range"


def test_a_limit_gives_points() -> None:
    row = Row("sample_rate", "4", {**CELLS, "limit": "90", "veto_below": "50"})

    assert row.score({"drawn": 10, "hits": 9}).points == 4
    assert row.score({"drawn": 10, "hits": 8}).points == 0


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"draw": "0"}, (NOT_ABOVE_ZERO, "draw")),
        ({"draw": "few"}, (faults.NOT_A_NUMBER, "draw")),
        ({"measure": "drawn"}, (FEW_MEASURES, "measure")),
        ({"veto_below": ""}, (LIMIT_MISSING, "limit")),
    ],
)
def test_what_makes_no_sense_is_found(cells: dict[str, str], wrong: tuple[object, str]) -> None:
    kind, column = wrong

    assert Row("sample_rate", "", CELLS | cells).faults() == [(kind, "indicators", 3, column)]

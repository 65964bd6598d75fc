"""Released figures of the survey become points."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.bands import GAP_BELOW
from server.domain.schemes.kinds.rule_faults import LIMIT_MISSING, TWICE
from server.domain.schemes.kinds.survey_parameters import (
    HALF_BAND,
    NO_BANDS,
    NO_PERCENTAGE,
    WEIGHTS_DIFFER,
)
from tests.domain.rule_kinds.examples import BANDS
from tests.domain.rule_kinds.scoring import Row

DIMENSIONS = [{"measure": f"satisfaction.{number}"} for number in range(1, 9)]


def test_a_share_of_the_full_marks_by_the_view_of_the_scheme() -> None:
    row = Row("survey_score", "2", {"measure": "wages"})
    basically = Row("survey_score", "2", {"measure": "wages"},
                    settings={"survey_view": "basically"})  # fmt: skip
    own = Row("survey_score", "2", {"measure": "wages", "view": "lower"},
              settings={"survey_view": "basically"})  # fmt: skip

    assert row.score({"wages:satisfied": 94}).points == Decimal("1.88")
    assert basically.score({"wages:basically": 100}).points == 2
    assert own.score({"wages:lower": 50}).points == 1


def test_a_limit_decides_and_one_that_is_not_published_does_not() -> None:
    row = Row("survey_score", "", {"mode": "threshold", "limit": "80"})
    unknown = Row("survey_score", "", {"mode": "threshold", "limit": "unknown"})

    assert row.score({"1:satisfied": 80}).is_met is True
    assert row.score({"1:satisfied": 79}).is_met is False
    assert unknown.score({"1:satisfied": 99}).gap == "unknown_rule"


def test_eight_dimensions_weigh_the_same_unless_the_scheme_says_otherwise() -> None:
    figures = {f"satisfaction.{number}:satisfied": 80 for number in range(1, 9)}
    weighted = [{"measure": "a", "weight": "70"}, {"measure": "b", "weight": "30"}]

    assert Row("survey_score", "10", rows=DIMENSIONS).score(figures).points == 8
    row = Row("survey_score", "10", rows=weighted)
    assert row.score({"a:satisfied": 90, "b:satisfied": 60}).points == Decimal("8.1")
    assert row.score({"a:satisfied": 90}).missing == ("b:satisfied",)


def test_bands_of_a_figure_give_points() -> None:
    row = Row("survey_score", "6", {"mode": "bands"}, BANDS)

    assert row.score({"1:satisfied": 80}).points == 6
    assert row.score({"1:satisfied": 49}).points == 3


@pytest.mark.parametrize(
    ("cells", "rows", "wrong"),
    [
        ({"mode": "threshold"}, [], (LIMIT_MISSING, "indicators", 3, "limit")),
        ({"limit": "x"}, [], (faults.NOT_A_NUMBER, "indicators", 3, "limit")),
        ({"limit": "180"}, [], (NO_PERCENTAGE, "indicators", 3, "limit")),
        ({"mode": "bands"}, [], (NO_BANDS, "indicators", 3, "mode")),
        ({"mode": "bands"}, BANDS[:2], (GAP_BELOW, "parameters", 2, "at_least")),
        ({"mode": "bands"}, [*BANDS, {"points": "1"}], (HALF_BAND, "parameters", 4, "at_least")),
        ({}, [{"weight": "1"}], (faults.MISSING, "parameters", 1, "measure")),
        ({}, [DIMENSIONS[0]] * 2, (TWICE, "parameters", 2, "measure")),
        ({}, [{"measure": "a", "weight": "0.5"}], (WEIGHTS_DIFFER, "parameters", 1, "weight")),
        ({}, [{"measure": "a", "weight": "1"}, {"measure": "b"}],
         (faults.MISSING, "parameters", 2, "weight")),
        ({"view": "best"}, [], (faults.NOT_ONE_OF, "indicators", 3, "view")),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_found(
    cells: dict[str, str], rows: list[dict[str, str]], wrong: tuple[object, ...]
) -> None:
    assert Row("survey_score", "6", cells, rows).faults() == [wrong]


def test_a_share_of_no_marks_is_found() -> None:
    assert Row("survey_score").faults() == [(faults.MISSING, "indicators", 3, "points")]
    assert Row("survey_score", "unknown").score({"1:satisfied": 50}).gap == "unknown_points"

"""Several figures become one, which must reach a limit, and below a line vetoes."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.figure_line import VETO_ABOVE_LIMIT, VETO_OF_LESS
from server.domain.schemes.kinds.rule_faults import FEW_MEASURES, LIMIT_MISSING, NOT_ABOVE_ZERO
from tests.domain.rule_kinds.examples import INSURED, RATES
from tests.domain.rule_kinds.scoring import Row


@pytest.mark.parametrize(("lowest", "fires"), [(76, False), (72, True), (75, False)])
def test_a_mean_below_the_line_vetoes(lowest: int, fires: bool) -> None:
    rates = dict(zip(INSURED, (85, 82, 80, 78, lowest), strict=True))

    outcome = Row("mean_of", "", {"veto_below": "80"} | RATES).score(rates)

    assert (outcome.fires_veto, outcome.is_met) == (fires, not fires)


@pytest.mark.parametrize(("several", "points"), [("mean", 3), ("min", 0), ("sum", 3)])
def test_mean_minimum_or_sum_are_held_against_the_limit(several: str, points: int) -> None:
    row = Row("mean_of", "3", {"limit": "91", "several": several} | RATES)

    assert row.score(INSURED).points == points


def test_a_mean_that_never_ends_does_not_reach_what_it_is_below() -> None:
    row = Row("mean_of", "1", {"limit": "66.66666666666666666667", "measure": "a b c"})

    assert row.score({"a": 100, "b": 100, "c": 0}).points == 0
    assert row.score({"a": 100, "b": 100, "c": Decimal("0.1")}).points == 1


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({}, (LIMIT_MISSING, "limit")),
        ({"limit": "80", "veto_below": "90"}, (VETO_ABOVE_LIMIT, "veto_below")),
        ({"limit": "80", "veto_below": "50", "op": "<="}, (VETO_OF_LESS, "veto_below")),
        ({"veto_below": "0"}, (NOT_ABOVE_ZERO, "veto_below")),
        ({"limit": "80", "op": "in"}, (faults.NOT_ONE_OF, "op")),
        ({"limit": "80", "measure": "one"}, (FEW_MEASURES, "measure")),
        ({"limit": "eighty"}, (faults.NOT_A_NUMBER, "limit")),
    ],
)
def test_limits_that_make_no_sense_are_found(
    cells: dict[str, str], wrong: tuple[object, str]
) -> None:
    kind, column = wrong

    assert Row("mean_of", "", RATES | cells).faults() == [(kind, "indicators", 3, column)]

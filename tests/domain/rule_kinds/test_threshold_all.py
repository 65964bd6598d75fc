"""A list of limits, all of which must hold, or any."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact import faults
from tests.domain.rule_kinds.scoring import Row


def _limits(*many: tuple[str, str, str]) -> list[dict[str, str]]:
    return [dict(zip(("measure", "op", "limit"), one, strict=True)) for one in many]


COUNTY = _limits(("formation", ">=", "80"), ("members", ">=", "80"), ("migrants", ">=", "70"))


@pytest.mark.parametrize(("migrants", "is_met"), [("69.9", False), ("70", True)])
def test_one_that_fails_is_enough_to_fail(migrants: str, is_met: bool) -> None:
    values = {"formation": 81, "members": 80, "migrants": Decimal(migrants)}

    assert Row("threshold_all", rows=COUNTY).score(values).is_met is is_met


def test_any_one_may_be_enough_and_points_depend_on_it() -> None:
    values = {"meetings": 1, "chairs": 3}
    limits = _limits(("meetings", ">=", "1"), ("chairs", ">=", "4"))

    assert Row("threshold_all", "10", rows=limits).score(values).points == 0
    assert Row("threshold_all", "10", {"any": "yes"}, limits).score(values).points == 10


def test_the_same_measure_is_asked_for_once() -> None:
    between = Row("threshold_all", rows=_limits(("age", ">=", "18"), ("age", "<", "60")))

    assert [one.measure for one in between.made().fields] == ["age"]
    assert between.score({"age": 60}).is_met is False


def test_limits_that_make_no_sense_are_found_at_their_cells() -> None:
    bad = _limits(("a", "=>", "1"), ("b", ">=", "much"))

    assert Row("threshold_all", rows=bad).faults() == [
        (faults.NOT_ONE_OF, "parameters", 1, "op"),
        (faults.NOT_A_NUMBER, "parameters", 2, "limit"),
    ]
    assert Row("threshold_all").faults() == [(faults.NO_LIST, "indicators", 3, "code")]

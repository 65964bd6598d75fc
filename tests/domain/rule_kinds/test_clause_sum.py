"""Clauses with points of their own, each scored by a kind of its own."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import NEGATIVE
from server.domain.schemes.kinds.rule_faults import FEW_MEASURES, NOT_ABOVE_ZERO, POINTS_DIFFER
from tests.domain.rule_kinds.examples import CLAUSES
from tests.domain.rule_kinds.scoring import Row

HALVES = [{"points": "0.5"}] * 4


def _met(*met: bool) -> dict[str, bool]:
    return {f"1/{number}": one for number, one in enumerate(met, start=1)}


@pytest.mark.parametrize(
    ("points", "met", "total"),
    [
        (("0.5", "0.5", "0.5", "0.5"), (True, True, False, True), "1.5"),
        (("0.5", "0.75", "0.25"), (True, True, False), "1.25"),
        (("1", "0.5", "0.5", "0.5", "0.5"), (True, False, True, True, True), "2.5"),
        (("0.5", "1", "2", "0.5", "1"), (True, False, True, True, False), "3"),
    ],
)
def test_the_clauses_that_are_met_add_up(
    points: tuple[str, ...], met: tuple[bool, ...], total: str
) -> None:
    row = Row("clause_sum", rows=[{"points": one} for one in points])

    assert row.score(_met(*met)).points == Decimal(total)


@pytest.mark.parametrize(
    ("floor_at", "rate", "points"),
    [
        ("clause", 98, "2"),
        ("clause", 90, "1.5"),
        ("item", 90, "0"),
        ("group", 90, "0"),
        ("item", 80, "0"),
        ("group", 80, "-2.5"),
    ],
)
def test_deductions_stop_at_the_clause_the_row_or_the_group(
    floor_at: str, rate: int, points: str
) -> None:
    row = Row("clause_sum", "2.5", {"floor_at": floor_at}, CLAUSES)

    assert row.score({"1/1": True, "rate": rate, "1/3": True}).points == Decimal(points)


def test_a_clause_may_hold_a_benchmark() -> None:
    above = {"points": "1", "kind": "benchmark_ratio", "measure": "wage average"}
    row = Row("clause_sum", "3", rows=[{"points": "1"}, above | {"ratio": "1"},
                                       above | {"ratio": "1.1"}])  # fmt: skip

    assert row.score({"1/1": True, "wage": 105000, "average": 100000}).points == 2
    assert row.score({"1/1": True, "wage": 110000, "average": 100000}).points == 3


def test_the_list_of_a_clause_stands_under_the_code_of_the_clause() -> None:
    limits = [{"measure": one, "op": ">=", "limit": "90"} for one in ("members", "coverage")]
    row = Row("clause_sum", "1.5", rows=[{"points": "0.5"}, {"points": "1",
              "kind": "threshold_all"}], lists={"1/2": limits})  # fmt: skip

    assert row.score({"1/1": True, "members": 90, "coverage": 95}).points == Decimal("1.5")
    assert row.score({"1/1": True, "members": 89, "coverage": 95}).points == Decimal("0.5")


def test_a_clause_without_a_value_leaves_the_row_open() -> None:
    outcome = Row("clause_sum", "2", rows=HALVES).score(_met(True, True, True))

    assert (outcome.gap, outcome.missing) == ("no_value", ("1/4",))


def test_a_clause_that_cannot_be_scored_leaves_the_row_open() -> None:
    row = Row("clause_sum", "1", rows=[{"points": "0.5"}, {"points": "0.5", "kind": "unknown"}])

    assert row.score(_met(True)).gap == "unknown_rule"


@pytest.mark.parametrize(
    ("clause", "wrong"),
    [
        ({"kind": "nonsense"}, (faults.NOT_ONE_OF, "kind")),
        ({"kind": "linear_deduct"}, (faults.MISSING_IN_LIST, "target")),
        ({"kind": "linear_deduct", "target": "x", "per_point": "1"},
         (faults.NOT_A_NUMBER, "target")),
        ({"kind": "linear_deduct", "target": "90", "per_point": "0"},
         (NOT_ABOVE_ZERO, "per_point")),
        ({"kind": "all_or_nothing", "target": "90"}, (faults.FOREIGN_PARAMETER, "target")),
        ({"kind": "benchmark_ratio", "ratio": "1"}, (FEW_MEASURES, "measure")),
        ({"kind": "tier_pct"}, (faults.NO_LIST, "code")),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_clause_is_found_at_its_cell(
    clause: dict[str, str], wrong: tuple[object, str]
) -> None:
    kind, column = wrong
    row = Row("clause_sum", "1", rows=[{"points": "0.5"}, {"points": "0.5", **clause}])

    assert (kind, "parameters", 2, column) in row.faults()


def test_points_of_clauses_must_add_up_to_those_of_the_row() -> None:
    assert Row("clause_sum", "3", rows=HALVES).faults() == [
        (POINTS_DIFFER, "indicators", 3, "points")
    ]
    assert Row("clause_sum", rows=[{"points": "-1"}]).faults() == [
        (NEGATIVE, "parameters", 1, "points")
    ]

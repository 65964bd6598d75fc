"""Full marks less so many for each fault."""

from decimal import Decimal

import pytest

from server.domain.rule_kinds.deduct_events import BASE_ABOVE_POINTS, MOST_BELOW_EACH
from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import NEGATIVE
from server.domain.schemes.kinds.floors import FLOOR_TOO_HIGH
from server.domain.schemes.kinds.rule_faults import NOT_ABOVE_ZERO
from server.domain.schemes.scoring.score_row import score_row
from tests.domain.rule_kinds.scoring import Row

ONCE = [{"each": each, "once": "yes", "measure": name} for name, each in
        (("missed", "5"), ("unclear", "2"), ("unregistered", "2"))]  # fmt: skip


def test_each_fault_is_taken_from_the_full_marks() -> None:
    row = Row("deduct_events", "10", rows=ONCE)

    assert row.score({"missed": True, "unclear": True, "unregistered": True}).points == 1
    assert row.score({"missed": False, "unclear": False, "unregistered": False}).points == 10


@pytest.mark.parametrize(("times", "points"), [(1, 8), (3, 6), (9, 6)])
def test_a_fault_counts_each_time_up_to_its_most(times: int, points: int) -> None:
    row = Row("deduct_events", "10", rows=[{"each": "2", "most": "4"}])

    assert row.score({"1/1": times}).points == points


def test_deductions_stop_at_the_floor_unless_the_group_has_it() -> None:
    rows = [{"each": "3"}]

    assert Row("deduct_events", "4", rows=rows).score({"1/1": 2}).points == 0
    assert Row("deduct_events", "4", {"floor_at": "group"}, rows).score({"1/1": 2}).points == -2
    assert Row("deduct_events", "unknown", rows=rows).score({"1/1": 2}).gap == "unknown_points"
    assert Row("deduct_events", "unknown", {"base": "4"}, rows).score({"1/1": 1}).points == 1


def test_counted_records_are_a_yes_where_a_fault_counts_once() -> None:
    made = Row("deduct_events", "10", rows=ONCE[:1]).made()
    settings = SchemeSettings("s", "1", "办法")
    counted = inputs_of([Observation("missed", Decimal(3), Source.RECORD)])
    typed = inputs_of([Observation("missed", Decimal(3), Source.ASSESSOR)])

    assert score_row(made, counted, {}, settings).outcome.points == 5
    assert score_row(made, typed, {}, settings).outcome.gap == "out_of_range"


@pytest.mark.parametrize(
    ("cells", "event", "wrong"),
    [
        ({}, {"each": "0"}, (NOT_ABOVE_ZERO, "parameters", 1, "each")),
        ({}, {"each": "2", "most": "1"}, (MOST_BELOW_EACH, "parameters", 1, "most")),
        ({}, {"each": "2", "once": "often"}, (faults.NOT_YES_NO, "parameters", 1, "once")),
        ({"base": "11"}, {"each": "2"}, (BASE_ABOVE_POINTS, "indicators", 3, "base")),
        ({"base": "-1"}, {"each": "2"}, (NEGATIVE, "indicators", 3, "base")),
        ({"floor": "11"}, {"each": "2"}, (FLOOR_TOO_HIGH, "indicators", 3, "floor")),
    ],
)
def test_deductions_that_make_no_sense_are_found(
    cells: dict[str, str], event: dict[str, str], wrong: tuple[object, ...]
) -> None:
    assert Row("deduct_events", "10", cells, [event]).faults() == [wrong]

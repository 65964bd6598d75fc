"""What is still open is never decided: neither from points so far, nor by who came before."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

import pytest

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.exact.outcome import GapReason
from server.domain.schemes.exact.values import Value
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.telling.trace_json import write_trace
from tests.domain.schemes.made import TODAY, compiled, subject

ROW = {"kind": "manual_range", "source": "assessor"}
TAKES = {"code": "D", "kind": "enum_choice", "points": "0", "source": "assessor"}
CHOICES = {"D": [{"value": "0"}, {"value": "-8"}]}
LINE = [{"code": "A", "kind": "grade_bands", "from_points": "80"}]


def _rows(*codes: str, points: str = "50") -> list[dict[str, str]]:
    return [{**ROW, "code": code, "points": points} for code in codes]


def _decided(scheme: CompiledScheme, values: Mapping[str, Value | int | None]) -> bool | None:
    return evaluate(scheme, subject(values)).grades[0].is_reached


@pytest.mark.parametrize(
    ("points", "reached"), [(50, True), (38, True), (37, None), (30, None), (20, False)]
)
def test_a_deduction_that_is_open_keeps_a_grade_open_that_it_can_take(
    points: int, reached: bool | None
) -> None:
    scheme = compiled([*_rows("1", "2"), TAKES], parameters=CHOICES, grades=LINE)

    assert _decided(scheme, {"1": 50, "2": points}) is reached


def test_an_open_deduction_without_end_leaves_every_grade_open() -> None:
    faults = {"kind": "deduct_events", "floor_at": "group", "points": "10", "source": "assessor"}
    rows = [*_rows("1", "2"), {**faults, "code": "3"}]
    scheme = compiled(rows, parameters={"3": [{"each": "1"}]}, grades=LINE)

    assert _decided(scheme, {"1": 50, "2": 50}) is None


def test_a_cap_ends_what_an_open_deduction_can_take() -> None:
    block = {"code": "B", "kind": "deduct_block", "cap": "4"}
    scheme = compiled(
        [*_rows("1", "2"), block, {**TAKES, "parent": "B"}], parameters=CHOICES, grades=LINE
    )

    assert _decided(scheme, {"1": 50, "2": 34}) is True
    assert _decided(scheme, {"1": 50, "2": 33}) is None


@pytest.mark.parametrize(
    ("asked", "value", "reached"),
    [
        ("total", 50, None),
        ("total", 40, True),
        ("points:G", 50, None),
        ("points:G", 40, True),
        ("rate:G", 50, None),
        ("rate:G", 40, True),
    ],
)
def test_a_requirement_of_points_waits_for_open_rows_unless_there_is_enough(
    asked: str, value: int, reached: bool | None
) -> None:
    inner = {"code": "H", "parent": "G", "kind": "group"}
    rows = [{**one, "parent": "H"} for one in _rows("1", "2")]
    scheme = compiled(
        [{"code": "G", "kind": "group"}, inner, *rows],
        parameters={"A": [{"measure": asked, "op": ">=", "limit": str(value)}]},
        grades=[{"code": "A", "kind": "grade_by_conditions"}],
    )

    assert _decided(scheme, {"1": 40}) is reached
    assert _decided(scheme, {"1": 40, "2": 50}) is True


def test_a_requirement_of_few_points_is_not_met_by_rows_that_are_open() -> None:
    scheme = compiled(
        _rows("1"),
        parameters={"A": [{"measure": "total", "op": "<=", "limit": "10"}]},
        grades=[{"code": "A", "kind": "grade_by_conditions"}],
    )

    assert _decided(scheme, {}) is None


def test_an_open_bonus_that_does_not_count_keeps_no_grade_open() -> None:
    rows = [*_rows("1", "2"), {"code": "+", "kind": "bonus", "cap": "10", "source": "assessor"}]
    settings = {"bonus_toward_threshold": "no"}

    assert _decided(compiled(rows, grades=LINE, settings=settings), {"1": 50, "2": 25}) is False
    assert _decided(compiled(rows, grades=LINE), {"1": 50, "2": 25}) is None


def test_a_group_that_is_met_with_unknown_points_leaves_the_total_open() -> None:
    group = {"code": "G", "kind": "all_met", "points": "unknown"}
    clause = {"code": "1", "parent": "G", "kind": "meets_clause", "source": "assessor"}
    scheme = compiled([group, clause, *_rows("2")])

    met, failed = (evaluate(scheme, subject({"1": is_met, "2": 5})) for is_met in (True, False))

    assert (met.total, met.gaps, met.most) == (None, ("G",), None)
    assert met.rows["G"].outcome.gap is GapReason.UNKNOWN_POINTS
    assert failed.total == 5


def test_a_bonus_is_neither_scaled_up_nor_cut_for_rows_that_are_left_out() -> None:
    rows = [
        {**ROW, "code": "1", "points": "50", "na": "rescaled"},
        *_rows("2"),
        {"code": "+", "kind": "bonus", "cap": "5", "source": "assessor"},
    ]

    found = evaluate(compiled(rows), subject({"1": None, "2": 50, "+": 5}))

    assert found.total == 105


@pytest.mark.parametrize(("level", "total"), [("self", None), ("county", 5), ("labour", 5)])
def test_where_the_last_level_alone_counts_a_lower_one_never_does(
    level: str, total: int | None
) -> None:
    row = {"code": "1", "kind": "manual_range", "points": "10", "source": "assessor self"}
    scheme = compiled([row], settings={"stage_rule": "last"})
    source = Source.SELF if level == "self" else Source.ASSESSOR
    given = Observation("1", Decimal(5), source, level, TODAY)

    for _ in range(2):
        assert evaluate(scheme, Subject(inputs_of([given]), {}, TODAY)).total == total


def test_points_of_the_subject_itself_do_not_count_in_a_row_for_assessors() -> None:
    own = Observation("1", Decimal(5), Source.SELF, "self", TODAY)
    found = evaluate(compiled(_rows("1")), Subject(inputs_of([own]), {}, TODAY))

    assert found.gaps == ("1",)
    assert found.rows["1"].beside == (own,)


def test_what_was_said_of_a_typed_number_is_not_said_of_a_record() -> None:
    row = {"code": "1", "kind": "all_or_nothing", "points": "3", "source": "record assessor"}
    scheme = compiled([row])
    by_hand = evaluate(scheme, subject({"1": 1}))
    record = Observation("1", Decimal(1), Source.RECORD, on=TODAY)
    by_record = evaluate(scheme, Subject(inputs_of([record]), {}, TODAY))

    assert by_hand.rows["1"].outcome.gap is GapReason.OUT_OF_RANGE
    assert by_record.total == 3


def test_a_trace_is_the_same_whoever_was_evaluated_before() -> None:
    rows, first, second = (
        _rows("1"),
        subject({"1": Decimal("1.50")}),
        subject({"1": Decimal("1.5")}),
    )
    alone, after = compiled(rows), compiled(rows)
    evaluate(after, first)

    assert write_trace(evaluate(after, second)) == write_trace(evaluate(alone, second))


def test_answers_of_a_wide_group_are_remembered_within_bounds() -> None:
    codes = [f"1.{number}" for number in range(300)]
    rows = [{**ROW, "code": code, "parent": "1", "points": "10"} for code in codes]
    scheme = compiled([{"code": "1", "kind": "group"}, *rows])

    for number in range(400):
        points = Decimal(number % 20) / 2
        evaluate(scheme, subject({codes[number % 300]: points, codes[(number * 7) % 300]: 1}))

    assert len(scheme.rows["1"].known) <= 220


def test_a_window_of_no_months_holds_the_day_itself_only() -> None:
    row = {**ROW, "code": "1", "points": "10", "look_back_months": "0"}
    scheme = compiled([row])
    yesterday = Observation("1", Decimal(5), Source.ASSESSOR, "county", TODAY - timedelta(days=1))

    for _ in range(2):
        assert evaluate(scheme, subject({"1": 5})).total == 5
        assert evaluate(scheme, Subject(inputs_of([yesterday]), {}, TODAY)).gaps == ("1",)


def test_a_floor_of_a_group_ends_what_an_open_deduction_can_take() -> None:
    group = {"code": "G", "kind": "group", "floor": "45"}
    rows = [{**one, "parent": "G"} for one in _rows("1")]
    scheme = compiled(
        [group, *rows, {**TAKES, "parent": "G"}, *_rows("2")], parameters=CHOICES, grades=LINE
    )

    assert _decided(scheme, {"1": 50, "2": 35}) is True
    assert _decided(scheme, {"1": 50, "2": 34}) is None


@pytest.mark.parametrize(
    ("row", "rows", "most"),
    [
        ({"kind": "deduct_events", "base": "10"}, [{"each": "2"}], 10),
        ({"kind": "quality_tier"}, [{"name": "a", "points": "4"}, {"name": "b", "points": "9"}], 9),
        (
            {"kind": "quality_tier"},
            [{"name": "a", "points": "4"}, {"name": "b", "points": "unknown"}],
            None,
        ),
    ],
)
def test_a_row_without_points_has_the_most_of_its_parameters(
    row: dict[str, str], rows: list[dict[str, str]], most: int | None
) -> None:
    scheme = compiled([{"code": "1", "source": "assessor", **row}], parameters={"1": rows})

    assert scheme.most == most

"""One subject by one scheme: what applies, what is remembered, what could still be."""

from dataclasses import replace
from decimal import Decimal

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.exact.values import Value
from server.domain.schemes.scoring.evaluate import evaluate
from tests.domain.decision_kinds.made_groups import evaluated, points_by_hand
from tests.domain.schemes.made import compiled, subject
from xlsforms.scheme import Cells

LARGE: Cells = {**points_by_hand("1", most="10")[0], "applies_when": "headcount >= 50"}


def test_a_row_whose_condition_nobody_can_judge_is_a_gap_and_not_left_out() -> None:
    rows = [{**LARGE, "na": "full"}]

    unknown, small, large = (
        evaluated(rows, {"1": 4}, facts=facts)
        for facts in ({}, {"headcount": Decimal(49)}, {"headcount": Decimal(50)})
    )

    assert (unknown.gaps, unknown.rows["1"].outcome.missing) == (("1",), ("headcount",))
    assert [one.total for one in (unknown, small, large)] == [None, 10, 4]


def test_full_marks_are_those_of_what_applies() -> None:
    rows: list[Cells] = [
        {"code": "G", "kind": "group", "points": "15"},
        {**LARGE, "parent": "G"},
        {**points_by_hand("2", most="5")[0], "parent": "G"},
    ]

    small = evaluated(rows, {"2": 5}, facts={"headcount": Decimal(5)})

    assert (small.total, small.most) == (5, 5)


def test_a_part_left_to_the_rest_is_made_up_for_once_by_weights() -> None:
    rows: list[Cells] = [{"code": "W", "kind": "weighted_groups"}] + [
        {**row, "parent": "W", "weight": "0.5", "na": "rescaled"}
        for row in points_by_hand("1", "2", most="10")
    ]

    half = evaluated(rows, {"1": 5, "2": None})
    nothing = evaluated(rows, {"1": None, "2": None})

    assert (half.total, half.most) == (50, 100)
    assert nothing.rows["W"].outcome.counts is False


def test_what_a_weighted_part_could_still_give_is_weighted_too() -> None:
    rows: list[Cells] = [{"code": "W", "kind": "weighted_groups"}] + [
        {**row, "parent": "W", "weight": weight}
        for row, weight in zip(points_by_hand("1", "2"), ("0.9", "0.1"), strict=True)
    ]
    grades = [
        {"code": "A", "kind": "grade_bands", "from_points": "55"},
        {"code": "AA", "kind": "grade_bands", "from_points": "56"},
    ]

    found = evaluated(rows, {"1": 50}, grades=grades)

    assert found.lowest == 45
    assert [one.is_reached for one in found.grades] == [None, False]


def test_a_number_after_a_yes_is_scored_as_a_number() -> None:
    scheme = compiled(points_by_hand("1"))
    for value, total in ((True, 0), (Decimal(1), 1), (True, 0)):
        one = evaluate(scheme, subject({"1": value}))

        assert one.lowest == total


def test_observations_are_told_of_the_row_they_decided() -> None:
    rows = [{**points_by_hand("1")[0], "source": "assessor self"}]
    scheme = compiled(rows, settings={"sources": "side_by_side"})
    own = Observation("1", Decimal(90), Source.SELF, "self", origin="submission:1")
    county = Observation("1", Decimal(80), Source.ASSESSOR, "county", origin="assessment:2")
    record = Observation("1", Decimal(1), Source.RECORD, origin="record:3")

    for observed in ([county], [own, county], [own, county, record]):
        row = evaluate(scheme, replace(subject({}), inputs=inputs_of(observed))).rows["1"]

        assert row.used == (county,)
        assert set(row.beside) == set(observed) - {county}


def test_a_remembered_answer_is_the_same_as_a_new_one() -> None:
    scheme = compiled(points_by_hand("1", "2"))
    values: dict[str, Value | int | None] = {"1": 50, "2": None}

    first, again = (evaluate(scheme, subject(values)) for _ in range(2))

    assert first == again
    assert hash(first.rows) == hash(again.rows)
    assert (len(first.rows), list(first.rows)) == (2, ["1", "2"])

"""A total with a minimum in one part of the table."""

from dataclasses import replace
from datetime import date

import pytest

from server.domain.schemes.kinds.decision_kind import HeldTitle
from server.domain.schemes.reading.check_codes import LEVEL_IGNORED
from server.domain.schemes.scoring.evaluate import evaluate
from tests.domain.decision_kinds.made_groups import evaluated, faults_of, points_by_hand
from tests.domain.schemes.made import compiled, subject
from xlsforms.scheme import Cells

ROWS = [
    *points_by_hand("B", most="50"),
    *points_by_hand("S", "C", most="26"),
    {"code": "+", "kind": "bonus_block", "cap": "4"},
    {**points_by_hand("b")[0], "parent": "+"},
]
GRADES = [{"code": "T", "kind": "gated_total", "from_points": "90"}]
GATE = {"T": [{"measure": "points:B", "op": ">=", "limit": "42", "name_zh": "基础指标"}]}


@pytest.mark.parametrize(
    ("points", "total", "grade"),
    [
        ({"B": 42, "S": 24, "C": 26, "b": 0}, 92, "T"),
        ({"B": 41, "S": 26, "C": 26, "b": 3}, 96, None),
        ({"B": 43, "S": 22, "C": 24, "b": 6}, 93, "T"),
        ({"B": 42, "S": 22, "C": 24, "b": 0}, 88, None),
    ],
)
def test_both_the_total_and_the_part_have_to_reach_their_lines(
    points: dict[str, int], total: int, grade: str | None
) -> None:
    found = evaluated(ROWS, dict(points), grades=GRADES, parameters=GATE)

    assert (found.total, found.grade) == (total, grade)


def test_what_is_lacking_is_told_of_both() -> None:
    found = evaluated(ROWS, {"B": 41, "S": 0, "C": 0, "b": 0}, grades=GRADES, parameters=GATE)

    lacking = [dict(one.facts) for one in found.grades[0].lacking]
    assert lacking[0] == {"short": "49", "line": "90"}
    assert lacking[1]["value"] == "41"


def test_a_limit_has_to_be_understood() -> None:
    gate = {"T": [{"measure": "points:B", "op": "about", "limit": "42"}]}

    assert faults_of(ROWS, grades=GRADES, parameters=gate)


@pytest.mark.parametrize(
    ("since", "grade"), [(None, None), ("2026-01-01", None), ("2025-11-01", "T")]
)
def test_the_level_before_is_waited_for_as_on_a_ladder(
    since: str | None, grade: str | None
) -> None:
    grades: list[Cells] = [
        {"code": "A", "kind": "ladder", "from_points": "95"},
        {**GRADES[0], "level_before": "A", "wait_months": "12"},
    ]
    made = compiled(ROWS, grades=grades, parameters=GATE)
    titles = () if since is None else (HeldTitle("A", date.fromisoformat(since)),)
    one = replace(subject({"B": 42, "S": 24, "C": 26, "b": 0}), titles=titles)

    assert next((r.code for r in evaluate(made, one).grades if r.is_reached), None) == grade


def test_a_grade_that_looks_at_no_level_before_must_not_name_one() -> None:
    grades: list[Cells] = [
        {"code": "A", "kind": "grade_bands", "from_points": "60"},
        {"code": "B", "kind": "grade_bands", "from_points": "80", "level_before": "A"},
    ]

    assert faults_of(ROWS, grades=grades) == [("level_before", LEVEL_IGNORED.what)]

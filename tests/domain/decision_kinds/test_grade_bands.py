"""Grades by points."""

import pytest

from server.domain.schemes.kinds.verdict import LINE_NOT_ABOVE, LINE_TOO_HIGH
from tests.domain.decision_kinds.made_groups import evaluated, faults_of, points_by_hand, reached

BANDS = [
    {"code": "A", "kind": "grade_bands", "from_points": "80"},
    {"code": "AA", "kind": "grade_bands", "from_points": "85"},
]


@pytest.mark.parametrize(("points", "grade"), [(79, None), (80, "A"), (84, "A"), (85, "AA")])
def test_the_line_belongs_to_the_grade(points: int, grade: str | None) -> None:
    assert evaluated(points_by_hand("1"), {"1": points}, grades=BANDS).grade == grade


def test_a_gap_leaves_open_what_could_still_be_reached() -> None:
    rows = points_by_hand("1", "2", most="50") + points_by_hand("3", most="1")

    found = evaluated(rows, {"1": 50, "2": 33}, grades=BANDS)

    assert found.total is None
    assert (found.lowest, found.gaps) == (83, ("3",))
    assert reached(found.grades) == {"A": True, "AA": False}
    assert dict(found.grades[1].lacking[0].facts) == {"short": "2", "line": "85"}


def test_what_a_gap_could_give_leaves_the_grade_open() -> None:
    rows = points_by_hand("1", "2", most="50")

    assert reached(evaluated(rows, {"1": 50}, grades=BANDS).grades) == {"A": None, "AA": None}


def test_lines_rise_and_stay_within_the_table() -> None:
    wrong = [*BANDS, {"code": "AAA", "kind": "grade_bands", "from_points": "85"}]
    high = [{"code": "A", "kind": "grade_bands", "from_points": "101"}]

    assert faults_of(points_by_hand("1"), grades=wrong) == [("from_points", LINE_NOT_ABOVE.what)]
    assert faults_of(points_by_hand("1"), grades=high) == [("from_points", LINE_TOO_HIGH.what)]


def test_other_subjects_have_lines_of_their_own() -> None:
    grades = [
        {"code": "P", "kind": "grade_bands", "from_points": "85", "subject": "park"},
        {"code": "E", "kind": "grade_bands", "from_points": "80", "subject": "enterprise"},
    ]

    found = evaluated(points_by_hand("1"), {"1": 84}, grades=grades)

    assert reached(found.grades) == {"E": True}

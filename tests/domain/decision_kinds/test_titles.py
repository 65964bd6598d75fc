"""Titles beside the grades: for a single topic, and those that are only named."""

from tests.domain.decision_kinds.made_groups import evaluated, held, points_by_hand, reached

GRADES = [
    {"code": "star", "kind": "grade_bands", "from_points": "60"},
    {"code": "canteen", "kind": "topic_title"},
    {"code": "dormitory", "kind": "topic_title"},
    {"code": "model", "kind": "plain_title"},
]
LISTS = {
    "canteen": [{"measure": "points:1", "op": ">=", "limit": "90"}],
    "dormitory": [{"measure": "rate:2", "op": ">=", "limit": "80"}],
}


def test_one_subject_may_have_several_titles_beside_its_grade() -> None:
    rows = points_by_hand("1") + points_by_hand("2", most="20")

    found = evaluated(rows, {"1": 95, "2": 16}, grades=GRADES, parameters=LISTS)

    assert found.grade == "star"
    assert reached(found.titles) == {"canteen": True, "dormitory": True, "model": None}


def test_a_title_that_is_only_named_is_never_worked_out() -> None:
    rows = points_by_hand("1", "2")

    found = evaluated(
        rows, {"1": 0, "2": 0}, grades=GRADES, parameters=LISTS, titles=(held("model", 2),)
    )

    assert reached(found.titles) == {"canteen": False, "dormitory": False, "model": True}
    assert found.grade is None

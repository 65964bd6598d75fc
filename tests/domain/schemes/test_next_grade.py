"""What is missing for the next grade."""

from datetime import date

from server.domain.schemes.telling.next_grade import next_grade
from tests.domain.decision_kinds.made_groups import evaluated, held, points_by_hand
from tests.domain.schemes.made import compiled

ROWS = points_by_hand("1", "2", "3", most="40")
GRADES = [
    {"code": "A", "kind": "ladder", "from_points": "60"},
    {"code": "AA", "kind": "ladder", "from_points": "80", "level_before": "A", "wait_months": "12"},
]


def test_rows_with_the_most_to_gain_come_first() -> None:
    scheme = compiled(ROWS, grades=GRADES)

    found = next_grade(scheme, evaluated(ROWS, {"1": 39, "2": 30}, grades=GRADES))

    assert found is not None
    assert found.code == "AA"
    assert [(one.code, one.points, one.is_gap) for one in found.gains] == [
        ("3", 40, True),
        ("2", 10, False),
        ("1", 1, False),
    ]
    assert len(found.lacking) == 2


def test_where_only_waiting_is_missing_the_day_is_told() -> None:
    scheme = compiled(ROWS, grades=GRADES)
    one = evaluated(ROWS, {"1": 40, "2": 40, "3": 40}, grades=GRADES, titles=(held("A", 11),))

    found = next_grade(scheme, one)

    assert found is not None
    assert found.possible_from == date(2026, 12, 1)
    assert found.gains == ()


def test_at_the_top_there_is_nothing_above() -> None:
    scheme = compiled(ROWS, grades=GRADES)
    one = evaluated(ROWS, {"1": 40, "2": 40, "3": 40}, grades=GRADES, titles=(held("AA", 1),))

    assert next_grade(scheme, one) is None


def test_a_veto_in_the_way_is_named() -> None:
    sheets = {"grades": GRADES, "vetoes": [{"code": "V", "kind": "veto"}]}
    values = {"1": 40, "2": 40, "3": 0, "V": True}

    found = next_grade(compiled(ROWS, **sheets), evaluated(ROWS, values, **sheets))

    assert found is not None
    assert (found.code, found.vetoes, found.possible_from) == ("A", ("V",), None)

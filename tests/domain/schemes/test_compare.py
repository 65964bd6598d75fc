"""Evaluations beside one another."""

from decimal import Decimal

from server.domain.schemes.scoring.evaluation import Evaluation
from server.domain.schemes.telling.compare import (
    VersionTally,
    beside,
    beside_median,
    change_of,
    rows_below,
)
from tests.domain.decision_kinds.made_groups import evaluated, points_by_hand
from tests.domain.schemes.made import compiled

ROWS = points_by_hand("1", "2", most="50")
GRADES = [{"code": "A", "kind": "grade_bands", "from_points": "60"}]


def _of(first: int, second: int | None = None) -> Evaluation:
    values = {"1": first} if second is None else {"1": first, "2": second}
    return evaluated(ROWS, dict(values), grades=GRADES)


def test_two_enterprises_stand_side_by_side_row_by_row() -> None:
    total, first, second = beside(_of(40, 20), _of(45))

    assert (total.first, total.second, total.difference) == (60, None, None)
    assert (first.code, first.difference) == ("1", 5)
    assert (second.code, second.difference) == ("2", None)


def test_rows_that_only_one_has_are_shown_too() -> None:
    other = evaluated(points_by_hand("9"), {"9": 3})

    assert [one.code for one in beside(_of(1, 1), other)] == ["", "1", "2", "9"]


def test_a_median_needs_three_others() -> None:
    two, three = [_of(10, 10), _of(20, 20)], [_of(10, 10), _of(20, 20), _of(40)]

    assert [one.second for one in beside_median(_of(30, 30), two)] == [None, None, None]
    assert [one.second for one in beside_median(_of(30, 30), three)] == [None, 20, None]


def test_the_median_of_four_lies_between_two() -> None:
    four = [_of(n, n) for n in (10, 20, 25, 40)]

    total, first, _ = beside_median(_of(30, 30), four)

    assert (total.second, first.second) == (45, Decimal("22.5"))


def test_a_group_with_open_rows_below_it_is_no_figure_to_compare_with() -> None:
    rows = [{"code": "G", "kind": "group"}, *({**row, "parent": "G"} for row in ROWS)]
    whole = [evaluated(rows, {"1": 40, "2": n}) for n in (10, 20, 30)]
    begun = [evaluated(rows, {"1": 40})] * 5
    below = rows_below(compiled(rows))

    found = {one.code: one.second for one in beside_median(whole[0], [*whole, *begun], below)}

    assert below == {"G": {"1", "2"}}
    assert (found["G"], found["1"], found["2"]) == (60, 40, 20)


def test_two_versions_tell_who_changes_grade_and_how_totals_move() -> None:
    found = VersionTally()
    changes = [
        change_of("a", _of(40, 20), _of(40, 19)),
        change_of("b", _of(10, 10), _of(30, 30)),
        change_of("c", _of(10, 10), _of(10, 10)),
        change_of("d", _of(10), _of(10)),
    ]
    for one in changes:
        found.add(one)

    assert [one.key for one in changes if one.is_any] == ["a", "b"]
    assert found.moves == {("A", None): 1, (None, "A"): 1}
    assert (found.compared, found.rose, found.fell) == (4, 1, 1)
    assert found.mean_difference == Decimal(39) / 3


def test_nothing_compared_has_no_mean() -> None:
    assert VersionTally().mean_difference is None

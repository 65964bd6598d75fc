"""One of a few numbers of points, which may be below 0."""

from decimal import Decimal

from server.domain.rule_kinds.enum_choice import ENDS_DIFFER
from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.rule_faults import TWICE
from tests.domain.rule_kinds.scoring import Row

DEDUCTIONS = [(0, -3), (0, -3), (0, -2, -4, -6), (0, -2, -4, -6), (0, -2, -4, -6), (0, -2)]


def _row(values: tuple[int, ...], points: str = "") -> Row:
    return Row("enum_choice", points, rows=[{"value": str(one)} for one in values])


def test_chosen_deductions_add_up() -> None:
    chosen = (0, 0, -4, 0, -2, -2)

    scored = [_row(row).score(one).points for row, one in zip(DEDUCTIONS, chosen, strict=True)]

    assert sum(one or 0 for one in scored) == -8


def test_the_worst_case_of_all_rows_is_known() -> None:
    made = [_row(row, str(min(row))).made() for row in DEDUCTIONS]

    assert sum(row.kind.least(row.parameters, row.slot) or 0 for row in made) == -26
    assert {row.most for row in made} == {Decimal(0)}


def test_a_choice_is_typed_by_its_number_or_its_name_and_nothing_else() -> None:
    named = Row("enum_choice", rows=[{"value": "-2", "name": "late"}, {"value": "0"}])

    assert _row((0, -2)).score("-2").points == -2
    assert named.score("late").points == -2
    assert named.score(-2).gap == "out_of_range"
    assert _row((0, -2)).score(-1).gap == "out_of_range"


def test_choices_twice_or_beside_the_row_are_found() -> None:
    assert _row((0, -2, 0)).faults() == [(TWICE, "parameters", 3, "value")]
    assert _row((0, -2), "-3").faults() == [(ENDS_DIFFER, "indicators", 3, "points")]
    assert Row("enum_choice", rows=[{"value": "none"}]).faults() == [
        (faults.NOT_A_NUMBER, "parameters", 1, "value")
    ]
    assert Row("enum_choice").faults() == [(faults.NO_LIST, "indicators", 3, "code")]

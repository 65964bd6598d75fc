"""Level n asks for the standards 1 to n."""

import pytest

from server.domain.schemes.exact import faults
from tests.domain.decision_kinds.made_groups import evaluated, faults_of, points_by_hand, reached

STANDARDS = ("I", "II", "III")
ROWS = [
    row
    for code in STANDARDS
    for row in (
        {"code": code, "kind": "all_met"},
        {**points_by_hand(f"{code}.1", most="1")[0], "parent": code},
    )
]
GRADES = [
    {"code": grade, "kind": "cumulative_standards", "standards": code}
    for grade, code in zip(("A", "AA", "AAA"), STANDARDS, strict=True)
]


@pytest.mark.parametrize(
    ("met", "grade"),
    [
        (["I", "III"], "A"),
        (["I", "II"], "AA"),
        (["I", "II", "III"], "AAA"),
        (["II", "III"], None),
    ],
)
def test_a_level_is_reached_when_all_standards_up_to_it_are_met(
    met: list[str], grade: str | None
) -> None:
    values = {f"{code}.1": int(code in met) for code in STANDARDS}

    assert evaluated(ROWS, dict(values), grades=GRADES).grade == grade


def test_a_standard_that_is_not_known_yet_leaves_its_level_open() -> None:
    found = evaluated(ROWS, {"I.1": 1, "III.1": 0}, grades=GRADES)

    assert reached(found.grades) == {"A": True, "AA": None, "AAA": False}


def test_a_standard_is_a_row_of_the_table() -> None:
    grades = [{"code": "A", "kind": "cumulative_standards", "standards": "IV"}]

    assert faults_of(ROWS, grades=grades) == [("standards", faults.NOT_ONE_OF.what)]

"""Names that say too little, that a source never gives, that a rule leaves aside, of columns."""

import pytest

from server.domain.schemes.checking import check_inputs, check_sheets, check_texts
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import FaultKind
from tests.domain.schemes.bad_books import GRADES, GROUP, HEAD, LISTS, ROW, indicators, places


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("1.1", check_inputs.CODE_ALONE), ("people", check_inputs.UNKNOWN_FACT), ("points:1.1", None)],
)
def test_a_grade_says_what_of_a_row_it_looks_at(name: str, wrong: FaultKind | None) -> None:
    row = (*ROW[:6], "contracts.kept")
    grades = (GRADES[:4], ("A", "甲", "gated_total", 8))
    lists = (("A", column, 1, text) for column, text in (("measure", name), ("op", ">=")))
    sheets = {**indicators(GROUP, row), "grades": grades}

    found = places({**sheets, "parameters": (LISTS, *lists, ("A", "limit", 1, 5))})

    assert [one[0] for one in found] == ([] if wrong is None else [wrong])


def test_records_give_only_what_records_have() -> None:
    row = ("1.1", "1", "合同", "manual_range", 10, "record", "insurance.rate")
    head = ("code", "name_zh", "kind", "source", "measure")
    vetoes = (head, ("V", "欠薪", "veto", "record", "arrears"))

    assert places({**indicators(GROUP, row), "vetoes": vetoes}) == [
        (check_inputs.NOT_OF_RECORDS, "indicators", 3, "measure"),
        (check_inputs.NOT_OF_RECORDS, "vetoes", 2, "measure"),
    ]


def test_a_measure_that_a_rule_leaves_aside_is_told() -> None:
    row = (*ROW[:6], "contracts.kept contracts.signed")

    assert places(indicators(GROUP, row)) == [
        (check_inputs.NOT_LOOKED_AT, "indicators", 3, "measure")
    ]


def test_a_column_of_another_name_is_told_once_at_its_heading() -> None:
    head = tuple("分值" if name == "points" else name for name in HEAD)

    found = places({"indicators": (head, GROUP, ROW)})

    assert (check_sheets.FOREIGN_COLUMN, "indicators", 1, "分值") in found
    assert faults.FOREIGN_PARAMETER not in {one[0] for one in found}


@pytest.mark.parametrize(
    ("chinese", "english", "is_wrong"),
    [
        ("名册；工资表", "Register; payroll", False),
        ("名册", None, False),
        ("名册；表", "One", True),
    ],
)
def test_files_are_named_alike_in_both_languages(
    chinese: str, english: str | None, is_wrong: bool
) -> None:
    head = (*HEAD[:6], "evidence_zh", "evidence_en")
    found = places({"indicators": (head, (*GROUP, None), (*ROW, chinese, english))})

    wrong = (check_texts.FILES_DIFFER, "indicators", 3, "evidence_en")
    assert found == ([wrong] if is_wrong else [])

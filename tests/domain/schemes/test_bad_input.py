"""Whatever is wrong with a scheme is found before it is published, all at once, at its cell."""

from datetime import date

import pytest

from server.domain.schemes.checking import check_inputs, check_measures, check_points, check_sheets
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import FaultKind
from server.domain.schemes.reading import check_codes
from tests.domain.schemes.bad_books import (
    GRADES,
    GROUP,
    HEAD,
    LISTS,
    OPEN,
    ROW,
    Place,
    checked,
    indicators,
    places,
)
from tests.scheme_books import SETTINGS_ROWS, Rows
from xlsforms.problem_codes import ProblemCode
from xlsforms.problem_texts import TEXTS


def test_a_good_scheme_has_no_faults_and_can_be_used() -> None:
    found = checked({})

    assert found.faults == ()
    assert found.compiled is not None
    assert found.compiled.most == 10


@pytest.mark.parametrize(
    ("sheets", "place"),
    [
        (
            indicators(("1", None, "用工", "group", 12), ROW),
            (check_points.WRONG_SUM, "indicators", 2, "points"),
        ),
        (
            {"indicators": ((*HEAD, "target", "per_point"), GROUP, OPEN)},
            (check_points.NOT_CHECKABLE, "indicators", 2, "points"),
        ),
        (
            indicators(GROUP, ROW, ("1.2", *ROW[1:6], None, "headcount >= 50")),
            (check_points.NOT_CHECKABLE, "indicators", 2, "points"),
        ),
        (
            {"settings": (*SETTINGS_ROWS, ("points", 100))},
            (check_points.WRONG_TOTAL, "settings", 5, "value"),
        ),
        (
            {"settings": (*SETTINGS_ROWS, ("roundings", "down"))},
            (faults.FOREIGN_SETTING, "settings", 5, "setting"),
        ),
        (
            {"settings": (*SETTINGS_ROWS, ("rounding", "up"))},
            (faults.NOT_ONE_OF, "settings", 5, "value"),
        ),
        (
            {"settings": SETTINGS_ROWS[:-1]},
            (faults.NO_SETTING, "settings", None, "value"),
        ),
        (
            indicators(GROUP, ROW, ("2.1", "2", *ROW[2:])),
            (check_codes.NO_PARENT, "indicators", 4, "parent"),
        ),
        (
            indicators(GROUP, ROW, ("1.1", "", *ROW[2:])),
            (check_codes.CODE_TWICE, "indicators", 4, "code"),
        ),
        (
            indicators(GROUP, ROW, ("2，1", None, *ROW[2:])),
            (check_codes.BAD_CODE, "indicators", 4, "code"),
        ),
        (
            indicators(GROUP, (*ROW[:3], "manual", 10, "assessor")),
            (faults.NOT_ONE_OF, "indicators", 3, "kind"),
        ),
        (
            indicators(GROUP, ROW, ("2", None, "空", "group")),
            (faults.EMPTY_GROUP, "indicators", 4, "kind"),
        ),
        (
            {"indicators": ((*HEAD, "per_point"), GROUP, (*ROW, None, None, 1))},
            (faults.FOREIGN_PARAMETER, "indicators", 3, "per_point"),
        ),
        (
            {"parameters": (LISTS, ("1.1", "points", 1, 5))},
            (faults.FOREIGN_LIST, "parameters", 2, "code"),
        ),
        (
            {"parameters": (LISTS, ("1.2", "points", 1, 5))},
            (check_codes.LIST_OF_NOTHING, "parameters", 2, "code"),
        ),
        (
            indicators(GROUP, (*ROW[:5], None)),
            (check_inputs.NO_SOURCE, "indicators", 3, "source"),
        ),
        (
            indicators(GROUP, (*ROW[:5], "inspector")),
            (faults.NOT_ONE_OF, "indicators", 3, "source"),
        ),
        (
            indicators(GROUP, (*ROW[:5], "inspection", "contracts.rate")),
            (check_measures.NO_SUCH_MEASURE, "indicators", 3, "measure"),
        ),
        (
            indicators(GROUP, (*ROW[:5], "survey", "pay.high:satisfied")),
            (check_measures.NO_SUCH_MEASURE, "indicators", 3, "measure"),
        ),
        (
            indicators(GROUP, (*ROW[:5], "register", "size")),
            (check_inputs.NO_SUCH_FACT, "indicators", 3, "measure"),
        ),
        (
            indicators(GROUP, (*ROW[:5], "record", "record:arrears")),
            (check_inputs.NO_SUCH_RECORD, "indicators", 3, "measure"),
        ),
        (
            indicators(GROUP, (*ROW, None, "head >= 50")),
            (check_inputs.UNKNOWN_FACT, "indicators", 3, "applies_when"),
        ),
        (
            indicators(GROUP, (*ROW, None, "headcount 50")),
            (faults.BAD_CONDITION, "indicators", 3, "applies_when"),
        ),
        (
            indicators(GROUP, (*ROW, None, "points:9 >= 5")),
            (check_inputs.NO_SUCH_ROW, "indicators", 3, "applies_when"),
        ),
        (
            indicators(GROUP, (*ROW, None, "total:village >= 5")),
            (check_inputs.NO_SUCH_LEVEL, "indicators", 3, "applies_when"),
        ),
        (
            {"indicators": ((*HEAD, "assessor"), GROUP, (*ROW, None, None, "county police"))},
            (check_sheets.NO_LEVEL, "indicators", 3, "assessor"),
        ),
        (
            {"vetoes": (("code", "name_zh", "kind", "measure"), ("V", "欠薪", "veto", "record:x"))},
            (check_inputs.NO_SUCH_RECORD, "vetoes", 2, "measure"),
        ),
        (
            {"grades": (GRADES, ("A", "甲", "grade_bands", 6, "B"))},
            (check_codes.NO_LEVEL_BEFORE, "grades", 2, "level_before"),
        ),
        (
            {"stages": (("order", "stage_zh", "level"), (1, "申报", "province"))},
            (check_sheets.FOREIGN_LEVEL, "stages", 2, "level"),
        ),
        (
            {"stages": (("order", "stage_zh", "who"), (1, "申报", "企业"))},
            (check_sheets.FOREIGN_COLUMN, "stages", 2, "who"),
        ),
        (
            {"stages": (("order", "stage_zh"), ("first", "申报"))},
            (faults.NOT_A_NUMBER, "stages", 2, "order"),
        ),
        (
            {"records": (("kind", "name_zh", "column"), ("x", "一", "a"), ("x", "二", "a"))},
            (check_sheets.COLUMN_TWICE, "records", 3, "column"),
        ),
        (
            {"records": (("kind", "name_zh", "type"), ("x", "一", "money"))},
            (faults.NOT_ONE_OF, "records", 2, "type"),
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(sheets: dict[str, Rows], place: Place) -> None:
    assert places(sheets, frozenset({"pay"})) == [place]


def test_every_row_of_a_circle_is_told() -> None:
    found = checked(
        indicators(GROUP, ROW, ("2", "3", "甲", "group"), ("3", "2", "乙", "group"))
    ).faults

    assert [(one.kind, one.row, one.column, one.details["way"]) for one in found] == [
        (check_codes.CIRCLE, 4, "parent", "2 → 3 → 2"),
        (check_codes.CIRCLE, 5, "parent", "3 → 2 → 3"),
    ]


def test_levels_that_lead_back_are_told() -> None:
    grades = (GRADES, ("A", "甲", "grade_bands", 6, "B"), ("B", "乙", "grade_bands", 8, "A"))

    assert [place for place in places({"grades": grades}) if place[3] == "level_before"] == [
        (check_codes.LEVELS_IN_CIRCLE, "grades", 2, "level_before"),
        (check_codes.LEVELS_IN_CIRCLE, "grades", 3, "level_before"),
    ]


def test_a_row_seven_levels_deep_is_told() -> None:
    rows = [(str(n), str(n - 1) if n > 1 else None, "层", "group") for n in range(1, 7)]
    deep = ("7", "6", "底", "manual_range", 1, "assessor")

    assert places(indicators(*rows, deep)) == [(check_codes.TOO_DEEP, "indicators", 8, "parent")]


def test_rows_for_different_subjects_add_up_on_their_own() -> None:
    head = (*HEAD, "subject")
    rows = (
        (*GROUP, None, None, None, None),
        (*ROW, None, None, "enterprise"),
        ("1.2", *ROW[1:], None, None, "park"),
    )

    assert places({"indicators": (head, *rows)}) == []


def test_bonuses_do_not_belong_to_full_marks() -> None:
    rows = (GROUP, ROW, ("B", None, "加分", "manual_range", 5, "assessor"))
    settings = (*SETTINGS_ROWS, ("points", 15))

    assert places({"settings": settings, **indicators(*rows)}) == []


def test_all_faults_come_at_once_and_none_that_only_follows_from_another() -> None:
    told = places(
        {
            "settings": (*SETTINGS_ROWS, ("rounding", "up"), ("points", 100)),
            "indicators": (
                HEAD,
                ("1", None, "用工", "group", 10),
                (date(2026, 1, 10), "1", "合同", "manual_range", "ten", "assessor"),
                ("1.2", "1", None, "manual_range", 5, None),
                ("9.1", "9", "孤儿", "manual_range", 5, None),
            ),
            "records": (("kind", "name_zh", "type"), ("x", "一", "money")),
        }
    )

    text = FaultKind(*TEXTS[ProblemCode.DATE_IN_CELL])
    assert told == [
        (faults.NOT_ONE_OF, "settings", 5, "value"),
        (text, "indicators", 3, "code"),
        (faults.MISSING, "indicators", 4, "name_zh"),
        (check_codes.NO_PARENT, "indicators", 5, "parent"),
        (check_inputs.NO_SOURCE, "indicators", 5, "source"),
        (faults.NOT_ONE_OF, "records", 2, "type"),
    ]

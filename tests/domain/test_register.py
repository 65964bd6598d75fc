"""Rows of a register, and what importing them would change."""

import datetime as dt
from dataclasses import replace

import pytest

from server.domain.area_paths import AreaNames, KnownArea
from server.domain.areas import AreaLevel
from server.domain.import_table import ImportCell, ImportFault, ImportLine, RowProblem
from server.domain.register import Column, RegisterReading, read_register
from server.domain.register_diff import (
    FieldChange,
    KnownEnterprise,
    RegisterDiff,
    diff_register,
)
from tests.domain.tables import table

TODAY = dt.date(2026, 11, 20)
CODE = "91350100M000100Y43"
AREAS = AreaNames(
    [
        KnownArea(1, ("甲县",), AreaLevel.COUNTY),
        KnownArea(2, ("甲县", "东镇"), AreaLevel.TOWNSHIP),
        KnownArea(3, ("甲县", "西镇"), AreaLevel.TOWNSHIP),
        KnownArea(4, ("甲县", "东镇", "河村"), AreaLevel.VILLAGE),
        KnownArea(5, ("甲县", "西镇", "河村"), AreaLevel.VILLAGE),
    ]
)
HEADER = ("企业名称*", "统一社会信用代码", "所属区域（乡镇）", "职工人数", "备注")


def read(header, *rows) -> RegisterReading:
    return read_register(table(header, *rows), AREAS, today=TODAY)


def cell_fault(title: str, text: str | None) -> ImportFault | None:
    reading = read(("名称", "区域", title), ("甲厂", "东镇", text))
    return reading.problems[0].fault if reading.problems else None


def cell_value(title: str, text: str, column: Column) -> object:
    reading = read(("名称", "区域", title), ("甲厂", "东镇", text))
    assert reading.problems == ()
    return reading.rows[0].values[column]


def test_a_full_row_is_read_in_chinese():
    header = (
        "企业名称", "统一社会信用代码", "所属区域", "园区", "地址", "行业", "经济类型", "职工人数",
        "职工人数日期", "联系电话", "是否建会", "会员人数", "是否建党组织", "正式党员人数",
    )  # fmt: skip
    row = (
        " 甲  厂 ", CODE.lower(), "甲县 / 东镇", "高新园", "路 1 号", "C17", "私营", "1,200人",
        "2026年6月30日", "0571-1", "是", "90", "未建", "0",
    )  # fmt: skip

    reading = read(header, row)

    assert reading.problems == ()
    assert reading.rows[0].values == {
        Column.NAME: "甲 厂",
        Column.USCC: CODE,
        Column.AREA: 2,
        Column.PARK: "高新园",
        Column.ADDRESS: "路 1 号",
        Column.INDUSTRY: "C17",
        Column.OWNERSHIP: "private",
        Column.HEADCOUNT: 1200,
        Column.HEADCOUNT_ON: dt.date(2026, 6, 30),
        Column.TELEPHONE: "0571-1",
        Column.HAS_UNION: True,
        Column.UNION_MEMBER_COUNT: 90,
        Column.HAS_PARTY_ORGANISATION: False,
        Column.PARTY_MEMBER_COUNT: 0,
    }


def test_titles_may_be_english_and_unknown_ones_are_told():
    reading = read(("Name", "Credit Code", "AREA", "", "Colour"), ("Works", "", "东镇"))

    assert reading.rows[0].values == {Column.NAME: "Works", Column.AREA: 2}
    assert reading.unknown_columns == ("Colour",)


def test_missing_and_doubled_columns_are_named_at_the_header():
    reading = read(("企业名称", "单位名称"), ("甲厂", "乙厂"))

    assert reading.rows == ()
    assert reading.problems == (
        RowProblem(1, "1", ImportFault.COLUMN_TWICE, "name"),
        RowProblem(1, "1", ImportFault.COLUMN_MISSING, "area_id"),
    )


def test_every_fault_of_a_row_is_named_at_its_cell():
    reading = read(HEADER, ("", "91350100M000100Y44", "南镇", "许多"))

    assert [(one.address, one.fault) for one in reading.problems] == [
        ("A2", ImportFault.MISSING),
        ("B2", ImportFault.BAD_CREDIT_CODE),
        ("C2", ImportFault.UNKNOWN_AREA),
        ("D2", ImportFault.BAD_NUMBER),
    ]
    assert reading.problems[1].details == {"reason": "check"}
    assert reading.rows == ()


@pytest.mark.parametrize(
    ("title", "text", "fault"),
    [
        ("职工人数", "-1", ImportFault.BAD_NUMBER),
        ("职工人数", "1.5", ImportFault.BAD_NUMBER),
        ("职工人数", "1000001", ImportFault.OUT_OF_RANGE),
        ("职工人数日期", "2026-11-21", ImportFault.IN_THE_FUTURE),
        ("职工人数日期", "2026-02-30", ImportFault.BAD_DATE),
        ("职工人数日期", "去年", ImportFault.BAD_DATE),
        ("职工人数日期", "1989-12-31", ImportFault.OUT_OF_RANGE),
        ("是否建会", "也许", ImportFault.BAD_YES_NO),
        ("行业", "魔法", ImportFault.UNKNOWN_INDUSTRY),
        ("经济类型", "魔法", ImportFault.UNKNOWN_OWNERSHIP),
        ("地址", "长" * 301, ImportFault.TOO_LONG),
        ("职工人数", None, None),
        ("职工人数", "  ", None),
    ],
)
def test_each_column_has_its_bounds(title: str, text: str | None, fault: ImportFault | None):
    assert cell_fault(title, text) is fault


@pytest.mark.parametrize("text", ["2026-6-3", "2026/06/03", "2026.6.3", "2026-06-03 00:00:00"])
def test_a_day_may_be_written_in_many_ways(text: str):
    assert cell_value("统计日期", text, Column.HEADCOUNT_ON) == dt.date(2026, 6, 3)


@pytest.mark.parametrize("text", ["１２０", "120", "120.0", "120 人"])
def test_a_number_may_be_written_in_many_ways(text: str):
    assert cell_value("职工人数", text, Column.HEADCOUNT) == 120


@pytest.mark.parametrize(
    ("text", "area_id"),
    [("甲县", 1), ("东镇", 2), ("甲县>西镇", 3), ("东镇/河村", 4), ("甲县西镇河村", 5)],
)
def test_an_area_is_found_by_path_ending_or_unique_name(text: str, area_id: int):
    reading = read(("名称", "区域"), ("甲厂", text))

    assert reading.rows[0].values[Column.AREA] == area_id


def test_a_name_of_two_areas_is_ambiguous():
    reading = read(("名称", "区域"), ("甲厂", "河村"))

    assert reading.problems[0].fault is ImportFault.AMBIGUOUS_AREA


def test_a_whole_path_wins_over_an_ending():
    areas = AreaNames(
        [
            KnownArea(1, ("东镇",), AreaLevel.TOWNSHIP),
            KnownArea(2, ("甲县", "东镇"), AreaLevel.TOWNSHIP),
        ]
    )

    assert areas.find("东镇").area_id == 1


def test_a_cell_that_the_spreadsheet_spoilt_is_named():
    spoilt = table(("名称", "区域", "信用代码"))
    cells = (
        ImportCell("A2", "甲厂"),
        ImportCell("B2", "东镇"),
        ImportCell("C2", "9.1E+17", "number_too_long"),
    )

    reading = read_register(replace(spoilt, lines=(ImportLine(2, cells),)), AREAS, today=TODAY)

    assert reading.problems == (
        RowProblem(2, "C2", ImportFault.CELL_UNRELIABLE, "uscc", {"reason": "number_too_long"}),
    )


def diff(rows, *known: KnownEnterprise) -> RegisterDiff:
    reading = read(HEADER, *rows)
    assert reading.problems == ()
    return diff_register(reading.rows, known)


def enterprise(enterprise_id: int, *, is_visible: bool = True, **values: object) -> KnownEnterprise:
    named = {Column[name.upper()]: value for name, value in values.items()}
    return KnownEnterprise(enterprise_id, named, is_visible)


def test_what_is_not_known_is_new():
    found = diff([("甲厂", CODE, "东镇", "50"), ("乙厂", "", "东镇")])

    assert [row.number for row in found.new] == [2, 3]
    assert (found.changed, found.unchanged, found.problems) == ((), (), ())


def test_an_enterprise_is_recognised_by_its_code_and_its_changes_are_told():
    known = enterprise(7, name="旧厂", uscc=CODE, area=3, headcount=50, address="路 1 号")

    found = diff([("甲厂", CODE, "东镇", "50")], known)

    assert found.changed[0].enterprise_id == 7
    assert found.changed[0].changes == (
        FieldChange(Column.NAME, "旧厂", "甲厂"),
        FieldChange(Column.AREA, 3, 2),
    )


def test_empty_cells_and_missing_columns_change_nothing():
    known = enterprise(7, name="甲厂", uscc=CODE, area=2, headcount=50, address="路 1 号")

    found = diff([("甲厂", CODE, "东镇", "")], known)

    assert found.unchanged == (7,)


def test_without_a_code_name_and_area_recognise():
    known = enterprise(7, name="甲厂", area=2)

    assert diff([("甲厂", "", "东镇")], known).unchanged == (7,)
    assert diff([("甲厂", CODE, "东镇")], known).changed[0].changes == (
        FieldChange(Column.USCC, None, CODE),
    )
    assert len(diff([("甲厂", "", "西镇")], known).new) == 1


def test_a_namesake_with_another_code_is_another_enterprise():
    known = enterprise(7, name="甲厂", area=2, uscc="91350100M000100Y44")

    assert len(diff([("甲厂", CODE, "东镇")], known).new) == 1
    assert diff([("甲厂", "", "东镇")], known).unchanged == (7,)


def test_of_a_foreign_enterprise_nothing_is_told():
    known = enterprise(7, is_visible=False, name="丙厂", uscc=CODE, area=9)

    found = diff([("甲厂", CODE, "东镇")], known)

    assert found.problems == (RowProblem(2, "2", ImportFault.TAKEN_ELSEWHERE),)
    assert (found.new, found.changed, found.unchanged) == ((), (), ())


@pytest.mark.parametrize(
    "rows",
    [
        [("甲厂", CODE, "东镇"), ("乙厂", CODE, "西镇")],
        [("甲厂", "", "东镇"), ("甲厂", "", "东镇")],
    ],
)
def test_one_enterprise_twice_is_refused_at_both_rows(rows):
    found = diff(rows)

    assert found.new == ()
    assert [(one.row, one.details) for one in found.problems] == [
        (2, {"otherRow": "3"}),
        (3, {"otherRow": "2"}),
    ]


def test_two_rows_that_mean_one_known_enterprise_are_refused():
    known = enterprise(7, name="甲厂", uscc=CODE, area=2)

    found = diff([("甲厂", "", "东镇"), ("新名", CODE, "东镇")], known)

    assert {one.fault for one in found.problems} == {ImportFault.TWICE_IN_FILE}
    assert found.changed == ()

"""Foreign tables: every cell with its address, and what a spreadsheet program spoilt is named."""

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import NamedStyle
from openpyxl.worksheet.worksheet import Worksheet

from exports.foreign_table import (
    Cell,
    CellProblem,
    FileProblem,
    SpreadsheetError,
    Table,
    cell_address,
)
from exports.raw_cells import RawKind, date_cell, number_cell, raw_value
from exports.read_in_child import lines
from tests.exports.foreign_files import (
    read_both_ways,
    with_rows,
    workbook,
)


def _cell(table: Table, address: str) -> Cell:
    return next(cell for row in table.rows for cell in row.cells if cell.address == address)


def test_values_have_their_types_and_texts() -> None:
    table = read_both_ways(
        with_rows(
            ("文本", "整数", "小数", "日期", "时间", "是否", "空"),
            ("示例", 12, 0.1, date(2026, 11, 20), datetime(2026, 11, 20, 8, 30), True, None),
        )
    )

    assert table.header == ("文本", "整数", "小数", "日期", "时间", "是否", "空")
    assert (table.header_row, table.sheet, table.other_sheets) == (1, "Sheet", ())
    (row,) = table.rows
    assert row.number == 2
    assert [cell.value for cell in row.cells] == [
        "示例",
        12,
        Decimal("0.1"),
        date(2026, 11, 20),
        datetime(2026, 11, 20, 8, 30),
        True,
        None,
    ]
    assert [cell.text for cell in row.cells] == [
        "示例", "12", "0.1", "2026-11-20", "2026-11-20 08:30:00", "TRUE", None,
    ]  # fmt: skip
    assert [cell.address for cell in row.cells] == ["A2", "B2", "C2", "D2", "E2", "F2", "G2"]


def test_times_and_durations_are_shown_as_times() -> None:
    table = read_both_ways(with_rows(("t",), (time(8, 30),)))

    assert _cell(table, "A2").value == "08:30:00"


def test_problems_are_named_at_the_cell() -> None:
    table = read_both_ways(
        with_rows(
            ("企业", "信用代码"),
            ("=1+1", 911234567890123456),
            ("=cmd|' /C calc'!A0", "911234567890123456"),
            ("#REF!", "9.11235E+17"),
        )
    )

    assert [
        (cell.address, cell.problem, cell.value) for row in table.rows for cell in row.cells
    ] == [
        ("A2", CellProblem.FORMULA, None),
        ("B2", CellProblem.NUMBER_TOO_LONG, None),
        ("A3", CellProblem.FORMULA, None),
        ("B3", None, "911234567890123456"),
        ("A4", CellProblem.ERROR_VALUE, None),
        ("B4", CellProblem.NUMBER_TOO_LONG, None),
    ]
    assert _cell(table, "A2").text == "=1+1"
    assert str(_cell(table, "B2").text).startswith("91123456789012")


def test_every_cell_of_a_merged_range_is_named() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("a", "b", "c"), (1, 2, 3), (4, 5, 6), (7, 8, 9)):
            sheet.append(row)
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("A1:C1")

    table = read_both_ways(workbook(fill))

    named = [cell.address for row in table.rows for cell in row.cells if cell.problem]
    assert named == ["B2", "B3"]
    assert table.header == ("a", "", "")


def test_a_heading_above_the_header_does_no_harm_when_titles_are_known() -> None:
    data = with_rows(
        ("示例区企业名册",), (None,), ("序号", "企业名称", "统一社会信用代码"), (1, "示例", "x")
    )

    table = read_both_ways(data, titles={"企业名称", "统一社会信用代码"})

    assert table.header_row == 3
    assert table.header == ("序号", "企业名称", "统一社会信用代码")
    assert [row.number for row in table.rows] == [4]
    assert read_both_ways(data).header_row == 1


def test_the_first_visible_sheet_with_rows_is_read() -> None:
    workbook = openpyxl.Workbook()
    empty, hidden, found, other = (
        workbook.active,
        workbook.create_sheet("隐藏"),
        workbook.create_sheet("名册"),
        workbook.create_sheet("别的"),
    )
    assert isinstance(empty, Worksheet)
    hidden.sheet_state = "hidden"
    for sheet in (hidden, found, other):
        sheet.append([sheet.title])
    workbook.create_chartsheet("图")
    stream = io.BytesIO()
    workbook.save(stream)

    table = read_both_ways(stream.getvalue())

    assert table.sheet == "名册"
    assert table.header == ("名册",)
    assert table.other_sheets == ("Sheet", "别的")


def test_a_workbook_without_content_is_refused() -> None:
    with pytest.raises(SpreadsheetError) as caught:
        read_both_ways(with_rows())

    assert caught.value.code is FileProblem.NO_ROWS


def test_dates_are_told_by_the_style() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["d"])
        for number_format in ('yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d", "[Red]0.00", '0.0"days"'):
            sheet.append([46_000])
            sheet.cell(sheet.max_row, 1).number_format = number_format
        sheet.append([date(2026, 1, 2)])
        sheet.cell(sheet.max_row, 1).style = NamedStyle("datum", number_format="dd.mm.yy")

    table = read_both_ways(workbook(fill))

    assert [row.cells[0].value for row in table.rows] == [
        date(2025, 12, 9),
        date(2025, 12, 9),
        46_000,
        46_000,
        date(2026, 1, 2),
    ]


def test_a_workbook_that_counts_from_1904_keeps_its_days() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["d"])
    sheet.append([date(2026, 11, 20)])
    stream = io.BytesIO()
    workbook.save(stream)

    assert read_both_ways(stream.getvalue()).rows[0].cells[0].value == date(2026, 11, 20)


def test_escaped_characters_mean_themselves_and_control_characters_are_named() -> None:
    table = read_both_ways(
        with_rows(("t",), ("a_x000D__x000A_b",), ("a_x000B_b",), ("a_x005F_x000B_",))
    )

    assert [(row.cells[0].text, row.cells[0].problem) for row in table.rows] == [
        ("a\nb", None),
        ("a\ufffdb", CellProblem.CONTROL_CHARACTER),
        ("a_x000B_", None),
    ]


def test_rows_without_content_are_left_out_and_numbers_stay() -> None:
    table = read_both_ways(with_rows(("a", None), (None,), (" ",), ("x",), (None, "y")))

    assert [(row.number, [cell.text for cell in row.cells]) for row in table.rows] == [
        (4, ["x", None]),
        (5, [None, "y"]),
    ]
    assert table.header == ("a", "")


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff_="), min_size=1
).filter(lambda text: text.strip() == text and text[0] != "＝")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(texts, st.integers(-(10**14), 10**14)), min_size=1, max_size=5))
def test_texts_and_numbers_are_read_as_they_were_written(rows: list[tuple[str, int]]) -> None:
    found = list(lines(with_rows(("t", "n"), *rows)))

    values = [
        tuple(raw_value(RawKind(kind), text) for _, text, kind, _ in line["cells"])
        for line in found
        if "row" in line
    ]
    assert values[1:] == rows


@pytest.mark.parametrize(
    ("serial", "from_1904", "expected"),
    [
        ("0.5", False, "12:00:00"),
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("61", False, "1900-03-01"),
        ("1", True, "1904-01-02"),
        ("46000.999999", False, "2025-12-10"),
        ("2958465", False, "9999-12-31"),
    ],
)
def test_serial_days_are_counted_as_excel_does(serial: str, from_1904: bool, expected: str) -> None:
    cell = date_cell(0, Decimal(serial), counts_from_1904=from_1904)

    assert (cell.text, cell.problem) == (expected, None)


@pytest.mark.parametrize("serial", ["-1", "60", "60.5", "2958466", "1E+300"])
def test_serials_that_are_no_days_are_named(serial: str) -> None:
    cell = date_cell(0, Decimal(serial), counts_from_1904=False)

    assert cell.problem is CellProblem.BAD_DATE


def test_fifteen_digits_are_trusted_and_sixteen_are_not() -> None:
    assert number_cell(0, Decimal(999999999999999)).problem is None
    assert number_cell(0, Decimal("1E+15")).problem is CellProblem.NUMBER_TOO_LONG
    assert number_cell(0, Decimal(-1234567890123456)).problem is CellProblem.NUMBER_TOO_LONG
    assert number_cell(0, Decimal("1.1000000000000001")).text == "1.1"
    assert number_cell(0, Decimal("1E-7")).text == "0.0000001"


def test_addresses_are_those_people_see() -> None:
    assert [cell_address(5, column) for column in (0, 25, 26, 701, 702, 16_383)] == [
        "A5", "Z5", "AA5", "ZZ5", "AAA5", "XFD5",
    ]  # fmt: skip
    assert raw_value(RawKind.DATETIME, "2026-11-20 08:30:00") == datetime(
        2026, 11, 20, 8, 30, tzinfo=UTC
    ).replace(tzinfo=None)

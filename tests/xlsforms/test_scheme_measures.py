"""Columns and rows of a written scheme have room for what stands in them."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from xlsforms.delivered import read_delivered_scheme
from xlsforms.scheme_guide import GuideColumn
from xlsforms.scheme_measures import NARROW, help_height, row_height, width_of

WIDE = GuideColumn("note_zh", "", "", width=36)


def test_a_wide_column_that_no_row_uses_is_narrow() -> None:
    assert width_of(WIDE, [{"code": "1"}]) == NARROW
    assert width_of(WIDE, [{"code": "1"}, {"note_zh": "按年度评价"}]) == 36


def test_a_blank_workbook_keeps_its_wide_columns() -> None:
    assert width_of(WIDE, ()) == 36


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("Contracts", 1), ("劳动合同签订", 1), ("依法签订劳动合同", 2), ("a\nb\nc", 3)],
)
def test_a_row_is_as_high_as_the_lines_of_its_longest_text(text: str, lines: int) -> None:
    assert row_height([("x", 14), (text, 14)]) == 15 * lines


def test_the_row_of_help_takes_smaller_letters() -> None:
    text = [("依法签订劳动合同", 14)]

    assert help_height(text) < row_height(text)


def test_a_row_is_never_higher_than_spreadsheet_programs_allow() -> None:
    assert row_height([("长" * 20_000, 14)]) == help_height([("长" * 20_000, 14)]) == 405


def test_long_names_of_a_delivered_scheme_are_seen_whole_and_printed_on_one_page_across() -> None:
    sheet = load_workbook(BytesIO(read_delivered_scheme("suzhou_snd")))["indicators"]
    heights = {row: one.height for row, one in sheet.row_dimensions.items()}

    assert max(heights.get(row) or 15 for row in range(3, sheet.max_row + 1)) > 15
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1"

"""Scheme workbooks for tests: sheets as lists of rows, made into files as an office would."""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook

from xlsforms.raw_sheet import sheet_of_json
from xlsforms.read_scheme import SchemeWorkbook, scheme_of
from xlsforms.scheme_child import answer

SETTINGS_ROWS = (
    ("setting", "value"),
    ("scheme", "demo"),
    ("version", "1"),
    ("name_zh", "示例"),
)
INDICATOR_ROWS = (("code", "name_zh", "kind", "points"), ("A", "合同", "manual_range", 10))

Rows = Sequence[Sequence[object]]


def book_of(sheets: Mapping[str, Rows]) -> Workbook:
    """Return a workbook with these sheets; settings and one indicator where none are given."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in {"settings": SETTINGS_ROWS, "indicators": INDICATOR_ROWS, **sheets}.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, column, value)
    return book


def file_of(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read_here(data: bytes) -> SchemeWorkbook:
    """Return what is read of a workbook, in this process: these tests made the file themselves."""
    return scheme_of(sheet_of_json(one) for one in json.loads(answer(data))["sheets"])

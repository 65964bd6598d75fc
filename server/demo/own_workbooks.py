"""Workbooks that the county has made of delivered ones, as any office may: a survey and a table.

The survey asks the 14 statements of one table and the eight subjects of the other, so that both
find their figures in one campaign. The table has score lines and a ladder, which the published one
leaves to whoever grants the titles; the lines are the county's own.
"""

import io
from collections.abc import Iterator, Mapping

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from server.demo.names import COUNTY
from xlsforms.delivered import STATEMENTS_FORM, SURVEY_FORM, VISIT_FORM, read_delivered

OWN_SURVEY = "linjiang_survey"
HARMONIOUS, ADVANCED = "T1", "T2"
"""The titles of the table, the lower one first."""
OWN_VERSION = "1.1"
_FORM_VERSION, VISIT_VERSION = "2026112201", "2026112251"
_OWN_SERVICE: Mapping[str, str] = {
    "list_name": "service",
    "name": "training",
    "label::中文 (zh)": "技能培训对接",
    "label::English (en)": "help with training",
}
_TAKEN_OVER = ("work", "workplace", "voice")
"""Groups of the delivered survey of satisfaction that the county asks as well."""
_LEFT_OUT = frozenset({"intro", "overall"})
_LADDER: Mapping[str, Mapping[str, str]] = {
    HARMONIOUS: {"from_points": "80"},
    ADVANCED: {"from_points": "90", "level_before": HARMONIOUS, "wait_months": "12"},
}
_NOTE = {
    "note_zh": f"分数线和等待时间由{COUNTY}自行确定",
    "note_en": "Lines and waiting time are the county's own",
}


def own_survey() -> bytes:
    """Return the county's survey: the delivered statements, and subjects of the usual survey."""
    book = load_workbook(io.BytesIO(read_delivered(STATEMENTS_FORM)))
    usual = load_workbook(io.BytesIO(read_delivered(SURVEY_FORM)))
    _append(book["survey"], _taken_over(usual["survey"]))
    there = {row["list_name"] for row in _rows(book["choices"])}
    choices = [
        row for row in _rows(usual["choices"]) if row["list_name"] not in there | {"improve"}
    ]
    _append(book["choices"], choices)
    settings = {"form_title": "和谐劳动关系评价职工问卷", "form_id": OWN_SURVEY}
    _change(book["settings"], 2, {**settings, "version": _FORM_VERSION})
    return _saved(book)


def own_visit() -> bytes:
    """Return the delivered form of visits with a service that the county gives besides."""
    book = load_workbook(io.BytesIO(read_delivered(VISIT_FORM)))
    _append(book["choices"], [_OWN_SERVICE])
    _change(book["settings"], 2, {"version": VISIT_VERSION})
    return _saved(book)


def own_table(delivered: bytes) -> bytes:
    """Return the delivered table of Suzhou New District with the county's lines and ladder."""
    book = load_workbook(io.BytesIO(delivered))
    for number, row in _numbered(book["grades"]):
        ladder = _LADDER.get(row.get("code", ""))
        if ladder is not None:
            _change(book["grades"], number, {"kind": "ladder", **_NOTE, **ladder})
    for number, row in _numbered(book["settings"]):
        if row.get("setting") == "version":
            _change(book["settings"], number, {"value": OWN_VERSION})
    return _saved(book)


def _taken_over(survey: Worksheet) -> Iterator[Mapping[str, str]]:
    """Yield the rows of the groups that are taken over, without what is asked already."""
    is_inside = False
    for row in _rows(survey):
        if row["type"] == "begin group":
            is_inside = row["name"] in _TAKEN_OVER
        if is_inside and row.get("name") not in _LEFT_OUT:
            yield row
        is_inside = is_inside and row["type"] != "end group"


def _numbered(sheet: Worksheet) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows below the header with their numbers: column -> text of a cell."""
    header = [str(cell.value) for cell in sheet[1]]
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
        cells = zip(header, row, strict=True)
        yield number, {name: str(value) for name, value in cells if value is not None}


def _rows(sheet: Worksheet) -> Iterator[Mapping[str, str]]:
    return (row for _, row in _numbered(sheet))


def _append(sheet: Worksheet, rows: Iterator[Mapping[str, str]] | list[Mapping[str, str]]) -> None:
    for row in rows:
        _change(sheet, sheet.max_row + 1, row)


def _change(sheet: Worksheet, number: int, cells: Mapping[str, str]) -> None:
    """Write cells of a row by their columns; a column that is missing is added."""
    columns = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    for name, text in cells.items():
        place = columns.setdefault(name, len(columns) + 1)
        sheet.cell(1, place, name)
        sheet.cell(number, place, text).number_format = "@"


def _saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()

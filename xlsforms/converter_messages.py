"""Find sheet, row and column of what pyxform says is wrong with a workbook."""

import re

from xlsforms.errors import WorkbookProblem, problem
from xlsforms.problem_codes import ProblemCode
from xlsforms.workbook_rows import FIRST_ROW, Workbook, question_rows

_ROW = re.compile(r"\[row : (\d+)\]|row number (\d+)")
_SHEET = re.compile(
    r"[Oo]n the '([^']+)' sheet|for sheet: '([^']+)'|"
    r"[Tt]he (survey|choices|settings|entities|osm) sheet"
)
_COLUMN = re.compile(r"the '([^']+)' value|under the ([^ ]+) column")
_NAME = re.compile(r"element named '([^']+)'")
_NOT_A_FORM = re.compile(
    r"You must have a sheet named 'survey'|"
    r"Invalid headers provided for sheet: 'survey'.*not found: 'type'"
)
"""Somebody uploaded another workbook, such as the register: pyxform's English helps nobody then."""
_PREFIX = re.compile(r"^\[row : \d+\]\s*")

Place = tuple[str, int | None, str | None]


def problem_of_message(text: str, book: Workbook) -> WorkbookProblem:
    """Return the message as a problem, with its place as far as text and workbook tell one."""
    if _NOT_A_FORM.match(text):
        return problem(ProblemCode.NOT_A_FORM)
    sheet, row, column = _place_in_text(text)
    if row is None:
        sheet, row, column = _place_of_name(text, book) or (sheet, row, column)
    return problem(
        ProblemCode.CONVERTER,
        sheet=sheet,
        row=row,
        column=column,
        text=_PREFIX.sub("", text).strip(),
    )


def _place_in_text(text: str) -> Place:
    row, sheet, column = (_first_group(pattern, text) for pattern in (_ROW, _SHEET, _COLUMN))
    if sheet is None and row is not None:
        sheet = "survey"  # Messages that name a row alone are about questions.
    return sheet or "", int(row) if row else None, column


def _place_of_name(text: str, book: Workbook) -> Place | None:
    """Return where the question of that name stands or, if there is none, who refers to it."""
    name = _first_group(_NAME, text)
    if name is None:
        return None
    for path, row in question_rows(book).items():
        if path.rpartition("/")[2] == name:
            return "survey", row, None
    for sheet, rows in book.items():
        for number, cells in enumerate(rows, FIRST_ROW):
            for column, value in cells.items():
                if f"${{{name}}}" in value:
                    return sheet, number, column
    return None


def _first_group(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return next((group for group in match.groups() if group), None) if match else None

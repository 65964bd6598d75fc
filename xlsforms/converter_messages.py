"""Find sheet, row and column in what pyxform says about a workbook."""

import re

from xlsforms.errors import WorkbookProblem, problem
from xlsforms.problem_texts import ProblemCode

_ROW = re.compile(r"\[row : (\d+)\]|row number (\d+)")
_SHEET = re.compile(
    r"[Oo]n the '([^']+)' sheet|for sheet: '([^']+)'|"
    r"[Tt]he (survey|choices|settings|entities|osm) sheet"
)
_COLUMN = re.compile(r"the '([^']+)' value|under the ([^ ]+) column")
_PREFIX = re.compile(r"^\[row : \d+\]\s*")


def problem_of_message(text: str) -> WorkbookProblem:
    """Return the message as a problem, with its place as far as the text tells one."""
    row, sheet, column = (_first_group(pattern, text) for pattern in (_ROW, _SHEET, _COLUMN))
    if sheet is None and row is not None:
        sheet = "survey"  # Messages that name a row alone are about questions.
    return problem(
        ProblemCode.CONVERTER,
        sheet=sheet or "",
        row=int(row) if row else None,
        column=column,
        text=_PREFIX.sub("", text).strip(),
    )


def _first_group(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return next((group for group in match.groups() if group), None) if match else None

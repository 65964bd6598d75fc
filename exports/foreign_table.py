"""A table as it was found in somebody's spreadsheet, with the address of every cell.

Problems of single cells are marked, not repaired: an importer shows them with their address and
writes nothing. Problems of the whole file are a `SpreadsheetError`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

ReadValue: TypeAlias = str | int | Decimal | date | datetime | bool | None


class CellProblem(StrEnum):
    """Why the content of a cell cannot be relied upon."""

    FORMULA = "formula"
    NUMBER_TOO_LONG = "number_too_long"  # 16 digits or more: Excel kept 15 and lost the rest
    MERGED = "merged"
    ERROR_VALUE = "error_value"
    CONTROL_CHARACTER = "control_character"
    BAD_DATE = "bad_date"  # shown as a date, but no day of the calendar


class FileProblem(StrEnum):
    """Why a whole file cannot be read."""

    FILE_TOO_LARGE = "file_too_large"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    OLD_FORMAT = "old_format"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    BAD_ARCHIVE = "bad_archive"
    TOO_COMPLEX = "too_complex"
    CELL_OUT_OF_RANGE = "cell_out_of_range"
    TOO_MANY_CELLS = "too_many_cells"
    NO_ROWS = "no_rows"
    UNKNOWN_ENCODING = "unknown_encoding"
    UNCLOSED_QUOTE = "unclosed_quote"


_MESSAGES: Mapping[FileProblem, str] = {
    FileProblem.FILE_TOO_LARGE: (
        "The file has more than {limit_mb} MB. Remove pictures and other sheets, or split it."
    ),
    FileProblem.NOT_A_SPREADSHEET: (
        "The file is neither an XLSX workbook nor a CSV text. Save it as .xlsx or .csv."
    ),
    FileProblem.OLD_FORMAT: (
        "The file is an old .xls workbook or has a password. Save it as .xlsx without a password."
    ),
    FileProblem.UNPACKS_TOO_LARGE: (
        "The workbook unpacks to more than {limit_mb} MB. Copy its rows into a new workbook."
    ),
    FileProblem.BAD_ARCHIVE: (
        "The workbook is damaged or was tampered with ({reason}). Copy its rows into a new one."
    ),
    FileProblem.TOO_COMPLEX: (
        "The workbook could not be read within the limits of memory and time. "
        "Copy its rows, values only, into a new workbook."
    ),
    FileProblem.CELL_OUT_OF_RANGE: (
        "Cell {cell} lies far outside the table; at most {rows} rows and {columns} columns are "
        "read. Delete what is in that row or column."
    ),
    FileProblem.TOO_MANY_CELLS: (
        "The table has more than {limit} filled cells, or too much text. "
        "Split it into several files."
    ),
    FileProblem.NO_ROWS: "No visible sheet of the file has any content. Save it with its rows.",
    FileProblem.UNKNOWN_ENCODING: (
        "The text is neither UTF-8 nor GB18030. Save it as “CSV UTF-8”, or as .xlsx."
    ),
    FileProblem.UNCLOSED_QUOTE: (
        "A quotation mark in row {row} is never closed, so that all rows below would be one cell. "
        "Take it out or close it."
    ),
}


class SpreadsheetError(Exception):
    """A foreign file was refused; the message says what to do, `details` hold its facts."""

    def __init__(self, code: FileProblem, details: Mapping[str, str | int] | None = None) -> None:
        self.code = code
        self.details: dict[str, str | int] = dict(details or {})
        super().__init__(_MESSAGES[code].format(**self.details))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it is, what it shows, what it holds, and why it cannot be relied upon.

    `row` counts from 1, `column` from 0. `text` is what an importer compares: digits without
    exponent, ISO dates, TRUE and FALSE; None when the cell is empty. `value` is None when the cell
    is empty or has a problem.
    """

    row: int
    column: int
    text: str | None = None
    value: ReadValue = None
    problem: CellProblem | None = None

    @property
    def address(self) -> str:
        """Return the address people see, such as C5."""
        return cell_address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below the header: its number in the file and one cell for each column."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Header and rows of one sheet; rows without any content are left out.

    `sheet` is the name of the sheet read (empty for CSV), `other_sheets` the visible ones not
    read. `header` has one title for each column, empty where the column has none.
    """

    sheet: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    other_sheets: tuple[str, ...] = field(default=())


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 16383 is XFD."""
    letters = ""
    remaining = column + 1
    while remaining:
        remaining, place = divmod(remaining - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """Return the address of a cell: row counted from 1, column from 0."""
    return f"{column_letters(column)}{row}"

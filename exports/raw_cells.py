"""What the guarded child finds in a foreign file and hands to its parent, cell by cell."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from exports.foreign_table import CellProblem, FileProblem, SpreadsheetError, cell_address
from exports.spreadsheet import clean_text, has_control_characters

MOST_ROWS_READ = 100_000
LAST_ROW_READ = MOST_ROWS_READ + 100
"""Titles and headers above the rows have room."""
MOST_COLUMNS_READ = 500
MOST_CELLS_READ = 2_000_000
MOST_CHARACTERS_READ = 60_000_000

_MOST_DIGITS = 10**15
_LEAP_DAY_1900 = 60  # a day Excel counts and the calendar does not
_SECONDS_A_DAY = 86_400
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+(?:1[5-9]|[2-9]\d)")


class RawKind(StrEnum):
    """How the parent makes a value of the text."""

    TEXT = "s"
    INTEGER = "i"
    DECIMAL = "d"
    DATE = "D"
    DATETIME = "T"
    BOOLEAN = "b"


class RawCell(NamedTuple):
    """One filled cell: its column from 0, its text, its kind, and what is wrong with it.

    A tuple, since a million of them are made and written as JSON.
    """

    column: int
    text: str
    kind: RawKind = RawKind.TEXT
    problem: CellProblem | None = None


class ReadLimits:
    """Counts what has been read, and refuses cells too far out, too many, or too long."""

    def __init__(self) -> None:
        self._cells = 0
        self._characters = 0

    def check(self, row: int, cells: Sequence[RawCell]) -> None:
        """Raise SpreadsheetError when a cell of this row is one too many or lies far outside."""
        for cell in cells:
            if row > LAST_ROW_READ or cell.column >= MOST_COLUMNS_READ:
                raise _out_of_range(row, cell.column)
            self._characters += len(cell.text)
        self._cells += len(cells)
        if self._cells > MOST_CELLS_READ or self._characters > MOST_CHARACTERS_READ:
            raise SpreadsheetError(FileProblem.TOO_MANY_CELLS, {"limit": MOST_CELLS_READ})


def _out_of_range(row: int, column: int) -> SpreadsheetError:
    return SpreadsheetError(
        FileProblem.CELL_OUT_OF_RANGE,
        {
            "cell": cell_address(row, column),
            "rows": MOST_ROWS_READ,
            "columns": MOST_COLUMNS_READ,
        },
    )


def text_cell(column: int, text: str) -> RawCell | None:
    """Return the cell of a text, None when it is blank."""
    bare = text.strip()
    if not bare:
        return None
    problem = None
    if has_control_characters(text):
        problem = CellProblem.CONTROL_CHARACTER
    elif unicodedata.normalize("NFKC", bare[0]) == "=":
        problem = CellProblem.FORMULA
    elif "E+" in bare and _ROUNDED.fullmatch(bare):
        problem = CellProblem.NUMBER_TOO_LONG
    return RawCell(column, clean_text(text), problem=problem)


def number_cell(column: int, number: Decimal) -> RawCell:
    """Return the cell of a stored number; of 16 digits and more nobody knows the last ones."""
    rounded = Decimal(f"{number:.15g}")
    is_whole = rounded == rounded.to_integral_value()
    if is_whole and abs(rounded) >= _MOST_DIGITS:
        return RawCell(column, f"{number:.0f}", problem=CellProblem.NUMBER_TOO_LONG)
    if is_whole:
        return RawCell(column, str(int(rounded)), RawKind.INTEGER)
    return RawCell(column, f"{rounded.normalize():f}", RawKind.DECIMAL)


def date_cell(column: int, serial: Decimal, *, counts_from_1904: bool) -> RawCell:
    """Return the cell of a number shown as a date: a day, a day with time, or a time alone."""
    days, seconds = divmod(int((serial * _SECONDS_A_DAY).to_integral_value()), _SECONDS_A_DAY)
    ordinal = days + _first_day(days, counts_from_1904=counts_from_1904).toordinal()
    is_leap_day = days == _LEAP_DAY_1900 and not counts_from_1904
    if days < 0 or ordinal > date.max.toordinal() or is_leap_day:
        return RawCell(column, f"{serial:f}", problem=CellProblem.BAD_DATE)
    moment = datetime.combine(date.fromordinal(ordinal), time()) + timedelta(seconds=seconds)
    if days == 0:
        return RawCell(column, moment.time().isoformat("seconds"))
    return moment_cell(column, moment)


def moment_cell(column: int, moment: datetime) -> RawCell:
    """Return the cell of a moment; midnight is a day."""
    if moment.time() == time():
        return RawCell(column, moment.date().isoformat(), RawKind.DATE)
    return RawCell(column, moment.isoformat(" ", "seconds"), RawKind.DATETIME)


def _first_day(days: int, *, counts_from_1904: bool) -> date:
    """Return the day 0, as Excel counts: it believes in a 29 February 1900."""
    if counts_from_1904:
        return date(1904, 1, 1)
    return date(1899, 12, 31) if days < _LEAP_DAY_1900 else date(1899, 12, 30)


def raw_value(kind: RawKind, text: str) -> str | int | Decimal | date | datetime | bool:
    """Return the value of a cell from its text and kind."""
    match kind:
        case RawKind.INTEGER:
            return int(text)
        case RawKind.DECIMAL:
            return Decimal(text)
        case RawKind.DATE:
            return date.fromisoformat(text)
        case RawKind.DATETIME:
            return datetime.fromisoformat(text)
        case RawKind.BOOLEAN:
            return text == "TRUE"
        case RawKind.TEXT:
            return text

"""The cells of the first filled sheet of a foreign XLSX workbook; runs in the guarded child.

Values are read as they are stored: formulas are named instead of computed, and a number keeps the
digits the file holds. Links, macros and outside references are not looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from lxml import etree

from exports.foreign_table import CellProblem, FileProblem, SpreadsheetError
from exports.raw_cells import (
    RawCell,
    RawKind,
    ReadLimits,
    date_cell,
    moment_cell,
    number_cell,
    text_cell,
)
from exports.workbook_parts import SheetPart, WorkbookParts, local_name, text_of, unescaped

MOST_MERGED_RANGES = 20_000

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_LETTERS = re.compile(r"[A-Z]{1,3}", re.ASCII)
_DIGITS = "0123456789"
_SAFE_DIGITS = 15
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells joined into one: rows from 1, columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class SheetReader:
    """Reads one sheet: rows while they are asked for, merged ranges afterwards."""

    def __init__(
        self, parts: WorkbookParts, sheet: SheetPart, *, texts: list[str], dates: frozenset[int]
    ) -> None:
        self._parts = parts
        self._sheet = sheet
        self._texts = texts
        self._dates = dates
        self.merged: list[MergedRange] = []

    def rows(self) -> Iterator[tuple[int, list[RawCell]]]:
        """Yield number and filled cells of each row that has any; raises SpreadsheetError."""
        limits, number = ReadLimits(), 0
        for element in self._parts.elements(self._sheet.path, ("row", "mergeCell")):
            if local_name(element) == "mergeCell":
                self._add_merged(element.get("ref", ""))
                continue
            number = self._next_number(element, number)
            cells = self._cells(element)
            limits.check(number, cells)
            if cells:
                yield number, cells

    def _next_number(self, element: etree._Element, before: int) -> int:
        stored = element.get("r")
        number = before + 1 if stored is None else _whole(stored)
        if number <= before:
            raise _damaged("rows out of order")
        return number

    def _cells(self, row: etree._Element) -> list[RawCell]:
        cells: list[RawCell] = []
        column = -1
        for element in row.iterchildren("{*}c"):
            reference = element.get("r")
            before = column
            column = column + 1 if reference is None else _column_number(reference.rstrip(_DIGITS))
            if column <= before:
                raise _damaged("cells out of order")
            cell = self._cell(column, element)
            if cell is not None:
                cells.append(cell)
        return cells

    def _cell(self, column: int, element: etree._Element) -> RawCell | None:
        value = ""
        for part in element:
            name = local_name(part)
            if name == "f":
                return RawCell(column, f"={part.text or '…'}", problem=CellProblem.FORMULA)
            if name == "is":
                return text_cell(column, text_of(part))
            if name == "v":
                value = part.text or ""
        if not value or value.isspace():
            return None
        return self._valued(column, element.get("t", "n"), value, style=element.get("s", "0"))

    def _valued(self, column: int, kind: str, value: str, *, style: str) -> RawCell | None:
        match kind:
            case "s":
                return text_cell(column, self._shared(value))
            case "str":
                return text_cell(column, unescaped(value))
            case "e":
                return RawCell(column, value, problem=CellProblem.ERROR_VALUE)
            case "b":
                return RawCell(column, "TRUE" if value.strip() == "1" else "FALSE", RawKind.BOOLEAN)
            case "d":
                return _iso_date(column, value)
            case _:
                return self._number(column, value.strip(), style)

    def _shared(self, value: str) -> str:
        place = _whole(value)
        if place >= len(self._texts):
            raise _damaged("a text is missing")
        return self._texts[place]

    def _number(self, column: int, value: str, style: str) -> RawCell:
        is_date = _whole(style) in self._dates
        if not is_date and value.isdigit() and value.isascii() and len(value) <= _SAFE_DIGITS:
            return RawCell(column, str(int(value)), RawKind.INTEGER)
        if not _NUMBER.fullmatch(value):
            return RawCell(column, value, problem=CellProblem.ERROR_VALUE)
        number = Decimal(value)
        if is_date:
            return date_cell(column, number, counts_from_1904=self._parts.counts_from_1904)
        return number_cell(column, number)

    def _add_merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        first_row, first_column = _position(first)
        last_row, last_column = _position(last or first)
        self.merged.append(MergedRange(first_row, first_column, last_row, last_column))
        if len(self.merged) > MOST_MERGED_RANGES:
            raise SpreadsheetError(FileProblem.TOO_COMPLEX)


def _iso_date(column: int, value: str) -> RawCell:
    try:
        return moment_cell(column, datetime.fromisoformat(value.strip()).replace(tzinfo=None))
    except ValueError:
        return RawCell(column, value, problem=CellProblem.BAD_DATE)


def _position(reference: str) -> tuple[int, int]:
    found = _ADDRESS.fullmatch(reference)
    if not found:
        raise _damaged("a wrong cell address")
    return int(found[2]), _column_number(found[1])


@lru_cache(maxsize=20_000)
def _column_number(letters: str) -> int:
    if not _LETTERS.fullmatch(letters):
        raise _damaged("a wrong cell address")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _whole(text: str) -> int:
    if not (text.isascii() and text.strip().isdecimal()):
        raise _damaged("a wrong number")
    return int(text)


def _damaged(reason: str) -> SpreadsheetError:
    return SpreadsheetError(FileProblem.BAD_ARCHIVE, {"reason": reason})

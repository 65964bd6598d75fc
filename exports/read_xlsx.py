"""The cells of the first filled sheet of a foreign XLSX workbook; runs in the guarded child.

Values are read as they are stored: formulas are named instead of computed, and a number keeps the
digits the file holds. Links, macros and outside references are not looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

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
            for cell in cells:
                limits.check(number, cell)
            if cells:
                yield number, cells

    def _next_number(self, element: etree._Element, before: int) -> int:
        stored = element.get("r")
        number = before + 1 if stored is None else _whole(stored)
        if number <= before:
            raise _damaged("rows out of order")
        return number

    def _cells(self, row: etree._Element) -> list[RawCell]:
        found: dict[int, RawCell] = {}
        column = -1
        for element in row.iterchildren("{*}c"):
            column = self._column(element, column)
            cell = self._cell(column, element)
            if cell is not None:
                found[column] = cell
        return [found[column] for column in sorted(found)]

    def _column(self, element: etree._Element, before: int) -> int:
        reference = element.get("r")
        return before + 1 if reference is None else _position(reference)[1]

    def _cell(self, column: int, element: etree._Element) -> RawCell | None:
        stored: dict[str, etree._Element] = {local_name(one): one for one in element}
        if "f" in stored:
            formula = stored["f"].text or "…"
            return RawCell(column, f"={formula}", problem=CellProblem.FORMULA)
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return text_cell(column, text_of(stored["is"])) if "is" in stored else None
        value = (stored["v"].text or "") if "v" in stored else ""
        if not value.strip():
            return None
        return self._valued(column, kind, value, style=element.get("s", "0"))

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
        if not _NUMBER.fullmatch(value):
            return RawCell(column, value, problem=CellProblem.ERROR_VALUE)
        number = Decimal(value)
        if _whole(style) in self._dates:
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
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column - 1


def _whole(text: str) -> int:
    if not (text.isascii() and text.strip().isdecimal()):
        raise _damaged("a wrong number")
    return int(text)


def _damaged(reason: str) -> SpreadsheetError:
    return SpreadsheetError(FileProblem.BAD_ARCHIVE, {"reason": reason})

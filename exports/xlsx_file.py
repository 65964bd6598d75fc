"""A spreadsheet becomes an XLSX file, in constant memory however many rows there are.

xlsxwriter is told never to guess: text is written as text, numbers as numbers, dates as dates.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from exports.spreadsheet import (
    MOST_COLUMNS,
    Column,
    ColumnKind,
    Row,
    Sheet,
    Spreadsheet,
    clean_text,
    looks_like_formula,
    sheet_name,
    sheet_names,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575
"""Rows below the header of one sheet; what is more goes on in a further sheet."""

_MOST_DIGITS = 10**15  # Excel keeps 15 digits of a number
_FIRST_DATE = date(1900, 3, 1)  # before it, Excel counts a 29 February that never was
_DATE_FORMAT, _DATETIME_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_FORMATS: Mapping[ColumnKind, str] = {
    ColumnKind.TEXT: "@",
    ColumnKind.IDENTIFIER: "@",
    ColumnKind.INTEGER: "0",
    ColumnKind.DECIMAL: "General",
    ColumnKind.PERCENT: "0.0%",
    ColumnKind.DATE: _DATE_FORMAT,
    ColumnKind.DATETIME: _DATETIME_FORMAT,
}
_WIDTHS: Mapping[ColumnKind, int] = {
    ColumnKind.TEXT: 20,
    ColumnKind.IDENTIFIER: 22,
    ColumnKind.INTEGER: 10,
    ColumnKind.DECIMAL: 12,
    ColumnKind.PERCENT: 10,
    ColumnKind.DATE: 12,
    ColumnKind.DATETIME: 20,
}
_WRITER_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# A fixed moment of making: the same rows give the same bytes.
_MADE_AT = datetime(2000, 1, 1)  # noqa: DTZ001 - the file format has no time zone

_REMEMBERED_TEXTS, _REMEMBERED_CHARACTERS = 4_096, 100
"""Most cells are labels and codes of a few hundred choices, over and over."""

_FormatKey: TypeAlias = tuple[str, bool]
_Filled: TypeAlias = str | int | Decimal | float | date | bool


class TooManyColumns(ValueError):
    """The sheet has more columns than an Excel sheet; export fewer questions at once."""


@dataclass(slots=True)
class _Formats:
    """The formats of one workbook, made when first needed."""

    workbook: "Workbook"
    known: dict[_FormatKey, "Format"] = field(default_factory=dict)

    def of(self, number_format: str, *, is_quoted: bool = False) -> "Format":
        key = (number_format, is_quoted)
        if key not in self.known:
            properties: dict[str, str | bool] = {"num_format": number_format, "valign": "top"}
            if is_quoted:
                properties["quote_prefix"] = True
            self.known[key] = self.workbook.add_format(properties)
        return self.known[key]


@dataclass(slots=True)
class _SheetWriter:
    """Writes the rows of one sheet in turn, and opens a further sheet where it is full."""

    sheet: Sheet
    formats: _Formats
    worksheet: "Worksheet"
    header_format: "Format"
    open_further: Callable[["_SheetWriter"], "Worksheet"]
    most_rows: int
    row_count: int = 0

    def begin(self) -> None:
        """Write the header and what belongs to the sheet as a whole."""
        self.row_count = 0
        self.worksheet.freeze_panes(1, 0)
        for place, column in enumerate(self.sheet.columns):
            width = column.width or _WIDTHS[column.kind]
            self.worksheet.set_column(place, place, width)
            self.worksheet.write_string(0, place, clean_text(column.title), self.header_format)

    def write(self, row: Row) -> None:
        """Write one row below those before it."""
        if self.row_count == self.most_rows:
            self.end()
            self.worksheet = self.open_further(self)
            self.begin()
        self.row_count += 1
        for place, (column, value) in enumerate(zip(self.sheet.columns, row, strict=True)):
            if value is not None and value != "":
                self._write_cell(place, column, value)

    def end(self) -> None:
        """Set the filter over the rows written."""
        if self.sheet.has_filter and self.sheet.columns:
            self.worksheet.autofilter(0, 0, self.row_count, len(self.sheet.columns) - 1)

    def _write_cell(self, place: int, column: Column, value: _Filled) -> None:
        written = _writable(column, value)
        if isinstance(written, str):
            is_short = len(written) <= _REMEMBERED_CHARACTERS
            text, is_quoted = (_short_text_cell if is_short else _text_cell)(written)
            shown = self.formats.of("@", is_quoted=is_quoted)
            self.worksheet.write_string(self.row_count, place, text, shown)
        elif isinstance(written, bool):
            self.worksheet.write_boolean(self.row_count, place, written, self.formats.of("General"))
        elif isinstance(written, date):
            is_datetime = isinstance(written, datetime)
            shown = self.formats.of(_DATETIME_FORMAT if is_datetime else _DATE_FORMAT)
            self.worksheet.write_datetime(self.row_count, place, written, shown)
        else:
            shown = self.formats.of(_number_format(column))
            self.worksheet.write_number(self.row_count, place, written, shown)


def write_xlsx(spreadsheet: Spreadsheet, path: Path, *, most_rows: int = MOST_ROWS) -> None:
    """Write the spreadsheet to the path: frozen headers, filters, typed cells.

    Rows are read once and not kept; what is beyond `most_rows` goes on in a further sheet.
    Raises TooManyColumns before anything is read.
    """
    for sheet in spreadsheet.sheets:
        if len(sheet.columns) > MOST_COLUMNS:
            raise TooManyColumns(f"“{sheet.title}” has {len(sheet.columns)} columns.")
    with _workbook(path) as workbook:
        writers = _writers(workbook, spreadsheet, most_rows)
        for place, row in spreadsheet.stream:
            writers[place].write(row)
        for writer in writers:
            for row in writer.sheet.rows:
                writer.write(row)
            writer.end()


@contextmanager
def _workbook(path: Path) -> Iterator["Workbook"]:
    """Close the workbook when it is complete; where the rows fail, leave no file behind."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - a start without exports needs no writer

    from exports.text_worksheet import TextWorksheet  # noqa: PLC0415 - the same

    workbook = Workbook(str(path), dict(_WRITER_OPTIONS))
    workbook.worksheet_class = TextWorksheet
    workbook.set_properties({"created": _MADE_AT})
    try:
        yield workbook
    except BaseException:
        workbook.close()
        path.unlink(missing_ok=True)
        raise
    workbook.close()


def _writers(
    workbook: "Workbook", spreadsheet: Spreadsheet, most_rows: int
) -> tuple[_SheetWriter, ...]:
    formats = _Formats(workbook)
    header = workbook.add_format(
        {
            "bold": True,
            "text_wrap": True,
            "valign": "vcenter",
            "bg_color": "#E3F0F0",
            "bottom": 1,
            "num_format": "@",
        }
    )

    def open_further(full: _SheetWriter) -> "Worksheet":
        taken = [worksheet.get_name() for worksheet in workbook.worksheets()]
        name = sheet_name(full.sheet.title, taken)
        # On the last row, where a reader stops; earlier rows are out of memory already.
        full.worksheet.write_comment(
            full.row_count, 0, spreadsheet.continued_note.format(sheet=name)
        )
        return workbook.add_worksheet(name)

    names = sheet_names(sheet.title for sheet in spreadsheet.sheets)
    worksheets = [workbook.add_worksheet(name) for name in names]
    writers = tuple(
        _SheetWriter(sheet, formats, worksheet, header, open_further, most_rows)
        for sheet, worksheet in zip(spreadsheet.sheets, worksheets, strict=True)
    )
    for writer in writers:
        writer.begin()
    return writers


def _text_cell(text: str) -> tuple[str, bool]:
    """Return a text as a cell can hold it, and whether it must be kept from being computed."""
    cleaned = clean_text(text)
    return cleaned, looks_like_formula(cleaned)


_short_text_cell = lru_cache(maxsize=_REMEMBERED_TEXTS)(_text_cell)


def _writable(column: Column, value: _Filled) -> str | int | float | date | bool:
    """Return the value as Excel can hold it: what it would change is written as text."""
    if isinstance(value, str | bool):
        return value
    if column.kind is ColumnKind.IDENTIFIER:
        return _plain(value)
    if isinstance(value, datetime):
        local = value.replace(tzinfo=None)
        return local if local.date() >= _FIRST_DATE else str(local)
    if isinstance(value, date):
        return value if value >= _FIRST_DATE else value.isoformat()
    return _number(value)


def _number(value: int | Decimal | float) -> float | str:
    if isinstance(value, int):
        return value if abs(value) < _MOST_DIGITS else str(value)
    if not isfinite(value):
        return str(value)
    number = float(value)
    return _plain(value) if number.is_integer() and abs(number) >= _MOST_DIGITS else number


def _plain(value: _Filled) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _number_format(column: Column) -> str:
    is_number = column.kind in {ColumnKind.INTEGER, ColumnKind.DECIMAL, ColumnKind.PERCENT}
    return _FORMATS[column.kind] if is_number else "General"

"""A spreadsheet becomes an XLSX file, in constant memory however many rows there are.

xlsxwriter is told never to guess: text is written as text, numbers as numbers, dates as dates.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exports.cell_validation import validation
from exports.spreadsheet import (
    MOST_COLUMNS,
    ColumnKind,
    Row,
    Sheet,
    Spreadsheet,
    sheet_name,
    sheet_names,
)
from exports.xlsx_cells import CellXml

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from exports.text_worksheet import TextWorksheet

MOST_ROWS = 1_048_575
"""Rows below the header of one sheet; what is more goes on in a further sheet."""

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


class TooManyColumns(ValueError):
    """The sheet has more columns than an Excel sheet; export fewer questions at once."""


@dataclass(slots=True)
class _SheetWriter:
    """Writes the rows of one sheet in turn, and opens a further sheet where it is full."""

    sheet: Sheet
    cell_xml: CellXml
    worksheet: "TextWorksheet"
    open_further: Callable[["_SheetWriter"], "TextWorksheet"]
    most_rows: int
    row_count: int = 0
    columns: tuple[tuple[str, ColumnKind], ...] = ()
    """The letters of each column of the sheet, and what it holds."""

    def begin(self) -> None:
        """Write the header and what belongs to the sheet as a whole."""
        self.row_count = 0
        self.worksheet.freeze_panes(1, 0)
        self.columns = tuple(
            (self.worksheet.letters(place), column.kind)
            for place, column in enumerate(self.sheet.columns)
        )
        for place, column in enumerate(self.sheet.columns):
            width = column.width or _WIDTHS[column.kind]
            self.worksheet.set_column(place, place, width)
        titles = [
            f'<c r="{letters}1{self.cell_xml.header(column.title)}'
            for (letters, _), column in zip(self.columns, self.sheet.columns, strict=True)
        ]
        self.worksheet.write_cells(0, titles)

    def write(self, row: Row) -> None:
        """Write one row below those before it."""
        if self.row_count == self.most_rows:
            self.end()
            self.worksheet = self.open_further(self)
            self.begin()
        self.row_count += 1
        number, cell_xml = self.row_count + 1, self.cell_xml.of
        cells = [
            f'<c r="{letters}{number}{cell_xml(kind, value)}'
            for (letters, kind), value in zip(self.columns, row, strict=True)
            if value is not None and value != ""
        ]
        self.worksheet.write_cells(self.row_count, cells)

    def end(self) -> None:
        """Set the filter over the rows written, and what may be typed into them."""
        for place, column in enumerate(self.sheet.columns):
            if column.allowed is not None and self.row_count > self.sheet.help_row_count:
                first = self.sheet.help_row_count + 1
                options = validation(column.allowed)
                self.worksheet.data_validation(first, place, self.row_count, place, options)
        if self.sheet.has_filter and self.sheet.columns:
            self.worksheet.autofilter(0, 0, self.row_count, len(self.sheet.columns) - 1)


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
    cell_xml = CellXml(workbook)

    def open_further(full: _SheetWriter) -> "TextWorksheet":
        taken = [worksheet.get_name() for worksheet in workbook.worksheets()]
        name = sheet_name(full.sheet.title, taken)
        # On the last row, where a reader stops; earlier rows are out of memory already.
        full.worksheet.write_comment(
            full.row_count, 0, spreadsheet.continued_note.format(sheet=name)
        )
        made: TextWorksheet = workbook.add_worksheet(name)
        return made

    names = sheet_names(sheet.title for sheet in spreadsheet.sheets)
    worksheets = [workbook.add_worksheet(name) for name in names]
    writers = tuple(
        _SheetWriter(sheet, cell_xml, worksheet, open_further, most_rows)
        for sheet, worksheet in zip(spreadsheet.sheets, worksheets, strict=True)
    )
    for writer in writers:
        writer.begin()
    return writers

"""Read a spreadsheet that somebody wants to import: a table of cells, or why it cannot be read."""

from collections.abc import Iterable, Mapping, Sequence

from exports.foreign_table import FileProblem, SpreadsheetError, Table, TableRow
from exports.read_spreadsheet import read_table
from server.domain.import_table import ImportCell, ImportLine, ImportTable
from server.problems import N_, UnreadableSpreadsheet

FILE_PROBLEMS: Mapping[FileProblem, str] = {
    FileProblem.FILE_TOO_LARGE: N_(
        "it has more than %(limit_mb)s MB. Remove pictures and other sheets, or split it."
    ),
    FileProblem.NOT_A_SPREADSHEET: N_(
        "it is neither an XLSX workbook nor a CSV text. Save it as .xlsx or .csv."
    ),
    FileProblem.OLD_FORMAT: N_(
        "it is an old .xls workbook or has a password. Save it as .xlsx without a password."
    ),
    FileProblem.UNPACKS_TOO_LARGE: N_(
        "it unpacks to more than %(limit_mb)s MB. Copy its rows into a new workbook."
    ),
    FileProblem.BAD_ARCHIVE: N_("it is damaged. Copy its rows into a new workbook."),
    FileProblem.TOO_COMPLEX: N_(
        "reading it takes too much memory or time. Copy its rows, values only, into a new workbook."
    ),
    FileProblem.CELL_OUT_OF_RANGE: N_(
        "cell %(cell)s lies far outside the table; delete what is in that row or column."
    ),
    FileProblem.TOO_MANY_CELLS: N_(
        "it has more than %(limit)s filled cells, or too much text. Split it into several files."
    ),
    FileProblem.NO_ROWS: N_("no visible sheet of it has any content."),
    FileProblem.UNKNOWN_ENCODING: N_(
        "it is neither UTF-8 nor GB18030. Save it as “CSV UTF-8”, or as .xlsx."
    ),
    FileProblem.UNCLOSED_QUOTE: N_(
        "a quotation mark in row %(row)s is never closed, so that all rows below would be one "
        "cell. Take it out or close it."
    ),
}


def read_import_file(data: bytes, titles: Iterable[Sequence[str]]) -> ImportTable:
    """Return the table in a file; `titles` are the names that its columns may go by.

    Raises UnreadableSpreadsheet with what to do. This takes a child process: call it before a
    transaction opens.
    """
    try:
        table = read_table(data, titles={name for names in titles for name in names})
    except SpreadsheetError as error:
        raise UnreadableSpreadsheet(
            reason=FILE_PROBLEMS[error.code], facts=error.details
        ) from error
    return import_table(table)


def import_table(table: Table) -> ImportTable:
    """Return a table that was found as one to import."""
    return ImportTable(
        header=table.header,
        header_row=table.header_row,
        lines=tuple(_line(row) for row in table.rows),
    )


def _line(row: TableRow) -> ImportLine:
    return ImportLine(
        number=row.number,
        cells=tuple(
            ImportCell(cell.address, cell.text, cell.problem.value if cell.problem else None)
            for cell in row.cells
        ),
    )

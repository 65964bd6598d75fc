"""A foreign XLSX or CSV file becomes a table, every cell with its address and its problem.

The archive's directory is checked first, then a child process with limits reads the content; this
process only sees lines of plain JSON. Nothing is repaired: what a spreadsheet program has changed,
such as an 18-digit code stored as a number, is named.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from exports.foreign_table import (
    Cell,
    CellProblem,
    FileProblem,
    SpreadsheetError,
    Table,
    TableRow,
)
from exports.raw_cells import MOST_CELLS_READ, RawCell, RawKind, raw_value
from exports.read_xlsx import MergedRange
from exports.zip_directory import check_zip_directory

MOST_FILE_BYTES = 20_000_000
WALL_SECONDS = 120

_HEADER_SEARCH_ROWS = 10
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_CHILD = (sys.executable, "-I", "-m", "exports.read_in_child")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Found:
    """What the child found, still without header and empty cells."""

    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    rows: list[tuple[int, list[RawCell]]] = field(default_factory=list)
    merged: list[MergedRange] = field(default_factory=list)
    is_complete: bool = False


def read_table(data: bytes, *, titles: Collection[str] = ()) -> Table:
    """Return the table in a file: the first visible sheet with rows, or the CSV text.

    The header is the first filled row; with `titles`, the one of the first ten that holds most of
    them, so that a heading above it does no harm. Raises SpreadsheetError.
    """
    if len(data) > MOST_FILE_BYTES:
        raise SpreadsheetError(
            FileProblem.FILE_TOO_LARGE, {"limit_mb": MOST_FILE_BYTES // 1_000_000}
        )
    if data.startswith(_OLD_WORKBOOK):
        raise SpreadsheetError(FileProblem.OLD_FORMAT)
    if data.startswith(b"PK"):
        check_zip_directory(data)
    return table_of(child_output(data), titles=titles)


def table_of(output: bytes, *, titles: Collection[str] = ()) -> Table:
    """Return the table the child has written; raises SpreadsheetError where it refused."""
    found = _read(output)
    if not found.rows:
        raise SpreadsheetError(FileProblem.NO_ROWS)
    return _table(found, frozenset(titles))


def child_output(
    data: bytes, *, command: Sequence[str] = _CHILD, wall_seconds: float = WALL_SECONDS
) -> bytes:
    """Return what the guarded child wrote; raises SpreadsheetError when it had to be ended."""
    try:
        # No environment: the child must not know the secrets of this process.
        done = subprocess.run(  # noqa: S603 - the command holds nothing of the file
            command, input=data, capture_output=True, timeout=wall_seconds, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SpreadsheetError(FileProblem.TOO_COMPLEX) from error
    if done.returncode != 0:
        _log.warning(
            "spreadsheet_child_failed",
            extra={"status": done.returncode, "last_words": done.stderr[-500:].decode("latin-1")},
        )
        raise SpreadsheetError(FileProblem.TOO_COMPLEX)
    return done.stdout


def _read(output: bytes) -> _Found:
    found = _Found()
    for line in output.splitlines():
        parsed = json.loads(line)
        if "row" in parsed:
            found.rows.append((parsed["row"], [_raw_cell(*one) for one in parsed["cells"]]))
        elif "sheet" in parsed:
            found.sheet, found.other_sheets = parsed["sheet"], tuple(parsed["others"])
        elif "error" in parsed:
            raise SpreadsheetError(FileProblem(parsed["error"]), parsed["details"])
        else:
            found.merged = [MergedRange(*one) for one in parsed["merged"]]
            found.is_complete = True
    if not found.is_complete:
        raise SpreadsheetError(FileProblem.TOO_COMPLEX)
    return found


def _raw_cell(column: int, text: str, kind: str, problem: str | None) -> RawCell:
    return RawCell(column, text, RawKind(kind), CellProblem(problem) if problem else None)


def _table(found: _Found, titles: frozenset[str]) -> Table:
    width = 1 + max(cell.column for _, cells in found.rows for cell in cells)
    place = _header_place(found.rows, titles)
    header_row, header_cells = found.rows[place]
    header = [""] * width
    for cell in header_cells:
        header[cell.column] = cell.text.strip()
    rows = {number: _row_cells(number, cells, width) for number, cells in found.rows[place + 1 :]}
    _mark_merged(rows, found.merged, width)
    return Table(
        sheet=found.sheet,
        header_row=header_row,
        header=tuple(header),
        rows=tuple(TableRow(number, tuple(cells)) for number, cells in rows.items()),
        other_sheets=found.other_sheets,
    )


def _header_place(rows: Sequence[tuple[int, list[RawCell]]], titles: frozenset[str]) -> int:
    candidates = rows[:_HEADER_SEARCH_ROWS]
    hits = [len({cell.text.strip() for cell in cells} & titles) for _, cells in candidates]
    return hits.index(max(hits))


def _row_cells(number: int, cells: Sequence[RawCell], width: int) -> list[Cell]:
    row = [Cell(number, column) for column in range(width)]
    for raw in cells:
        value = None if raw.problem else raw_value(raw.kind, raw.text)
        row[raw.column] = Cell(number, raw.column, raw.text, value, raw.problem)
    return row


def _mark_merged(rows: dict[int, list[Cell]], merged: Sequence[MergedRange], width: int) -> None:
    """Mark every cell of a merged range: only its first one holds what all of them show."""
    last_number, looked_at = max(rows, default=0), 0
    for one in merged:
        numbers = range(one.first_row, min(one.last_row, last_number) + 1)
        columns = range(one.first_column, min(one.last_column, width - 1) + 1)
        looked_at += len(numbers) * max(1, len(columns))
        if looked_at > MOST_CELLS_READ:
            raise SpreadsheetError(FileProblem.TOO_COMPLEX)
        for number in numbers:
            cells = rows.get(number, [])
            for column in columns if cells else ():
                if cells[column].problem is not CellProblem.MERGED:
                    cells[column] = replace(cells[column], value=None, problem=CellProblem.MERGED)

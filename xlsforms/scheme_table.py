"""One sheet of a scheme workbook as a table: names of columns, rows of cells, and what is wrong."""

import re
import sys
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlsforms.errors import WorkbookProblem, problem
from xlsforms.problem_codes import ProblemCode
from xlsforms.raw_sheet import CellKind, RawCell, RawSheet, letters_of

HEADER_ROW = 1
COMMENT = "#"

MOST_ROWS = 2_000
"""Published tables have a hundred or two; what has more is no scoring table."""
_MOST_OF = {"parameters": 20_000}
"""One row holds one value of a list there, so that a table needs several for each of its rows."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_CONTROL = re.compile(r"_x00(0[0-8BCEF]|1[0-9A-F]|7F)_", re.IGNORECASE)
_NAMES = frozenset(
    {"code", "parent", "kind", "source", "measure", "combine", "na", "parameter", "row", "setting"}
    | {"level_before", "assessor", "subject", "may_set", "of", "op", "per", "metric", "column"}
)
"""Columns whose full-width letters, digits and signs are read as plain ones."""
_DAYS = re.compile(r"(^|_)(date|deadline|since|until|on|note|note_zh|note_en)$")
"""Columns in which a date is what was meant."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the text of its cells by column."""

    number: int
    cells: Mapping[str, str]
    numbers: frozenset[str] = frozenset()
    """Columns whose cell is a number, not a text."""


@dataclass(slots=True)
class Table:
    """A sheet's rows, without comments and empty rows."""

    sheet: str
    columns: Mapping[int, str] = field(default_factory=dict)
    rows: list[TableRow] = field(default_factory=list)
    problems: list[WorkbookProblem] = field(default_factory=list)

    @property
    def letters(self) -> Mapping[str, str]:
        """Name of a column -> its letters."""
        return {name: letters_of(column) for column, name in self.columns.items()}

    def fault(self, code: ProblemCode, row: int, column: str, **details: object) -> None:
        """Note a problem at a cell."""
        self.problems.append(problem(code, sheet=self.sheet, row=row, column=column, **details))


def plain_name(text: str) -> str:
    """Return the name of a column, parameter or setting: lower case, joined by underscores."""
    return "_".join(unicodedata.normalize("NFKC", text).split()).lower()


def read_table(name: str, sheet: RawSheet, needed: tuple[str, ...]) -> Table:
    """Return the table of a sheet, with all problems of its cells; `needed` columns must exist."""
    table = Table(name)
    by_row: dict[int, list[RawCell]] = {}
    for cell in sheet.cells:
        by_row.setdefault(cell.row, []).append(cell)
    table.columns = _columns(table, by_row.pop(HEADER_ROW, []))
    for column in needed:
        if column not in table.columns.values():
            table.fault(ProblemCode.NO_COLUMN, HEADER_ROW, "", name=column)
    kept = {number: cells for number, cells in by_row.items() if not _is_comment(cells)}
    _leave_out(table, kept)
    for number, cells in kept.items():
        row = _row(table, number, cells)
        if row.cells:
            table.rows.append(row)
    _find_merged(table, sheet, kept)
    return table


def _leave_out(table: Table, kept: dict[int, list[RawCell]]) -> None:
    """Leave out the rows that are too many, with one fault at the first of them."""
    limit = _MOST_OF.get(table.sheet, MOST_ROWS)
    beyond = sorted(kept)[limit:]
    if beyond:
        details = {"limit": limit, "count": len(kept)}
        table.fault(ProblemCode.TOO_MANY_ROWS, beyond[0], "", **details)
    for number in beyond:
        del kept[number]


def _is_comment(cells: list[RawCell]) -> bool:
    return cells[0].column == 1 and cells[0].text.strip().startswith((COMMENT, "＃"))


def _columns(table: Table, cells: list[RawCell]) -> dict[int, str]:
    columns: dict[int, str] = {}
    taken: set[str] = set()
    for cell in cells:
        name = plain_name(cell.text)
        if not name or name.startswith(COMMENT):
            continue
        if name in taken:
            table.fault(ProblemCode.COLUMN_TWICE, HEADER_ROW, name, name=name)
            continue
        taken.add(name)
        columns[cell.column] = name
    return columns


def _row(table: Table, number: int, cells: list[RawCell]) -> TableRow:
    texts: dict[str, str] = {}
    numbers: set[str] = set()
    for cell in cells:
        column = table.columns.get(cell.column)
        if column is None:
            if cell.text.strip():
                letters, shown = letters_of(cell.column), cell.text.strip()[:40]
                table.fault(ProblemCode.CELL_WITHOUT_COLUMN, number, letters, value=shown)
            continue
        text = _text(table, cell, column)
        if text:
            texts[column] = text
        if cell.kind is CellKind.NUMBER:
            numbers.add(column)
    return TableRow(number, texts, frozenset(numbers))


def _text(table: Table, cell: RawCell, column: str) -> str:
    """Return the text of a cell; what a cell must not hold is a problem, and then empty."""
    takes_day = bool(_DAYS.search(column)) or (table.sheet, column) == ("settings", "value")
    for code, value in _faults(cell, takes_day=takes_day):
        if code is ProblemCode.CONTROL_CHARACTER:
            table.fault(code, cell.row, column, character=value)
        else:
            table.fault(code, cell.row, column, value=value)
        return ""
    text = re.sub(r"_x000D_\n?|\r\n?", "\n", cell.text).strip()
    return unicodedata.normalize("NFKC", text).strip() if column in _NAMES else text


def _faults(cell: RawCell, *, takes_day: bool) -> Iterator[tuple[ProblemCode, str]]:
    if cell.kind is CellKind.ERROR:
        yield ProblemCode.ERROR_VALUE, cell.text
    elif cell.kind is CellKind.FORMULA:
        yield ProblemCode.FORMULA_WITHOUT_VALUE, ""
    elif cell.kind is CellKind.DATE and not takes_day:
        yield ProblemCode.DATE_IN_CELL, cell.text
    elif found := _CONTROL.search(cell.text):
        yield ProblemCode.CONTROL_CHARACTER, f"U+{ord(found.group()):04X}"
    elif escaped := _ESCAPED_CONTROL.search(cell.text):
        yield ProblemCode.CONTROL_CHARACTER, f"U+00{escaped.group(1).upper()}"


def _find_merged(table: Table, sheet: RawSheet, kept: Mapping[int, object]) -> None:
    filled, named = sorted(kept), sorted(table.columns)
    for one in sheet.merged:
        row, key = _from(filled, one.first_row), _from(named, one.first_column)
        is_header = one.first_row == HEADER_ROW
        if key <= one.last_column and (row <= one.last_row or is_header):
            row = HEADER_ROW if is_header else row
            column = table.columns[key]
            table.fault(ProblemCode.MERGED_CELLS, row, column, value=one.name)


def _from(numbers: Sequence[int], first: int) -> int:
    """Return the first of sorted numbers that is no less, or one beyond every sheet."""
    at = bisect_left(numbers, first)
    return numbers[at] if at < len(numbers) else sys.maxsize

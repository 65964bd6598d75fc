"""The sheet of a level as a table: a row a subject, a column for each value and each reason."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.domain.import_cells import CellFault, read_credit_code
from server.domain.import_table import (
    ImportCell,
    ImportFault,
    ImportLine,
    ImportTable,
    RowProblem,
    plain_title,
)
from server.domain.register import TITLES, Column
from server.domain.schemes.giving.filled_sheet import SheetFault, TypedSheet
from server.domain.schemes.giving.sheet import SheetRow
from server.domain.schemes.kinds.rule_kind import InputField
from server.domain.schemes.kinds.typed_value import is_not_applicable

REASON_TITLES = ("理由", "reason")
HELP_TITLES = ("填写说明", "How to fill in")
"""What stands in the first cell of the row that explains the columns."""
NA_TITLES = ("不适用", "N/A")


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """The column that says whose points a row holds: its titles, and how a cell is read."""

    titles: tuple[str, ...]
    read: Callable[[str], str]
    """Return the code of a text; raises CellFault."""


def read_place_code(text: str) -> str:
    """Return what a park or an area is called by, folded; raises CellFault for nothing."""
    folded = _folded(text)
    if not folded:
        raise CellFault(ImportFault.MISSING)
    return folded


CREDIT_CODE = CodeColumn(TITLES[Column.USCC], read_credit_code)
PLACE_CODE = CodeColumn(("编码", "代码", "区划代码", "code"), read_place_code)


@dataclass(frozen=True, slots=True)
class PointsColumn:
    """A column of the table: a value of a row, or (without field) its reason."""

    title: str
    row: SheetRow
    field: InputField | None = None

    @property
    def place(self) -> tuple[str, str | None]:
        """What a fault of it names."""
        return self.row.code, None if self.field is None else self.field.measure


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One line of a table: whose points, and the texts of its cells; `code` None: unreadable."""

    number: int
    code: str | None
    typed: TypedSheet
    addresses: Mapping[tuple[str, str | None], str]


@dataclass(frozen=True, slots=True)
class PointsTable:
    """What a table holds, and what is wrong with it whatever the subject."""

    lines: tuple[PointsLine, ...]
    problems: tuple[RowProblem, ...]
    unknown_columns: tuple[str, ...]


def columns_of(
    rows: Sequence[SheetRow], reason_title: str = REASON_TITLES[0]
) -> tuple[PointsColumn, ...]:
    """Return the columns of the rows that a level fills, in the table's order."""
    found: list[PointsColumn] = []
    for row in rows:
        if not row.is_own or not row.fields:
            continue
        for number, field in enumerate(row.fields, 1):
            found.append(PointsColumn(_title(row, field, number), row, field))
        found.append(PointsColumn(f"{row.code} {reason_title}", row))
    return tuple(found)


def _title(row: SheetRow, field: InputField, number: int) -> str:
    if field.measure == f"{row.code}*" or number == 1:
        return field.measure if field.measure == f"{row.code}*" else row.code
    return f"{row.code}/{number}"


def table_titles(
    rows: Sequence[SheetRow], code: CodeColumn = CREDIT_CODE
) -> tuple[tuple[str, ...], ...]:
    """Return all titles that a header may have, to find it by."""
    values = tuple((one.title,) for one in columns_of(rows))
    return (code.titles, TITLES[Column.NAME], *values)


def read_points(
    table: ImportTable, rows: Sequence[SheetRow], code: CodeColumn = CREDIT_CODE
) -> PointsTable:
    """Return the lines of a table; columns that this level does not fill are problems."""
    places, problems, unknown = _places(table, rows, code)
    code_place = _place_of(table, code.titles)
    if code_place is None:
        row = table.header_row
        missing = RowProblem(row, str(row), ImportFault.COLUMN_MISSING, code.titles[0])
        return PointsTable((), (missing, *problems), unknown)
    lines: list[PointsLine] = []
    wrong: list[RowProblem] = []
    for line in table.lines:
        cell = line.cells[code_place]
        if _is_help(cell):
            continue
        key, fault = _read_code(line, cell, code)
        lines.append(_line(line, key, places))
        wrong += fault
    wrong += [one for line in table.lines for one in _unreliable(line, places)]
    return PointsTable(tuple(lines), (*problems, *wrong), unknown)


def row_problem(line: PointsLine, fault: SheetFault) -> RowProblem:
    """Return a fault of a sheet at its cell, or at the row when the file has no such column."""
    address = line.addresses.get((fault.code, fault.measure), str(line.number))
    return RowProblem(line.number, address, fault.fault, fault.code, fault.details)


def _places(
    table: ImportTable, rows: Sequence[SheetRow], code: CodeColumn
) -> tuple[dict[int, PointsColumn], tuple[RowProblem, ...], tuple[str, ...]]:
    known = {
        _folded(one.title): one
        for title in REASON_TITLES
        for one in columns_of(rows, reason_title=title)
    }
    foreign = {_folded(row.code) for row in rows}
    fixed = {plain_title(one) for one in (*code.titles, *TITLES[Column.NAME])}
    found: dict[int, PointsColumn] = {}
    problems: list[RowProblem] = []
    unknown: list[str] = []
    for place, title in enumerate(table.header):
        column = known.get(_folded(title))
        if column is not None:
            found[place] = column
        elif plain_title(title) in fixed or not title.strip():
            continue
        elif _folded(title).split(" ")[0].split("/")[0] in foreign:
            row = table.header_row
            problems.append(RowProblem(row, str(row), ImportFault.NOT_OWN_ROW, title))
        elif any(one.isdigit() for one in title):
            row = table.header_row
            problems.append(RowProblem(row, str(row), ImportFault.UNKNOWN_ROW, title))
        else:
            unknown.append(title)
    return found, tuple(problems), tuple(unknown)


def _place_of(table: ImportTable, titles: Sequence[str]) -> int | None:
    wanted = {plain_title(one) for one in titles}
    for place, title in enumerate(table.header):
        if plain_title(title) in wanted:
            return place
    return None


def _is_help(cell: ImportCell) -> bool:
    return (cell.text or "").strip() in HELP_TITLES


def _line(line: ImportLine, code: str | None, places: Mapping[int, PointsColumn]) -> PointsLine:
    values: dict[str, str] = {}
    reasons: dict[str, str] = {}
    left_out: set[str] = set()
    addresses: dict[tuple[str, str | None], str] = {}
    for place, column in places.items():
        cell = line.cells[place]
        addresses[column.place] = cell.address
        text = (cell.text or "").strip()
        if not text or cell.problem is not None:
            continue
        if column.field is None:
            reasons[column.row.code] = text
        elif is_not_applicable(text):
            left_out.add(column.row.code)
        else:
            values[column.field.measure] = text
    typed = TypedSheet(values, reasons, frozenset(left_out))
    return PointsLine(line.number, code, typed, addresses)


def _read_code(
    line: ImportLine, cell: ImportCell, code: CodeColumn
) -> tuple[str | None, tuple[RowProblem, ...]]:
    """Return the code in a cell, or None with what is wrong with it."""
    fault, reason = ImportFault.CELL_UNRELIABLE, cell.problem
    if cell.problem is None:
        try:
            return code.read(cell.text or ""), ()
        except CellFault as wrong:
            fault, reason = wrong.fault, wrong.reason
    details = {"reason": reason or ""}
    return None, (RowProblem(line.number, cell.address, fault, code.titles[0], details),)


def _unreliable(line: ImportLine, places: Mapping[int, PointsColumn]) -> Iterator[RowProblem]:
    for place, column in places.items():
        cell = line.cells[place]
        if cell.problem is not None:
            details = {"reason": cell.problem}
            fault = ImportFault.CELL_UNRELIABLE
            yield RowProblem(line.number, cell.address, fault, column.title, details)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()

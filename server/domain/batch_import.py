"""A table of records or titles becomes rows tied to enterprises, or problems at their cells."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeAlias
from unicodedata import normalize

from server.domain.import_cells import (
    CellFault,
    read_credit_code,
    read_day,
    read_text,
    read_yes_no,
)
from server.domain.import_table import (
    ColumnMap,
    ImportCell,
    ImportFault,
    ImportLine,
    ImportTable,
    RowProblem,
    map_columns,
)
from server.domain.schemes.exact.values import plain

CREDIT_CODE = "credit_code"
_LONGEST_NUMBER = 30
BatchValue: TypeAlias = str | bool
"""As JSON holds it: numbers and days as texts."""


class CellKind(StrEnum):
    """What the cells of a column hold."""

    CREDIT_CODE = "credit_code"
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    PAST_DAY = "past_day"
    """A day that is not in the future."""
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class BatchColumn:
    """A column: what its values are called, the titles it goes by, and what it holds."""

    key: str
    titles: tuple[str, ...]
    kind: CellKind = CellKind.TEXT
    is_required: bool = False
    longest: int = 300


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One row of the table, with the enterprise that its credit code names."""

    number: int
    enterprise_id: int
    enterprise_name: str
    values: Mapping[str, BatchValue]


@dataclass(frozen=True, slots=True)
class BatchReading:
    """Rows without fault, and what is wrong with the others."""

    rows: tuple[BatchRow, ...]
    problems: tuple[RowProblem, ...]
    unknown_columns: tuple[str, ...]


Known = Mapping[str, tuple[int, str]]
"""Credit code -> key and name, of the enterprises that the importer may write to."""


def codes_in(table: ImportTable, columns: Sequence[BatchColumn]) -> frozenset[str]:
    """Return the credit codes of a table, as far as they can be read."""
    place = _map(table, columns).places.get(CREDIT_CODE)
    found = set()
    for line in table.lines:
        text = None if place is None else line.cells[place].text
        try:
            found.add(read_credit_code(text or ""))
        except CellFault:
            continue
    return frozenset(found)


def read_batch(
    table: ImportTable, columns: Sequence[BatchColumn], known: Known, *, today: dt.date
) -> BatchReading:
    """Return the rows and problems of a table; one row twice is a problem too."""
    mapped = _map(table, columns)
    if mapped.problems:
        return BatchReading((), mapped.problems, mapped.unknown)
    rows: list[BatchRow] = []
    problems: list[RowProblem] = []
    seen: set[tuple[object, ...]] = set()
    for line in table.lines:
        found = _line(line, columns, mapped.places, known, today)
        if isinstance(found, BatchRow):
            key = row_key(found.enterprise_id, found.values)
            if key in seen:
                number = line.number
                problems.append(RowProblem(number, str(number), ImportFault.TWICE_IN_FILE))
                continue
            seen.add(key)
            rows.append(found)
        else:
            problems += found
    return BatchReading(tuple(rows), tuple(problems), mapped.unknown)


def row_key(enterprise_id: int, values: Mapping[str, BatchValue]) -> tuple[object, ...]:
    """Return what makes a row the same as another one: its enterprise and all it says."""
    kept = {key: value for key, value in values.items() if key != CREDIT_CODE and value != ""}
    return (enterprise_id, *sorted((key, str(value)) for key, value in kept.items()))


def _map(table: ImportTable, columns: Sequence[BatchColumn]) -> ColumnMap:
    required = [one.key for one in columns if one.is_required]
    return map_columns(table, [(one.key, one.titles) for one in columns], required=required)


def _line(
    line: ImportLine,
    columns: Sequence[BatchColumn],
    places: Mapping[str, int],
    known: Known,
    today: dt.date,
) -> BatchRow | list[RowProblem]:
    values: dict[str, BatchValue] = {}
    problems: list[RowProblem] = []
    for column in columns:
        if column.key not in places:
            continue
        cell = line.cells[places[column.key]]
        try:
            value = _cell(cell, column, today)
        except CellFault as wrong:
            problems.append(_problem(line, cell, column, wrong))
            continue
        if column.kind is CellKind.CREDIT_CODE and value not in known:
            fault = CellFault(ImportFault.UNKNOWN_ENTERPRISE)
            problems.append(_problem(line, cell, column, fault))
        elif value is not None:
            values[column.key] = value
    problems += _out_of_order(line, values)
    if problems:
        return problems
    key, name = known[str(values[CREDIT_CODE])]
    return BatchRow(line.number, key, name, values)


def _out_of_order(line: ImportLine, values: Mapping[str, BatchValue]) -> list[RowProblem]:
    since, until = values.get("since"), values.get("until")
    if isinstance(since, str) and isinstance(until, str) and until < since:
        fault = ImportFault.ENDS_BEFORE_IT_BEGINS
        return [RowProblem(line.number, str(line.number), fault)]
    return []


def _cell(cell: ImportCell, column: BatchColumn, today: dt.date) -> BatchValue | None:
    if cell.problem is not None:
        raise CellFault(ImportFault.CELL_UNRELIABLE, reason=cell.problem)
    text = (cell.text or "").strip()
    if not text:
        if column.is_required:
            raise CellFault(ImportFault.MISSING)
        return None
    return _READERS.get(column.kind, _text)(text, column, today)


def _text(text: str, column: BatchColumn, _: dt.date) -> BatchValue:
    return read_text(text, column.longest)


def _number(text: str) -> str:
    narrow = normalize("NFKC", text).replace(",", "").strip().rstrip("%元").strip()
    try:
        number = Decimal(narrow)
    except InvalidOperation as problem:
        raise CellFault(ImportFault.NOT_A_NUMBER) from problem
    if not number.is_finite() or len(narrow) > _LONGEST_NUMBER:
        raise CellFault(ImportFault.NOT_A_NUMBER)
    return plain(number)


_READERS: Mapping[CellKind, Callable[[str, BatchColumn, dt.date], BatchValue]] = {
    CellKind.CREDIT_CODE: lambda text, _, __: read_credit_code(text),
    CellKind.NUMBER: lambda text, _, __: _number(text),
    CellKind.DAY: lambda text, _, __: read_day(text, dt.date.max).isoformat(),
    CellKind.PAST_DAY: lambda text, _, today: read_day(text, today).isoformat(),
    CellKind.YES_NO: lambda text, _, __: read_yes_no(text),
}


def _problem(
    line: ImportLine, cell: ImportCell, column: BatchColumn, fault: CellFault
) -> RowProblem:
    details = {"limit": fault.limit, "reason": fault.reason}
    return RowProblem(
        row=line.number,
        address=cell.address,
        fault=fault.fault,
        column=column.titles[0],
        details={key: value for key, value in details.items() if value},
    )

"""A table of areas becomes new nodes of the tree, parents before children."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.area_paths import KnownArea, split_path
from server.domain.areas import AreaLevel, may_lie_below, read_level
from server.domain.import_cells import CellFault, read_text
from server.domain.import_table import (
    ColumnMap,
    ImportCell,
    ImportFault,
    ImportLine,
    ImportTable,
    RowProblem,
    map_columns,
)

_NAME, _LEVEL, _PARENT, _CODE = "name", "level", "parent", "code"
_LONGEST_NAME = 100
_AREA_CODE = re.compile(r"[0-9]{2,12}")

TITLES: Mapping[str, tuple[str, ...]] = {
    _NAME: ("名称", "区域名称", "name", "area"),
    _LEVEL: ("层级", "级别", "level"),
    _PARENT: ("上级区域", "上级", "上级路径", "parent", "parent path"),
    _CODE: ("区划代码", "行政区划代码", "代码", "code"),
}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area to be made: where it hangs (empty: a root), its name, level and code."""

    number: int
    parent_path: tuple[str, ...]
    name: str
    level: AreaLevel
    code: str | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """Names from the root down to it."""
        return (*self.parent_path, self.name)


@dataclass(frozen=True, slots=True)
class AreasReading:
    """What a table would add to the tree; what is there already is left alone."""

    new: tuple[AreaRow, ...]
    """Parents before their children."""
    unchanged: tuple[AreaRow, ...]
    problems: tuple[RowProblem, ...]
    unknown_columns: tuple[str, ...]


def read_areas(table: ImportTable, known: Sequence[KnownArea]) -> AreasReading:
    """Return the areas that a table adds to the known tree, and its problems."""
    columns = map_columns(table, TITLES.items(), required=(_NAME, _LEVEL))
    if columns.problems:
        return AreasReading((), (), columns.problems, columns.unknown)
    rows: list[AreaRow] = []
    problems: list[RowProblem] = []
    for line in table.lines:
        try:
            rows.append(_read_line(line, columns))
        except _LineFault as problem:
            problems.append(problem.problem)
    tree = {area.path: area.level for area in known}
    new: list[AreaRow] = []
    unchanged: list[AreaRow] = []
    for row in sorted(rows, key=lambda one: len(one.path)):
        fault = _fault(row, tree, new)
        if fault is not None:
            problems.append(RowProblem(row.number, str(row.number), fault))
        elif row.path in tree:
            unchanged.append(row)
        else:
            tree[row.path] = row.level
            new.append(row)
    return AreasReading(tuple(new), tuple(unchanged), tuple(problems), columns.unknown)


class _LineFault(Exception):
    def __init__(self, problem: RowProblem) -> None:
        super().__init__(problem.fault.value)
        self.problem = problem


def _fault(
    row: AreaRow, tree: Mapping[tuple[str, ...], AreaLevel], new: Sequence[AreaRow]
) -> ImportFault | None:
    if row.parent_path and row.parent_path not in tree:
        return ImportFault.UNKNOWN_AREA
    if not may_lie_below(row.level, tree.get(row.parent_path)):
        return ImportFault.LEVEL_NOT_BELOW_PARENT
    return ImportFault.TWICE_IN_FILE if any(one.path == row.path for one in new) else None


def _read_line(line: ImportLine, columns: ColumnMap) -> AreaRow:
    return AreaRow(
        number=line.number,
        parent_path=split_path(_text(line, columns, _PARENT, required=False)),
        name=_text(line, columns, _NAME, required=True),
        level=_level(line, columns),
        code=_code(line, columns),
    )


def _level(line: ImportLine, columns: ColumnMap) -> AreaLevel:
    level = read_level(_text(line, columns, _LEVEL, required=True))
    if level is None:
        raise _line_fault(line, columns, _LEVEL, ImportFault.UNKNOWN_LEVEL)
    return level


def _code(line: ImportLine, columns: ColumnMap) -> str | None:
    text = _text(line, columns, _CODE, required=False)
    if text and not _AREA_CODE.fullmatch(text):
        raise _line_fault(line, columns, _CODE, ImportFault.BAD_NUMBER)
    return text or None


def _text(line: ImportLine, columns: ColumnMap, column: str, *, required: bool) -> str:
    if column not in columns.places:
        return ""
    cell = line.cells[columns.places[column]]
    if cell.problem is not None:
        raise _line_fault(line, columns, column, ImportFault.CELL_UNRELIABLE)
    try:
        text = read_text(cell.text or "", _LONGEST_NAME * len(AreaLevel))
    except CellFault as problem:
        raise _line_fault(line, columns, column, problem.fault) from problem
    if column == _NAME and len(text) > _LONGEST_NAME:
        raise _line_fault(line, columns, column, ImportFault.TOO_LONG)
    if required and not text:
        raise _line_fault(line, columns, column, ImportFault.MISSING)
    return text


def _line_fault(
    line: ImportLine, columns: ColumnMap, column: str, fault: ImportFault
) -> _LineFault:
    cell: ImportCell = line.cells[columns.places[column]]
    details = {} if cell.problem is None else {"reason": cell.problem}
    return _LineFault(RowProblem(line.number, cell.address, fault, column, details))

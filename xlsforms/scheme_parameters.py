"""The sheet "parameters" as lists: its rows by code, and by their number in the list."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from xlsforms.problem_codes import ProblemCode
from xlsforms.scheme import PARAMETERS, SchemeRow
from xlsforms.scheme_table import Table, TableRow, plain_name

_NEEDED = ("code", "parameter", "row")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(slots=True)
class _ListRow:
    cells: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def made(self) -> SchemeRow:
        return SchemeRow(self.cells, PARAMETERS, min(self.places.values()), places=self.places)


def lists_of(table: Table) -> Mapping[str, tuple[SchemeRow, ...]]:
    """Return code -> rows of its list, in order; what is wrong is noted in the table."""
    lists: dict[str, dict[int, _ListRow]] = {}
    for row in table.rows:
        number = _row_number(table, row)
        if number:
            _take(
                table, row, lists.setdefault(row.cells["code"], {}).setdefault(number, _ListRow())
            )
    found = {}
    for code, by_number in lists.items():
        filled = {number: one for number, one in sorted(by_number.items()) if one.cells}
        _check_gaps(table, code, filled)
        if filled:
            found[code] = tuple(one.made() for one in filled.values())
    return found


def _row_number(table: Table, row: TableRow) -> int:
    """Return where in its list the row stands, 0 when it cannot be told."""
    lacking = [column for column in _NEEDED if not row.cells.get(column)]
    for column in lacking:
        if column in table.columns.values():
            table.fault(ProblemCode.EMPTY_CELL, row.number, column)
    if lacking:
        return 0
    text = unicodedata.normalize("NFKC", row.cells["row"])
    if not _NUMBER.fullmatch(text):
        table.fault(ProblemCode.BAD_ROW_NUMBER, row.number, "row", value=text[:40])
        return 0
    return int(text)


def _take(table: Table, row: TableRow, into: _ListRow) -> None:
    name, value = plain_name(row.cells["parameter"]), row.cells.get("value", "")
    if name in into.cells:
        code = row.cells["code"]
        facts = {"list_row": row.cells["row"], "of": code, "value": name}
        table.fault(ProblemCode.PARAMETER_TWICE, row.number, "parameter", **facts)
        return
    if value:
        into.cells[name], into.places[name] = value, row.number


def _check_gaps(table: Table, code: str, filled: Mapping[int, _ListRow]) -> None:
    for expected, (number, one) in enumerate(filled.items(), 1):
        if number != expected:
            at = min(one.places.values())
            table.fault(ProblemCode.LIST_ROW_MISSING, at, "row", of=code, value=expected)
            return

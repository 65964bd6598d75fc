"""Rows of a list that have a list of their own: that of row 2 of code 1.3 stands under 1.3/2."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlsforms.scheme import SchemeRow

MOST_LISTS = 6
"""So many lists may stand in one another; deeper ones are a fault, and are not read."""


@dataclass(frozen=True, slots=True)
class ListRow(SchemeRow):
    """A row of a list: its cell `code` is its own code, and `below` the list that stands there."""

    below: tuple[SchemeRow, ...] = ()


def rows_of_code(lists: Mapping[str, tuple[SchemeRow, ...]], code: str) -> tuple[SchemeRow, ...]:
    """Return the list of a code; each row brings along the list of its own code, `CODE/n`."""
    return tuple(
        _with_list(lists, f"{code}/{number}", row)
        for number, row in enumerate(lists.get(code, ()), start=1)
    )


def rows_below(row: SchemeRow) -> tuple[SchemeRow, ...]:
    """Return the list that a row brings along."""
    return row.below if isinstance(row, ListRow) else ()


def _with_list(lists: Mapping[str, tuple[SchemeRow, ...]], code: str, row: SchemeRow) -> SchemeRow:
    cells = {**row.cells, "code": code}
    below = rows_of_code(lists, code) if code.count("/") <= MOST_LISTS else ()
    return ListRow(cells, row.sheet, row.number, places=row.places, below=below)

"""A sheet of a foreign workbook as the child tells it: cells with their kind and exact text."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class CellKind(StrEnum):
    """What a cell holds, as the spreadsheet program stored it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ERROR = "error"
    FORMULA = "formula"
    """A formula whose result was not saved."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """One filled cell; rows and columns are counted from 1."""

    row: int
    column: int
    kind: CellKind
    text: str


@dataclass(frozen=True, slots=True)
class MergedCells:
    """Cells that show as one."""

    name: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: its filled cells from top to bottom, each row from left to right."""

    name: str
    cells: tuple[RawCell, ...]
    merged: tuple[MergedCells, ...] = ()


def sheet_of_json(told: Mapping[str, Any]) -> RawSheet:
    """Return a sheet from what the child wrote."""
    return RawSheet(
        told["name"],
        tuple(
            RawCell(row, column, CellKind(kind), text) for row, column, kind, text in told["cells"]
        ),
        tuple(MergedCells(*one) for one in told["merged"]),
    )


def letters_of(column: int) -> str:
    """Return a column's letters, counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

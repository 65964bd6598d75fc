"""Targets of a campaign as a spreadsheet: what is to be reached, what was counted, what is missing.

One row a target, and below it one for each area that has to reach it by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from exports.profiles.export_form import Notes
from exports.profiles.notes_sheet import notes_sheet
from exports.profiles.words import Words
from exports.spreadsheet import Column, ColumnKind, Row, Sheet, Spreadsheet


@dataclass(frozen=True, slots=True)
class TargetCells:
    """A target, in all or in one area; texts are in the reader's language, None where none is."""

    code: str
    name: str
    area: str
    """Empty: all together."""
    who: str
    """Who counts."""
    band: str
    """Which of them are meant, such as those of some size; empty: all."""
    goal: str
    stretch: str
    counted: int | None
    of_all: int | None
    share: Decimal | None
    """Of one."""
    missing: int | None
    due: date | None
    state: str
    note: str


_KINDS = {
    "code": (ColumnKind.IDENTIFIER, 10),
    "name": (ColumnKind.TEXT, 36),
    "area": (ColumnKind.TEXT, 18),
    "who": (ColumnKind.TEXT, 36),
    "band": (ColumnKind.TEXT, 24),
    "goal": (ColumnKind.TEXT, 12),
    "stretch": (ColumnKind.TEXT, 12),
    "counted": (ColumnKind.INTEGER, 12),
    "of_all": (ColumnKind.INTEGER, 12),
    "share": (ColumnKind.PERCENT, 10),
    "missing": (ColumnKind.INTEGER, 12),
    "due": (ColumnKind.DATE, 12),
    "state": (ColumnKind.TEXT, 16),
    "note": (ColumnKind.TEXT, 40),
}


def targets_spreadsheet(rows: Iterable[TargetCells], *, words: Words, notes: Notes) -> Spreadsheet:
    """Return the spreadsheet of targets with its notes."""
    columns = tuple(
        Column(words.targets[name], kind, width) for name, (kind, width) in _KINDS.items()
    )
    return Spreadsheet(
        sheets=(
            Sheet(words.targets_sheet, columns, _rows(rows)),
            notes_sheet(words, [*notes.lines, (words.made_at, notes.made_at)]),
        ),
        continued_note=words.continued,
    )


def _rows(rows: Iterable[TargetCells]) -> Iterator[Row]:
    names = [one.name for one in fields(TargetCells)]
    for row in rows:
        yield tuple(getattr(row, name) for name in names)

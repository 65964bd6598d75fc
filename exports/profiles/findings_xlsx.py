"""Findings of site checks as a spreadsheet: what was found where, until when, what became of it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from exports.profiles.export_form import Notes
from exports.profiles.notes_sheet import notes_sheet
from exports.profiles.words import Words
from exports.spreadsheet import Column, ColumnKind, Row, Sheet, Spreadsheet


@dataclass(frozen=True, slots=True)
class FindingCells:
    """One finding; texts are in the reader's language."""

    enterprise: str
    uscc: str | None
    area: str | None
    campaign: str | None
    kind: str
    what: str
    found_on: dt.date | None
    due_on: dt.date | None
    state: str
    followed_up_on: dt.date | None
    rectified_on: dt.date | None
    note: str | None
    reason: str | None


_COLUMNS = {
    "enterprise": (ColumnKind.TEXT, 32),
    "uscc": (ColumnKind.IDENTIFIER, 22),
    "area": (ColumnKind.TEXT, 18),
    "campaign": (ColumnKind.TEXT, 28),
    "kind": (ColumnKind.TEXT, 20),
    "what": (ColumnKind.TEXT, 48),
    "found_on": (ColumnKind.DATE, 12),
    "due_on": (ColumnKind.DATE, 12),
    "state": (ColumnKind.TEXT, 14),
    "followed_up_on": (ColumnKind.DATE, 12),
    "rectified_on": (ColumnKind.DATE, 12),
    "note": (ColumnKind.TEXT, 36),
    "reason": (ColumnKind.TEXT, 36),
}


def findings_spreadsheet(
    rows: Iterable[FindingCells], *, words: Words, notes: Notes
) -> Spreadsheet:
    """Return the spreadsheet of findings with its notes."""
    columns = tuple(Column(words.findings[name], *rest) for name, rest in _COLUMNS.items())
    return Spreadsheet(
        sheets=(
            Sheet(words.findings_sheet, columns, _rows(rows)),
            notes_sheet(words, [*notes.lines, (words.made_at, notes.made_at)]),
        ),
        continued_note=words.continued,
    )


def _rows(rows: Iterable[FindingCells]) -> Iterator[Row]:
    names = [one.name for one in fields(FindingCells)]
    for row in rows:
        yield tuple(getattr(row, name) for name in names)

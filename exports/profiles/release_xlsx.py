"""Results of an anonymous survey as published: one row a release, never a row of answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from exports.profiles.export_form import Notes
from exports.profiles.notes_sheet import notes_sheet
from exports.profiles.words import Words
from exports.spreadsheet import Column, ColumnKind, Row, Sheet, Spreadsheet


@dataclass(frozen=True, slots=True)
class ReleaseColumn:
    """One published figure: its title in the reader's language, and how it is shown."""

    title: str
    kind: ColumnKind = ColumnKind.DECIMAL


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """What was released of one enterprise or area.

    `answer_count` is a number or the text shown instead of it; `figures` are in the order of the
    columns, a text such as “too few answers” where one is not published.
    """

    enterprise_name: str | None
    uscc: str | None
    area: str | None
    answer_count: int | str
    figures: tuple[int | Decimal | str | None, ...]


@dataclass(slots=True)
class _Count:
    rows: int = 0


def release_spreadsheet(
    columns: tuple[ReleaseColumn, ...], rows: Iterable[ReleaseRow], *, words: Words, notes: Notes
) -> Spreadsheet:
    """Return the spreadsheet of released figures with its notes; rows are read while writing."""
    count = _Count()
    return Spreadsheet(
        sheets=(
            Sheet(
                words.releases_sheet,
                (
                    Column(words.enterprise, width=32),
                    Column(words.uscc, ColumnKind.IDENTIFIER, width=22),
                    Column(words.area, width=18),
                    Column(words.answer_count, ColumnKind.INTEGER),
                    *(Column(column.title, column.kind) for column in columns),
                ),
                _release_rows(rows, count),
            ),
            notes_sheet(words, _notes_rows(words, notes, count)),
        ),
        continued_note=words.continued,
    )


def _release_rows(rows: Iterable[ReleaseRow], count: _Count) -> Iterator[Row]:
    for row in rows:
        count.rows += 1
        yield (row.enterprise_name, row.uscc, row.area, row.answer_count, *row.figures)


def _notes_rows(words: Words, notes: Notes, count: _Count) -> Iterator[Row]:
    yield from notes.lines
    yield words.row_count, count.rows
    if notes.suppressed_count is not None:
        yield words.suppressed_count, notes.suppressed_count
    yield words.made_at, notes.made_at

"""A ranking by area as a spreadsheet: who stands where, and how far each area is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from exports.profiles.export_form import Notes
from exports.profiles.notes_sheet import notes_sheet
from exports.profiles.words import Words
from exports.spreadsheet import Column, ColumnKind, Row, Sheet, Spreadsheet


@dataclass(frozen=True, slots=True)
class RankedCells:
    """One subject in its place; texts are in the reader's language."""

    area: str
    rank: int
    name: str
    uscc: str | None
    lies_in: str | None
    points: Decimal | None
    grade: str
    place: str


@dataclass(frozen=True, slots=True)
class AreaCells:
    """One area: how many reached the grade, what its quota leaves, what its floor lacks."""

    area: str
    reached: int
    quota: int | None
    free: int | None
    floor: int | None
    short: int | None
    said: str


_RANKED = {
    "area": (ColumnKind.TEXT, 18),
    "rank": (ColumnKind.INTEGER, 8),
    "name": (ColumnKind.TEXT, 32),
    "uscc": (ColumnKind.IDENTIFIER, 22),
    "lies_in": (ColumnKind.TEXT, 18),
    "points": (ColumnKind.DECIMAL, 10),
    "grade": (ColumnKind.TEXT, 24),
    "place": (ColumnKind.TEXT, 20),
}
_AREAS = {
    "area": (ColumnKind.TEXT, 18),
    "reached": (ColumnKind.INTEGER, 14),
    "quota": (ColumnKind.INTEGER, 10),
    "free": (ColumnKind.INTEGER, 14),
    "floor": (ColumnKind.INTEGER, 14),
    "short": (ColumnKind.INTEGER, 14),
    "said": (ColumnKind.TEXT, 60),
}


def ranking_spreadsheet(
    ranked: Iterable[RankedCells], areas: Iterable[AreaCells], *, words: Words, notes: Notes
) -> Spreadsheet:
    """Return the spreadsheet of a ranking with a sheet of its areas, and its notes."""
    return Spreadsheet(
        sheets=(
            Sheet(words.ranking_sheet, _columns(_RANKED, words), _rows(RankedCells, ranked)),
            Sheet(words.areas_sheet, _columns(_AREAS, words), _rows(AreaCells, areas)),
            notes_sheet(words, [*notes.lines, (words.made_at, notes.made_at)]),
        ),
        continued_note=words.continued,
    )


def _columns(kinds: dict[str, tuple[ColumnKind, int]], words: Words) -> tuple[Column, ...]:
    return tuple(Column(words.ranking[name], *rest) for name, rest in kinds.items())


def _rows(
    cells: type[RankedCells | AreaCells], rows: Iterable[RankedCells | AreaCells]
) -> Iterator[Row]:
    names = [one.name for one in fields(cells)]
    for row in rows:
        yield tuple(getattr(row, name) for name in names)

"""The sheet of notes that ends a spreadsheet: what is in it, of when, and what was left out."""

from collections.abc import Iterable

from exports.profiles.words import Words
from exports.spreadsheet import Column, Row, Sheet


def notes_sheet(words: Words, rows: Iterable[Row]) -> Sheet:
    """Return the sheet of notes with pairs of a name and its content."""
    columns = (Column(words.note, width=28), Column(words.content, width=80))
    return Sheet(words.notes_sheet, columns, rows, has_filter=False)

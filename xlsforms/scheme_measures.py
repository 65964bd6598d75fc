"""How wide columns and how high rows of a written scheme are, so that every text can be read."""

import math
import unicodedata
from collections.abc import Iterable, Mapping

from xlsforms.scheme_guide import GuideColumn

NARROW = 14
_LINE, _HELP_LINE = 15, 12.5
_HIGHEST = 405
"""Spreadsheet programs allow a little more, in points."""
_HELP_LETTERS = 1.2
"""So many letters of the help stand where one of a cell does: they are smaller."""
_ROOM = 0.95
"""Words are not broken, so that lines are not filled to their end."""
_WIDE, _USUAL = 2, 0.85
"""The room of a Chinese letter and of another one, in letters as columns count them."""


def width_of(column: GuideColumn, rows: Iterable[Mapping[str, str]]) -> int:
    """Return the width of a column: a wide one is narrow where other rows leave it empty."""
    many = tuple(rows)
    is_used = not many or any(row.get(column.name) for row in many)
    return column.width if is_used else min(column.width, NARROW)


def row_height(texts: Iterable[tuple[str, int]]) -> float:
    """Return the height of a row, from the texts of its cells and the widths of their columns."""
    return min(_LINE * max((_lines(text, width) for text, width in texts), default=1), _HIGHEST)


def help_height(texts: Iterable[tuple[str, int]]) -> float:
    """Return the height of the row of help, whose letters are smaller."""
    lines = (_lines(text, width * _HELP_LETTERS) for text, width in texts)
    return min(_HELP_LINE * max(lines, default=1), _HIGHEST)


def _lines(text: str, width: float) -> int:
    room = width * _ROOM
    return sum(max(1, math.ceil(_letters(line) / room)) for line in text.split("\n"))


def _letters(text: str) -> float:
    """Return how much room a text takes."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return wide * _WIDE + (len(text) - wide) * _USUAL

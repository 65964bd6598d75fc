"""A spreadsheet as data: sheets, columns and rows, before any file format is chosen.

Text stays text: whatever an answer holds, it never becomes a formula, a link or a number. The
writers (`xlsx_file`, `csv_file`) share the rules for cleaning it, which are here.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

CellValue: TypeAlias = str | int | Decimal | float | date | datetime | bool | None
Row: TypeAlias = tuple[CellValue, ...]
PlacedRow: TypeAlias = tuple[int, Row]
"""Position of a sheet in `Spreadsheet.sheets`, and a row for it."""

LONGEST_TEXT = 32_767
"""Characters an Excel cell holds, in UTF-16 units (Excel specifications and limits)."""
LONGEST_SHEET_NAME = 31
MOST_COLUMNS = 16_384
CUT_MARK = "…[cut]"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?", re.ASCII)
_ERROR_VALUES = re.compile(
    r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|FIELD!|BLOCKED!)\s*", re.IGNORECASE
)
_RESERVED_SHEET_NAMES = frozenset({"history"})


class ColumnKind(StrEnum):
    """What a column holds; it chooses the number format, never the meaning of a text."""

    TEXT = "text"
    IDENTIFIER = "identifier"  # written as text even when the value is a number
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"  # 0.25 is shown as 25.0%
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be typed into the cells of a column: one of the choices, or a number in a range."""

    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    hint: str = ""
    """Shown beside the cell while it is filled in."""
    is_strict: bool = True
    """False: something else is asked about, not refused."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, what it holds, and its width in characters (None: by kind)."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int | None = None
    allowed: Allowed | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `rows` is read once, after `Spreadsheet.stream`, and may be a generator."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row] = ()
    has_filter: bool = True
    help_row_count: int = 0
    """Rows right below the header that explain it, and are not filled in."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """Sheets in their order, and rows for several of them in one pass.

    `stream` is read first, so that one query can fill the main sheet and those of its repeats;
    rows of `Sheet.rows` follow. `continued_note` is shown where rows go on in a further sheet.
    """

    sheets: tuple[Sheet, ...]
    stream: Iterable[PlacedRow] = ()
    continued_note: str = "The rows go on in sheet “{sheet}”."


def clean_text(text: str) -> str:
    """Return the text as a cell can hold it: no control characters, LF line ends, not too long.

    Control characters, lone surrogates and non-characters become U+FFFD, as in the parsed copy of
    a submission; what is longer than Excel's limit is cut and says so.
    """
    cleaned = text
    if not text.isprintable():
        cleaned = _UNWRITABLE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
    if 2 * len(cleaned) <= LONGEST_TEXT or _utf16_length(cleaned) <= LONGEST_TEXT:
        return cleaned
    return _cut_utf16(cleaned, LONGEST_TEXT - len(CUT_MARK)) + CUT_MARK


def has_control_characters(text: str) -> bool:
    """Return whether the text holds what no cell can: `clean_text` would replace it."""
    return not text.isprintable() and _UNWRITABLE.search(text.replace("\r", "\n")) is not None


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet program may compute this text when it opens or edits it.

    Leading blanks count for nothing, full-width and small forms of `= + - @` count as these, and
    error values such as `#REF!` count too; plain numbers such as `-5` do not.
    """
    start = text.lstrip()
    if not start or _PLAIN_NUMBER.fullmatch(text):
        return False
    return unicodedata.normalize("NFKC", start[0]) in "=+-@" or bool(_ERROR_VALUES.fullmatch(start))


def sheet_name(title: str, taken: Iterable[str] = ()) -> str:
    """Return the title as Excel takes it: at most 31 characters, unlike the names taken.

    Brackets, colons, question marks, stars and slashes become spaces; case makes no difference.
    """
    others = {name.casefold() for name in taken} | _RESERVED_SHEET_NAMES
    name = _NOT_IN_SHEET_NAMES.sub(" ", clean_text(title)).strip(" '")
    name = _cut_utf16(name, LONGEST_SHEET_NAME).rstrip(" '") or "Sheet"
    candidate, number = name, 1
    while candidate.casefold() in others:
        number += 1
        ending = f" ({number})"
        candidate = _cut_utf16(name, LONGEST_SHEET_NAME - len(ending)).rstrip(" '") + ending
    return candidate


def sheet_names(titles: Iterable[str]) -> tuple[str, ...]:
    """Return one valid name for each title, all different."""
    names: list[str] = []
    for title in titles:
        names.append(sheet_name(title, names))
    return tuple(names)


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut_utf16(text: str, units: int) -> str:
    # Half a surrogate pair at the end is dropped, not kept as a lone surrogate.
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")

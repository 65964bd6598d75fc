"""Rows become CSV in two dialects: one for offices that open it in Excel, one for programs."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from exports.spreadsheet import REPLACEMENT, CellValue, clean_text, looks_like_formula

GUARD = "'"
_BYTE_ORDER_MARK = "\ufeff"
_CHUNK_CHARACTERS = 64 * 1024
_NEEDS_QUOTES = frozenset(',"\r\n')


class CsvDialect(StrEnum):
    """Who will read the file.

    OFFICE: UTF-8 with a byte order mark, CRLF, and an apostrophe before whatever Excel would
    compute. CENTRAL: values unchanged, LF, no mark, as ODK Central writes.
    """

    OFFICE = "office"
    CENTRAL = "central"


def csv_chunks(
    header: Iterable[str], rows: Iterable[Iterable[CellValue]], *, dialect: CsvDialect
) -> Iterator[bytes]:
    """Yield the file in pieces of about 64 kB; rows are read as the pieces are taken."""
    waiting = [_BYTE_ORDER_MARK] if dialect is CsvDialect.OFFICE else []
    size = 0
    for row in _all_rows(header, rows):
        line = _line(row, dialect)
        waiting.append(line)
        size += len(line)
        if size >= _CHUNK_CHARACTERS:
            yield _encoded(waiting)
            waiting, size = [], 0
    yield _encoded(waiting)


def write_csv(
    header: Iterable[str],
    rows: Iterable[Iterable[CellValue]],
    *,
    dialect: CsvDialect,
    path: Path,
) -> None:
    """Write the file to the path, row by row."""
    with path.open("wb") as stream:
        for chunk in csv_chunks(header, rows, dialect=dialect):
            stream.write(chunk)


def guarded(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet program would compute it."""
    return GUARD + text if looks_like_formula(text.lstrip(GUARD)) else text


def unguarded(text: str) -> str:
    """Return the text without the apostrophe that `guarded` put before it."""
    return text[1:] if text.startswith(GUARD) and guarded(text[1:]) == text else text


def _all_rows(
    header: Iterable[str], rows: Iterable[Iterable[CellValue]]
) -> Iterator[Iterable[CellValue]]:
    yield header
    yield from rows


def _line(row: Iterable[CellValue], dialect: CsvDialect) -> str:
    if dialect is CsvDialect.OFFICE:
        fields = [_quoted(_office_text(value)) for value in row]
        end = "\r\n"
    else:
        fields = [_quoted(_text(value)) for value in row]
        end = "\n"
    # A single empty field would be an empty line, which readers skip.
    return ('""' if fields == [""] else ",".join(fields)) + end


def _quoted(text: str) -> str:
    # A lone CR ends a row for many readers, so it needs quotes as LF does.
    if _NEEDS_QUOTES.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def _office_text(value: CellValue) -> str:
    if isinstance(value, str):
        return guarded(clean_text(value))
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    return _text(value)


def _text(value: CellValue) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _encoded(parts: list[str]) -> bytes:
    text = "".join(parts)
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate has no bytes in UTF-8
        return "".join(REPLACEMENT if "\ud800" <= one <= "\udfff" else one for one in text).encode()

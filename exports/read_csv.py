"""The cells of a foreign CSV text, whatever its encoding and delimiter; runs in the child."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain, count

from exports.csv_file import unguarded
from exports.foreign_table import FileProblem, SpreadsheetError
from exports.raw_cells import RawCell, ReadLimits, text_cell

_DELIMITERS = ",;\t"
_SAMPLE_CHARACTERS = 20_000
_LONGEST_FIELD = 1_000_000
_END = "\x1eend of the text\x1e"
"""A last line of ours: it stands alone, or inside a cell whose quotation mark was never closed."""


def csv_rows(data: bytes) -> Iterator[tuple[int, list[RawCell]]]:
    """Yield number and filled cells of each row; raises SpreadsheetError."""
    text = decoded(data)
    csv.field_size_limit(_LONGEST_FIELD)
    lines = chain(io.StringIO(text, newline=""), [_END])
    reader = csv.reader(lines, delimiter=delimiter_of(text))
    limits = ReadLimits()
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):
            if fields == [_END]:
                return
            if fields and fields[-1].endswith(_END):
                break
            cells = [cell for cell in map(_cell, count(), fields) if cell is not None]
            limits.check(number, cells)
            yield number, cells
    except csv.Error as error:
        raise SpreadsheetError(FileProblem.NOT_A_SPREADSHEET) from error
    raise SpreadsheetError(FileProblem.UNCLOSED_QUOTE, {"row": number})


def decoded(data: bytes) -> str:
    """Return the text: UTF-8 or UTF-16 by its mark, else UTF-8, else GB 18030."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        raise SpreadsheetError(FileProblem.NOT_A_SPREADSHEET)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SpreadsheetError(FileProblem.UNKNOWN_ENCODING)


def delimiter_of(text: str) -> str:
    """Return the delimiter found most often outside quotes in the first line with any."""
    sample = text[:_SAMPLE_CHARACTERS]
    unquoted = "".join(sample.split('"')[::2])
    for line in unquoted.splitlines():
        best = max(_DELIMITERS, key=line.count)
        if best in line:
            return best
    return ","


def _cell(column: int, field: str) -> RawCell | None:
    text = unguarded(field)
    if text != field:  # our own apostrophe: the text was meant as text
        return RawCell(column, text)
    return text_cell(column, field)

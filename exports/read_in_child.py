"""The guarded child: reads one foreign file from standard input, writes its cells as JSON lines.

Run as `python -I -m exports.read_in_child`. It limits its own memory and processor time before it
looks at what the bytes are, so that a hostile file ends this process and no other.
"""

import io
import json
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import TypeAlias

from lxml import etree

from exports.foreign_table import FileProblem, SpreadsheetError
from exports.raw_cells import RawCell
from exports.read_csv import csv_rows
from exports.read_xlsx import SheetReader
from exports.workbook_parts import WorkbookParts

MOST_MEMORY_BYTES = 768 * 1024 * 1024
LEAST_PROCESSOR_SECONDS = 10
PROCESSOR_SECONDS_A_MEGABYTE = 2
"""So that an honest table of 100,000 rows, 5 MB, has the time it needs on a slow machine."""

_Line: TypeAlias = dict[str, object]


def main() -> None:
    """Read standard input, and write the table or the reason for refusing it."""
    data = sys.stdin.buffer.read()
    _limit_this_process(processor_seconds(len(data)))
    try:
        for line in lines(data):
            sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
    except SpreadsheetError as error:
        refused = {"error": error.code, "details": error.details}
        sys.stdout.write(json.dumps(refused) + "\n")


def lines(data: bytes) -> Iterator[_Line]:
    """Yield the sheet, its rows, its merged ranges, and an end; raises SpreadsheetError."""
    if data.startswith(b"PK\x03\x04"):
        yield from _workbook_lines(data)
        return
    yield {"sheet": "", "others": []}
    yield from _row_lines(csv_rows(data))
    yield {"end": True, "merged": []}


def _workbook_lines(data: bytes) -> Iterator[_Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from _sheet_lines(WorkbookParts(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SpreadsheetError(
            FileProblem.BAD_ARCHIVE, {"reason": "its content does not fit its directory"}
        ) from error
    except etree.XMLSyntaxError as error:
        raise SpreadsheetError(
            FileProblem.BAD_ARCHIVE, {"reason": "a part is no proper XML"}
        ) from error


def _sheet_lines(parts: WorkbookParts) -> Iterator[_Line]:
    texts, dates = parts.texts(), parts.date_styles()
    visible = [sheet for sheet in parts.sheets if sheet.is_visible]
    for sheet in visible:
        reader = SheetReader(parts, sheet, texts=texts, dates=dates)
        rows = _row_lines(reader.rows())
        first = next(rows, None)
        if first is None:
            continue
        yield {"sheet": sheet.name, "others": [one.name for one in visible if one is not sheet]}
        yield first
        yield from rows
        yield {"end": True, "merged": [astuple(one) for one in reader.merged]}
        return
    raise SpreadsheetError(FileProblem.NO_ROWS)


def _row_lines(rows: Iterable[tuple[int, list[RawCell]]]) -> Iterator[_Line]:
    for number, cells in rows:
        if cells:
            yield {"row": number, "cells": cells}


def processor_seconds(size: int) -> int:
    """Return how long a file of this many bytes may be worked on."""
    return LEAST_PROCESSOR_SECONDS + PROCESSOR_SECONDS_A_MEGABYTE * size // 1_000_000


def _limit_this_process(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()

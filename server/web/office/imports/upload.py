"""A spreadsheet that was uploaded to be imported, and samples to begin with."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Response, request
from flask_babel import gettext

from exports.read_spreadsheet import MOST_FILE_BYTES
from exports.spreadsheet import Column, ColumnKind, Row, Sheet, Spreadsheet
from exports.xlsx_file import write_xlsx
from server.domain.import_table import ImportTable
from server.i18n import problem_text, reader_locale
from server.problems import UnreadableSpreadsheet
from server.web.downloads import send_bytes

FIELD = "file"
MOST_BODY_BYTES = MOST_FILE_BYTES + 100_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTH = 22


@dataclass(frozen=True, slots=True)
class UploadedTable:
    """A table with the name its file had on the reader's computer; `error`: why there is none."""

    name: str = ""
    table: ImportTable | None = None
    error: str = ""
    data: bytes = b""


def uploaded_table(read: Callable[[bytes], ImportTable]) -> UploadedTable:
    """Return the table of the form that was sent, as `read` reads it, or the error at its field."""
    if (request.content_length or 0) > MOST_BODY_BYTES:
        most = MOST_FILE_BYTES // 1_000_000
        text = gettext("The file has more than %(most)s MB. Split it.", most=most)
        return UploadedTable(error=text)
    file = request.files.get(FIELD)
    data = b"" if file is None else file.read()
    if file is None or not data:
        return UploadedTable(error=gettext("Choose an .xlsx or .csv file."))
    try:
        return UploadedTable(name=(file.filename or "")[:300], table=read(data), data=data)
    except UnreadableSpreadsheet as problem:
        return UploadedTable(error=problem_text(problem))


def send_sample(titles: Iterable[Sequence[str]], rows: Iterable[Row], *, name: str) -> Response:
    """Return a workbook with the titles in the reader's language and some rows as examples."""
    columns = tuple(Column(_title(names), ColumnKind.TEXT, _WIDTH) for names in titles)
    filled = ((*row, *("",) * (len(columns) - len(row))) for row in rows)
    sheet = Sheet(gettext("Sample"), columns, filled, has_filter=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        write_xlsx(Spreadsheet((sheet,)), path)
        return send_bytes(path.read_bytes(), name=name, content_type=_XLSX)


def _title(names: Sequence[str]) -> str:
    if reader_locale() == "zh_CN":
        return names[0]
    return next((name for name in names if name.isascii()), names[0])

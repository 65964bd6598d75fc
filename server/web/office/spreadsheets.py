"""Spreadsheets that a page hands out at once: their words, their day, and the file itself."""

import datetime as dt
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Response

from exports.profiles.words import EN, ZH, Words
from exports.spreadsheet import Spreadsheet
from exports.xlsx_file import write_xlsx
from server import clock
from server.i18n import reader_locale
from server.web.downloads import send_bytes
from server.web.state import state

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def reader_words() -> Words:
    """Return the titles of spreadsheets in the reader's language."""
    return ZH if reader_locale() == "zh_CN" else EN


def here_and_now() -> dt.datetime:
    """Return this moment as clocks of the office show it, as cells hold it."""
    return clock.now().astimezone(ZoneInfo(state().settings.time_zone)).replace(tzinfo=None)


def send_spreadsheet(spreadsheet: Spreadsheet, *, name: str) -> Response:
    """Return a spreadsheet as a file to save; `name` is without its ending."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spreadsheet.xlsx"
        write_xlsx(spreadsheet, path)
        return send_bytes(path.read_bytes(), name=f"{name}.xlsx", content_type=_XLSX)

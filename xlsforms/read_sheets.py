"""All sheets of a foreign workbook as cells; a child process with limits opens the file."""

import json

from xlsforms.errors import XlsformError, refuse
from xlsforms.problem_codes import ProblemCode
from xlsforms.raw_sheet import RawSheet, sheet_of_json
from xlsforms.run_child import problem_of_json, run_child
from xlsforms.zip_directory import MAX_FILE_BYTES, MEGABYTE, check_zip

WALL_SECONDS = 60

_OLD_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What .xls files begin with, and .xlsx files that were saved with a password."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PARTS = frozenset({"[Content_Types].xml", "xl/workbook.xml"})


def read_sheets(data: bytes) -> tuple[RawSheet, ...]:
    """Return the sheets of a workbook. Raises XlsformError when the file cannot be read.

    Takes a process of its own: about half a second.
    """
    if len(data) > MAX_FILE_BYTES:
        raise refuse(ProblemCode.FILE_TOO_LARGE, limit=MAX_FILE_BYTES // MEGABYTE)
    if data.startswith(_OLD_MARK):
        is_locked = _LOCKED in data
        raise refuse(ProblemCode.LOCKED_WORKBOOK if is_locked else ProblemCode.OLD_WORKBOOK)
    if not data.startswith(b"PK\x03\x04"):
        raise refuse(ProblemCode.NOT_XLSX)
    if not {one.name for one in check_zip(data)} >= _PARTS:
        raise refuse(ProblemCode.NOT_XLSX)
    told = json.loads(run_child("xlsforms.scheme_child", data, wall_seconds=WALL_SECONDS))
    if "problems" in told:
        raise XlsformError(problem_of_json(one) for one in told["problems"])
    return tuple(sheet_of_json(one) for one in told["sheets"])

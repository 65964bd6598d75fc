"""Workbook bytes become a compiled form; pyxform runs in a child process with limits."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from xlsforms.compiled_form import CompiledForm
from xlsforms.errors import WorkbookProblem, XlsformError, refuse
from xlsforms.problem_codes import ProblemCode
from xlsforms.read_xform import read_xform
from xlsforms.run_child import problem_of_json, run_child
from xlsforms.workbook_rows import FIRST_ROW
from xlsforms.zip_directory import MAX_FILE_BYTES, MEGABYTE, check_zip

WALL_SECONDS = 60

_ZIP_MARK, _OLE_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SETTINGS_COLUMN = {
    ProblemCode.NO_FORM_ID: "form_id",
    ProblemCode.BAD_FORM_ID: "form_id",
    ProblemCode.BAD_VERSION: "version",
    ProblemCode.NO_TITLE: "form_title",
    ProblemCode.SUBMISSION_ACTION: "submission_url",
    ProblemCode.BAD_ANONYMOUS: "anonymous",
}


class _Answer(NamedTuple):
    xform: bytes
    warnings: tuple[str, ...]
    itemsets: bytes | None
    rows: Mapping[str, int]


def compile_workbook(data: bytes, *, file_name: str, form_id_fallback: str = "") -> CompiledForm:
    """Return the form that the workbook describes; raise XlsformError with places and advice.

    `file_name` tells nothing about the content but gives the form_id when neither the settings
    sheet nor `form_id_fallback` has one. Takes a process of its own: about half a second.
    """
    file_type = _file_type(data, file_name)
    fallback = form_id_fallback or re.sub(r"[^\w.-]+", "_", PurePath(file_name).stem)
    return _read(_run_child(data, {"file_type": file_type, "form_id_fallback": fallback}))


def _read(answer: _Answer) -> CompiledForm:
    """Return the form; problems found in its XForm are told by their place in the workbook."""
    try:
        form = read_xform(answer.xform, warnings=answer.warnings)
    except XlsformError as error:
        raise XlsformError(_placed(one, answer.rows) for one in error.problems) from error
    return replace(form, itemsets=answer.itemsets)


def _file_type(data: bytes, file_name: str) -> str:
    """Return how pyxform shall read the file, by content; Markdown tables serve tests and docs."""
    if len(data) > MAX_FILE_BYTES:
        raise refuse(ProblemCode.FILE_TOO_LARGE, limit=MAX_FILE_BYTES // MEGABYTE)
    if data.startswith(_ZIP_MARK):
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= {one.name for one in check_zip(data)}:
            raise refuse(ProblemCode.NOT_A_WORKBOOK)
        return ".xlsx"
    if data.startswith(_OLE_MARK):
        if _LOCKED in data:
            raise refuse(ProblemCode.LOCKED_WORKBOOK)
        return ".xls"
    if file_name.lower().endswith(".md"):
        return ".md"
    raise refuse(ProblemCode.NOT_A_WORKBOOK)


def _run_child(data: bytes, options: Mapping[str, str]) -> _Answer:
    request = json.dumps(options).encode() + b"\n" + data
    return _read_answer(run_child("xlsforms.child", request, wall_seconds=WALL_SECONDS))


def _read_answer(output: bytes) -> _Answer:
    answer = json.loads(output)
    if "problems" in answer:
        raise XlsformError(problem_of_json(one) for one in answer["problems"])
    itemsets = answer["itemsets"]
    return _Answer(
        xform=answer["xform"].encode(),
        warnings=tuple(answer["warnings"]),
        itemsets=None if itemsets is None else itemsets.encode(),
        rows=answer["rows"],
    )


def _placed(one: WorkbookProblem, rows: Mapping[str, int]) -> WorkbookProblem:
    """Return the problem of the XForm at its cell of the workbook."""
    if one.code in _SETTINGS_COLUMN:
        return replace(one, sheet="settings", row=FIRST_ROW, column=_SETTINGS_COLUMN[one.code])
    row = rows.get(one.details.get("path", ""))
    return one if row is None else replace(one, sheet="survey", row=row)

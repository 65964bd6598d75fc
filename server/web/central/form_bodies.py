"""Forms coming in as a body: workbook or XForm, with the warnings that Central asks about."""

from urllib.parse import unquote

from flask import request

from server.operations.read_form_upload import FormUpload, read_form_upload
from server.problems import FormHasWarnings
from server.web.central.answers import is_true
from server.web.central.raw_body import read_raw
from server.web.state import state
from xlsforms.zip_directory import MAX_FILE_BYTES

_WORKBOOK_TYPES = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
    }
)
_MOST_ID = 300


def find_form_upload() -> FormUpload | None:
    """Return the form in the body; None for an empty body.

    Raises InvalidForm, and FormHasWarnings unless `ignoreWarnings` is true. Takes half a second for
    a workbook: call it before the transaction opens.
    """
    data = read_raw(MAX_FILE_BYTES)
    return None if not data else _read(data)


def read_form_body() -> FormUpload:
    """Return the form in the body; an empty body is no form and raises InvalidForm."""
    return _read(read_raw(MAX_FILE_BYTES))


def _read(data: bytes) -> FormUpload:
    fallback = unquote(request.headers.get("X-XlsForm-FormId-Fallback", ""))[:_MOST_ID].strip()
    upload = read_form_upload(
        data,
        state().blobs,
        file_name="form.xlsx" if request.mimetype in _WORKBOOK_TYPES else "",
        form_id_fallback=fallback,
    )
    if upload.form.warnings and not is_true("ignoreWarnings"):
        raise FormHasWarnings(
            warnings={"xlsFormWarnings": list(upload.form.warnings), "workflowWarnings": []}
        )
    return upload

"""Read an uploaded form, workbook or XForm, before any transaction opens."""

from dataclasses import dataclass

from server.operations.form_problems import invalid_form
from server.store.blobs import BlobRef, BlobStore
from xlsforms.compile import compile_workbook
from xlsforms.compiled_form import CompiledForm
from xlsforms.errors import XlsformError
from xlsforms.read_xform import read_xform

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
_ZIP_MARK, _OLE_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class FormUpload:
    """A form that was read, and the files that came with it, already among the blobs."""

    form: CompiledForm
    workbook: BlobRef | None = None
    workbook_type: str | None = None
    itemsets: BlobRef | None = None


def read_form_upload(
    data: bytes, blobs: BlobStore, *, file_name: str = "", form_id_fallback: str = ""
) -> FormUpload:
    """Return the form of a workbook or of XForm XML; raises InvalidForm with every problem.

    What the bytes are is told by themselves; `form_id_fallback`, else the file's name, gives the
    form_id of a workbook whose settings sheet has none. A workbook takes about half a second.
    """
    if not is_workbook(data, file_name):
        try:
            return FormUpload(read_xform(data))
        except XlsformError as error:
            raise invalid_form(error) from error
    try:
        form = compile_workbook(data, file_name=file_name, form_id_fallback=form_id_fallback)
    except XlsformError as error:
        raise invalid_form(error) from error
    return FormUpload(
        form=form,
        workbook=blobs.put(data),
        workbook_type=XLS if data.startswith(_OLE_MARK) else XLSX,
        itemsets=None if form.itemsets is None else blobs.put(form.itemsets),
    )


def is_workbook(data: bytes, file_name: str = "") -> bool:
    """Tell whether an upload is to be read as a workbook: by its first bytes, else by its name."""
    name = file_name.lower()
    return data.startswith((_ZIP_MARK, _OLE_MARK)) or name.endswith((".xlsx", ".xls", ".md"))

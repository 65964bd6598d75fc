"""Upload a scheme workbook: read and checked as a whole, it becomes the draft of its scheme."""

from dataclasses import dataclass

from sqlmodel import Session

from server.domain.schemes.checking.check_scheme import check_scheme
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.reading.scheme_json import pack_scheme, scheme_sha256
from server.operations.scheme_problems import invalid_scheme
from server.problems import SchemeVersionExists
from server.store.blobs import BlobRef, BlobStore
from server.store.queries import audits, schemes
from server.store.queries.audits import Actee, By
from server.store.queries.blobs import keep_blob
from server.store.row_key import stored
from server.store.tables.schemes import Scheme, SchemeVersion
from xlsforms.errors import XlsformError
from xlsforms.read_scheme import read_scheme_workbook
from xlsforms.scheme import Scheme as Cells

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_NAME = 300


@dataclass(frozen=True, slots=True)
class SchemeUpload:
    """A scheme that was read and can be used, and its workbook, already among the blobs."""

    cells: Cells
    compiled: CompiledScheme
    workbook: BlobRef
    file_name: str


def read_scheme_upload(data: bytes, blobs: BlobStore, *, file_name: str) -> SchemeUpload:
    """Return the scheme of a workbook; raises InvalidScheme with every fault at its cell.

    Takes half a second, before any transaction opens.
    """
    cells, compiled = read_scheme_cells(data)
    name = file_name.rsplit("/", maxsplit=1)[-1][-_MOST_NAME:] or "scheme.xlsx"
    return SchemeUpload(cells, compiled, blobs.put(data), name)


def read_scheme_cells(data: bytes) -> tuple[Cells, CompiledScheme]:
    """Return the scheme of a workbook, stored nowhere; raises InvalidScheme with every fault."""
    try:
        found = read_scheme_workbook(data)
    except XlsformError as error:
        raise invalid_scheme(error.problems) from error
    checked = check_scheme(found.scheme, problems=found.problems)
    if checked.compiled is None:
        raise invalid_scheme((), checked.faults)
    return found.scheme, checked.compiled


def upload_scheme(session: Session, by: By, project_id: int, upload: SchemeUpload) -> SchemeVersion:
    """Make an upload the draft of its scheme, in place of any other, and return it.

    The workbook's settings say which scheme it is; a project that has none of that name gets it.
    Raises SchemeVersionExists when that version is published already.
    """
    settings = upload.compiled.settings
    scheme = _scheme(session, by, project_id, upload)
    scheme_id = stored(scheme.id)
    if schemes.find_published(session, scheme_id, settings.version) is not None:
        raise SchemeVersionExists(scheme=settings.scheme, version=settings.version)
    schemes.delete_draft(session, scheme_id)
    keep_blob(session, upload.workbook, by.at)
    draft = SchemeVersion(
        scheme_id=scheme_id,
        version=settings.version,
        workbook_sha256=upload.workbook.sha256,
        workbook_name=upload.file_name,
        content=pack_scheme(upload.cells),
        content_sha256=scheme_sha256(upload.cells),
        created_by=by.actor_id,
        created_at=by.at,
    )
    session.add(draft)
    session.flush()
    details = {"version": settings.version}
    audits.note(session, by, "scheme.update.draft.set", actee_of(scheme), details=details)
    return draft


def actee_of(scheme: Scheme) -> Actee:
    """Return a scheme as the audit log names it."""
    return Actee("scheme", scheme.slug, scheme.project_id)


def _scheme(session: Session, by: By, project_id: int, upload: SchemeUpload) -> Scheme:
    settings = upload.compiled.settings
    scheme = schemes.find_scheme(session, project_id, settings.scheme, is_locked=True)
    if scheme is None:
        scheme = Scheme(
            project_id=project_id,
            slug=settings.scheme,
            name_zh=settings.name.zh,
            name_en=settings.name.en,
            created_by=by.actor_id,
            created_at=by.at,
        )
        session.add(scheme)
        session.flush()
        audits.note(session, by, "scheme.create", actee_of(scheme))
    return scheme

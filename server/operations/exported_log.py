"""The log of filling in a submission as exports have it, read from the file that Collect sent."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from exports.profiles.export_form import ExportEvent
from server.domain.client_audit import MOST_BYTES, AuditEvent, read_client_audit
from server.problems import NotFound
from server.store.blobs import BlobStore
from server.store.queries import submissions
from xlsforms.compiled_form import CompiledForm

AUDIT_FILE = "audit.csv"
_AUDIT_PATH = "/meta/audit"


def keeps_log(form: CompiledForm) -> bool:
    """Tell whether phones record how a form is filled in; an anonymous one never does."""
    return not form.is_anonymous and any(one.path == _AUDIT_PATH for one in form.fields)


def exported_log(
    session: Session, blobs: BlobStore, version_id: int, zone: ZoneInfo
) -> tuple[ExportEvent, ...]:
    """Return the events of a version of a submission; none while its log has not arrived."""
    try:
        sha256 = submissions.get_file(session, version_id, AUDIT_FILE).blob_sha256
    except NotFound:
        return ()
    if sha256 is None or not blobs.is_there(sha256):
        return ()
    with blobs.open(sha256) as file:
        audit = read_client_audit(file.read(MOST_BYTES + 1))
    return tuple(_event(one, zone) for one in audit.events)


def _event(one: AuditEvent, zone: ZoneInfo) -> ExportEvent:
    start: datetime | None = None
    end: datetime | None = None
    if one.start is not None:
        start = one.start.astimezone(zone).replace(tzinfo=None)
        end = None if one.seconds is None else start + timedelta(seconds=float(one.seconds))
    return ExportEvent(one.event, one.node, start, end, one.place)

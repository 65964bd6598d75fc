"""Put a file into a slot of a form's draft, take it out, or tie the slot to its entity list."""

from dataclasses import dataclass

from sqlmodel import Session

from server.domain.form_files import check_form_file
from server.operations.create_form import actee_of
from server.operations.form_slots import empty_slot, fill_slot, tie_to_list
from server.problems import N_, NotFound, NotPossibleNow
from server.store.blobs import BlobRef, BlobStore
from server.store.queries import audits, forms
from server.store.queries.audits import By
from server.store.tables.forms import Form, FormAttachment


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A stored file that phones can read, and what is odd about it."""

    blob: BlobRef
    warnings: tuple[str, ...]


def checked_file(blobs: BlobStore, name: str, blob: BlobRef) -> CheckedFile:
    """Return a stored file that phones can read; raises UnexpectedValue for one they can't."""
    return CheckedFile(blob, check_form_file(name, blobs.path(blob.sha256)))


def upload_form_attachment(
    session: Session, by: By, form: Form, *, name: str, file: CheckedFile, content_type: str
) -> FormAttachment:
    """Put a stored file into the draft's slot; raises NotFound when the draft expects no such."""
    slot = _slot(session, form, name)
    fill_slot(session, by, slot, file.blob, content_type, warnings=file.warnings)
    _note(session, by, form, slot)
    return slot


def clear_form_attachment(session: Session, by: By, form: Form, *, name: str) -> None:
    """Take the file out of the draft's slot; raises NotFound when it holds none."""
    slot = _slot(session, form, name)
    if slot.blob_sha256 is None:
        raise NotFound
    empty_slot(by, slot)
    _note(session, by, form, slot)


def set_slot_from_list(
    session: Session, by: By, form: Form, *, name: str, is_from_list: bool
) -> FormAttachment:
    """Tie the draft's slot NAME.csv to the entity list NAME, or untie it."""
    slot = _slot(session, form, name)
    empty_slot(by, slot)
    if is_from_list and not tie_to_list(session, form.project_id, slot):
        raise NotPossibleNow(reason=N_("there is no entity list of this name"))
    _note(session, by, form, slot)
    return slot


def _slot(session: Session, form: Form, name: str) -> FormAttachment:
    return forms.get_slot(session, forms.get_draft(session, form).id, name)


def _note(session: Session, by: By, form: Form, slot: FormAttachment) -> None:
    details = {"formDefId": slot.form_version_id, "name": slot.name, "sha256": slot.blob_sha256}
    audits.note(session, by, "form.attachment.update", actee_of(form), details=details)
    session.flush()

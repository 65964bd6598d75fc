"""The slots of files that a form version expects: made, filled, emptied, tied to entity lists."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from server.domain.received_submission import cleaned_content_type
from server.store.blobs import BlobRef
from server.store.queries import entities, forms
from server.store.queries.audits import By
from server.store.queries.blobs import keep_blob
from server.store.row_key import stored
from server.store.tables.forms import Form, FormAttachment, FormVersion
from xlsforms.compiled_form import ExpectedAttachment

CSV = "text/csv"


def held_files(session: Session, form: Form) -> Mapping[str, FormAttachment]:
    """Return by name what the slots of the draft hold, else those of the published version."""
    published = forms.list_slots(session, form.current_version_id)
    drafted = forms.list_slots(session, form.draft_version_id)
    return {slot.name: slot for slot in (*published, *drafted) if _is_filled(slot)}


def make_slots(
    session: Session,
    by: By,
    *,
    draft: FormVersion,
    project_id: int,
    expected: Iterable[ExpectedAttachment],
    held: Mapping[str, FormAttachment],
) -> None:
    """Make the slots of a draft; files of the same name and kind are carried forward."""
    for one in expected:
        slot = FormAttachment(
            form_version_id=stored(draft.id), name=one.name, kind=one.kind, updated_at=by.at
        )
        before = held.get(one.name)
        if before is not None and before.kind == one.kind:
            _carry(before, slot)
        else:
            tie_to_list(session, project_id, slot)
        session.add(slot)
    session.flush()


def fill_slot(
    session: Session,
    by: By,
    slot: FormAttachment,
    file: BlobRef,
    content_type: str,
    *,
    warnings: Sequence[str] = (),
) -> None:
    """Put a file into a slot, in place of whatever it held."""
    slot.warnings = [{"text": one} for one in warnings]
    keep_blob(session, file, by.at)
    slot.blob_sha256, slot.md5, slot.size = file.sha256, file.md5, file.size
    slot.content_type = cleaned_content_type(content_type)
    slot.entity_list_id, slot.updated_at = None, by.at
    session.add(slot)


def empty_slot(by: By, slot: FormAttachment) -> None:
    """Take out of a slot whatever it holds."""
    slot.blob_sha256 = slot.md5 = slot.size = slot.content_type = slot.entity_list_id = None
    slot.warnings = []
    slot.updated_at = by.at


def tie_to_list(session: Session, project_id: int, slot: FormAttachment) -> bool:
    """Tie a slot NAME.csv to the entity list NAME; tell whether there is one."""
    name, _, extension = slot.name.rpartition(".")
    if slot.kind != "file" or extension != "csv":
        return False
    found = entities.find_list(session, project_id, name)
    if found is None:
        return False
    slot.entity_list_id = found.id
    return True


def _is_filled(slot: FormAttachment) -> bool:
    return slot.blob_sha256 is not None or slot.entity_list_id is not None


def _carry(before: FormAttachment, slot: FormAttachment) -> None:
    for name in ("blob_sha256", "md5", "size", "content_type", "entity_list_id", "warnings"):
        setattr(slot, name, getattr(before, name))
    slot.updated_at = before.updated_at

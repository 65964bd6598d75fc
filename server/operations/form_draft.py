"""Put a draft in place of the one before: what its version row holds and carries forward."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from server import keys
from server.operations.form_slots import CSV, fill_slot, held_files, make_slots
from server.operations.read_form_upload import FormUpload
from server.store.blobs import BlobRef
from server.store.queries import forms
from server.store.queries.audits import By
from server.store.queries.blobs import keep_blob
from server.store.row_key import stored
from server.store.tables.forms import Form, FormAttachment, FormVersion
from xlsforms.compiled_form import CompiledForm, ExpectedAttachment
from xlsforms.xform_choices import ITEMSETS_FILE

_COPIED = (
    "version",
    "title",
    "xform",
    "md5",
    "sha256",
    "is_anonymous",
    "entities_version",
    "public_key",
    "is_client_editable",
    "workbook_sha256",
    "workbook_type",
    "warnings",
)


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What a draft is made of: columns of its version row, expected files, itemsets.csv."""

    columns: Mapping[str, Any]
    expected: tuple[ExpectedAttachment, ...]
    files: tuple[BlobRef, ...] = ()
    itemsets: BlobRef | None = None


def content_of_upload(upload: FormUpload) -> DraftContent:
    """Return the draft of an uploaded form."""
    files = tuple(file for file in (upload.workbook, upload.itemsets) if file is not None)
    return DraftContent(
        columns={
            **columns_of_form(upload.form),
            "workbook_sha256": upload.workbook.sha256 if upload.workbook else None,
            "workbook_type": upload.workbook_type,
            "warnings": list(upload.form.warnings),
        },
        expected=upload.form.attachments,
        files=files,
        itemsets=upload.itemsets,
    )


def content_of_version(version: FormVersion, slots: Iterable[FormAttachment]) -> DraftContent:
    """Return the draft that is a copy of a version."""
    return DraftContent(
        columns={name: getattr(version, name) for name in _COPIED},
        expected=tuple(ExpectedAttachment(slot.name, slot.kind) for slot in slots),  # type: ignore[arg-type]  # the column holds nothing else
    )


def columns_of_form(form: CompiledForm) -> dict[str, Any]:
    """Return the columns of a version that are read from its XML."""
    return {
        "version": form.version,
        "title": form.title,
        "xform": form.xform,
        "md5": form.md5,
        "sha256": form.sha256,
        "is_anonymous": form.is_anonymous,
        "entities_version": form.entities_version,
        "public_key": form.public_key,
        "is_client_editable": form.client_editable,
    }


def set_draft(session: Session, by: By, form: Form, content: DraftContent) -> FormVersion:
    """Make a new draft and remove the one before; its token stays, so testers need no new link.

    A file that the draft before, else the published version, holds under the same name is carried
    forward; an empty slot NAME.csv is tied to the entity list NAME when there is one.
    """
    old = forms.get_draft(session, form) if form.draft_version_id is not None else None
    held = held_files(session, form)
    for file in content.files:
        keep_blob(session, file, by.at)
    draft = FormVersion(
        form_pk=stored(form.id),
        draft_token=old.draft_token if old is not None else keys.new_token(),
        created_by=by.actor_id,
        created_at=by.at,
        **content.columns,
    )
    session.add(draft)
    session.flush()
    make_slots(
        session,
        by,
        draft=draft,
        project_id=form.project_id,
        expected=content.expected,
        held=held,
    )
    if content.itemsets is not None:
        slot = forms.get_slot(session, draft.id, ITEMSETS_FILE)
        fill_slot(session, by, slot, content.itemsets, CSV)
    form.draft_version_id = draft.id
    session.flush()
    if old is not None:
        forms.remove_draft(session, stored(old.id))
    return draft

"""Take out of the quarantine what has arrived after all, and offer what waited for it."""

import hashlib
from datetime import datetime

from sqlmodel import Session

from server.domain.received_submission import ReceivedSubmission
from server.store import outbox
from server.store.queries import rejected_payloads, submission_files
from server.store.tables.forms import Form

OFFER_AGAIN = "offer_again"


def clear_delivered(
    session: Session, received: ReceivedSubmission, *, project_id: int, version_id: int
) -> None:
    """Empty the quarantine of a document that a version holds now; its files go to that version.

    Files of the version stay, as they came later. Edits of it that came too early are offered
    again.
    """
    kept = rejected_payloads.list_same(
        session,
        project_id=project_id,
        form_id=received.ids.form_id,
        xml_sha256=received.xml_sha256,
    )
    for payload in kept:
        files = rejected_payloads.files_of(session, payload)
        submission_files.add_missing(session, version_id, files, received.received_at)
        session.delete(payload)
    if rejected_payloads.has_edits_of(
        session,
        project_id=project_id,
        form_id=received.ids.form_id,
        instance_id=received.instance_id,
    ):
        offer_again(session, project_id, received.ids.form_id, now=received.received_at)


def offer_again(session: Session, project_id: int, form_id: str, *, now: datetime) -> None:
    """Have the worker try once more what waits in the quarantine of a form."""
    payload = {"project_id": project_id, "form_id": form_id}
    # Form IDs are longer than keys may be.
    key = f"{project_id}:{hashlib.sha256(form_id.encode()).hexdigest()}"
    outbox.enqueue(session, OFFER_AGAIN, key, now=now, payload=payload)


def offer_what_waits(session: Session, form: Form, *, now: datetime) -> None:
    """Have what waits for a form that changed tried once more, if anything does."""
    if rejected_payloads.list_waiting_ids(session, form.project_id, form.form_id):
        offer_again(session, form.project_id, form.form_id, now=now)

"""Keep aside what was refused: it may be the only copy of what an inspector saw."""

from sqlmodel import Session

from server.domain.received_submission import ReceivedFile, ReceivedSubmission
from server.operations.clear_quarantine import offer_again
from server.problems import Problem
from server.store.incoming_blobs import BlobRef
from server.store.queries import rejected_payloads
from server.store.queries.blobs import keep_blob
from server.store.tables.submissions import RejectedPayload


def quarantine_submission(
    session: Session,
    *,
    project_id: int,
    received: ReceivedSubmission,
    sender_id: int | None,
    xml: BlobRef,
    refusal: Problem,
) -> None:
    """Keep a refused payload with its files and sender; the same again only adds new files.

    Phones try for days, each time with the same XML and with files in several POSTs. What the
    office discarded stays discarded.
    """
    keep_blob(session, xml, received.received_at)
    for file in received.files:
        keep_blob(session, BlobRef(file.sha256, file.md5, file.size), received.received_at)
    rejected_payloads.lock_project(session, project_id)
    kept = rejected_payloads.find_same(
        session,
        project_id=project_id,
        form_id=received.ids.form_id,
        xml_sha256=xml.sha256,
        sender_id=sender_id,
    )
    if kept is None:
        kept = _new(project_id, received, sender_id, xml)
    files = [_as_json(file) for file in received.files]
    kept.files = [*kept.files, *(file for file in files if file not in kept.files)]
    kept.reason, kept.last_sent_at = refusal.slug, received.received_at
    session.add(kept)
    session.flush()
    # What it waits for may have come between its refusal and this transaction.
    offer_again(session, project_id, received.ids.form_id, now=received.received_at)


def _new(
    project_id: int, received: ReceivedSubmission, sender_id: int | None, xml: BlobRef
) -> RejectedPayload:
    return RejectedPayload(
        project_id=project_id,
        form_id=received.ids.form_id,
        version=received.ids.version,
        instance_id=received.instance_id,
        deprecated_id=received.ids.deprecated_id,
        sender_id=sender_id,
        device_id=received.device_id,
        user_agent=received.user_agent,
        reason="",
        xml_sha256=xml.sha256,
        received_at=received.received_at,
        last_sent_at=received.received_at,
    )


def _as_json(file: ReceivedFile) -> dict[str, object]:
    return {
        "name": file.name,
        "contentType": file.content_type,
        "sha256": file.sha256,
        "size": file.size,
    }

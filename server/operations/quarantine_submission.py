"""Keep aside what was refused: it may be the only copy of what an inspector saw."""

from sqlmodel import Session

from server.domain.received_submission import ReceivedFile, ReceivedSubmission
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

    Phones try for days, each time with the same XML and with files in several POSTs.
    """
    keep_blob(session, xml, received.received_at)
    for file in received.files:
        keep_blob(session, BlobRef(file.sha256, file.md5, file.size), received.received_at)
    files = [_as_json(file) for file in received.files]
    kept = rejected_payloads.find_same(
        session,
        project_id=project_id,
        xml_sha256=xml.sha256,
        sender_id=sender_id,
        reason=refusal.slug,
    )
    if kept is not None:
        kept.files = [*kept.files, *(file for file in files if file not in kept.files)]
        return
    session.add(
        RejectedPayload(
            project_id=project_id,
            form_id=received.ids.form_id,
            instance_id=received.instance_id,
            sender_id=sender_id,
            reason=refusal.slug,
            xml_sha256=xml.sha256,
            files=files,
            received_at=received.received_at,
        )
    )


def _as_json(file: ReceivedFile) -> dict[str, object]:
    return {
        "name": file.name,
        "contentType": file.content_type,
        "sha256": file.sha256,
        "size": file.size,
    }

"""A payload of the quarantine as the submission that it was when it arrived."""

from sqlmodel import Session

from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_xml import read_ids
from server.store.queries import rejected_payloads
from server.store.tables.submissions import RejectedPayload


def received_again(session: Session, payload: RejectedPayload, xml: bytes) -> ReceivedSubmission:
    """Return the submission of a payload whose XML was read, with all its files."""
    ids = read_ids(xml)
    return ReceivedSubmission(
        ids=ids,
        instance_id=payload.instance_id or ids.instance_id or "",
        xml=xml,
        xml_sha256=payload.xml_sha256,
        files=rejected_payloads.files_of(session, payload),
        saw_incomplete=False,
        device_id=payload.device_id,
        user_agent=payload.user_agent,
        received_at=payload.received_at,
    )

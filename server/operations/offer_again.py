"""Take in what waits in the quarantine of a form, as far as nothing speaks against it any more.

A version may have been published, an original may have come after its edit, a form may be open
again. The same rules judge as when it was refused; what belongs to a form that did not exist waits
for the office, since nobody could check then whether its sender had that form.
"""

from collections.abc import Mapping

from sqlmodel import Session

from server.domain.json_values import integer_of, text_of
from server.operations.job_context import JobContext
from server.operations.kept_payload import received_again
from server.operations.receive_submission import Sender, receive_submission
from server.problems import NotFound
from server.store.queries import rejected_payloads
from server.store.tables.submissions import RejectedPayload


def offer_kept(context: JobContext, payload: Mapping[str, object]) -> None:
    """Offer what waits for a form again, the oldest first; whatever is taken leaves no trace."""
    project_id, form_id = integer_of(payload, "project_id"), text_of(payload, "form_id")
    with context.store.reading() as session:
        waiting = rejected_payloads.list_waiting_ids(session, project_id, form_id)
    for payload_id in waiting:
        with context.store.reading() as session:
            kept = session.get(RejectedPayload, payload_id)
        if kept is None or kept.reason == NotFound.slug_of_type():
            continue
        xml = context.blobs.read(kept.xml_sha256)
        with context.store.writing() as session:
            _offer(session, payload_id, xml)


def _offer(session: Session, payload_id: int, xml: bytes) -> None:
    kept = rejected_payloads.lock_waiting(session, payload_id)
    if kept is None:
        return
    refusal = receive_submission(
        session,
        project_id=kept.project_id,
        received=received_again(session, kept, xml),
        sender=Sender(kept.sender_id),
    )
    if refusal is not None:
        kept.reason = refusal.slug

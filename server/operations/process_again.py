"""Have a submission version processed again, as files that came later are evidence as well."""

from datetime import datetime

from sqlmodel import Session

from server.store import outbox

PROCESS_SUBMISSION = "process_submission"


def process_again(session: Session, version_id: int, *, now: datetime) -> None:
    """Have the worker derive everything from a version once more."""
    payload = {"submission_version_id": version_id}
    outbox.enqueue(session, PROCESS_SUBMISSION, str(version_id), now=now, payload=payload)

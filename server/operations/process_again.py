"""Have a submission version processed again, as files that came later are evidence as well."""

from datetime import datetime

from sqlmodel import Session

from server.store import outbox

PROCESS_SUBMISSION = "process_submission"
APPLY_ENTITIES = "apply_entities"


def process_again(session: Session, version_id: int, *, now: datetime) -> None:
    """Have the worker derive everything from a version once more."""
    payload = {"submission_version_id": version_id}
    outbox.enqueue(session, PROCESS_SUBMISSION, str(version_id), now=now, payload=payload)


def apply_again(
    session: Session, version_id: int, *, now: datetime, is_forced: bool = False
) -> None:
    """Have the worker look once more at the entities of a version, from a moment on.

    `is_forced`: what it waits for will not come any more.
    """
    payload = {"submission_version_id": version_id, "is_forced": is_forced}
    key = f"{version_id}:forced" if is_forced else str(version_id)
    outbox.enqueue(session, APPLY_ENTITIES, key, now=now, payload=payload)

"""Take the findings of a deleted site check off lists and phones, and bring them back with it."""

from datetime import datetime

from sqlmodel import Session

from server.store.queries import entities, findings
from server.store.queries.finding_deletion import mark_deleted
from server.store.row_key import stored
from server.store.tables.submissions import Submission


def delete_findings(session: Session, submission: Submission, *, at: datetime) -> None:
    """Delete the findings of a submission, which is locked; what was followed up goes as well."""
    _mark(session, submission, was=None, deleted_at=at, at=at)


def restore_findings(
    session: Session, submission: Submission, *, deleted_at: datetime | None, at: datetime
) -> None:
    """Bring back the findings that were deleted with a submission, which is locked.

    What somebody had deleted on its own, before or after, stays deleted.
    """
    if deleted_at is not None:
        _mark(session, submission, was=deleted_at, deleted_at=None, at=at)


def _mark(
    session: Session,
    submission: Submission,
    *,
    was: datetime | None,
    deleted_at: datetime | None,
    at: datetime,
) -> None:
    key = stored(submission.id)
    if findings.list_of_submission(session, key):
        entities.lock_lists(session, submission.project_id, entities.BOTH_WAYS)
        mark_deleted(session, key, was=was, deleted_at=deleted_at, at=at)

"""Take a submission out of every list and evaluation, and bring it back."""

from sqlmodel import Session

from server.operations.clear_quarantine import offer_what_waits
from server.operations.delete_findings import delete_findings, restore_findings
from server.operations.inputs_changed import inputs_changed
from server.operations.process_again import process_again
from server.operations.return_issue import sync_issue
from server.store.queries import audits, intake_edits, submissions
from server.store.queries.audits import By, actee_of_submission
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.forms import Form
from server.store.tables.submissions import Submission


def delete_submission(
    session: Session, by: By, scope: Scope, *, submission_id: int, zone: str
) -> Submission:
    """Delete a submission within the scope, so that it can be restored; raises NotFound.

    Its versions, files and instance IDs stay: a phone that sends it again is told. What it found
    and what the office sent back of it leave the phones, where nobody could answer it any more.
    """
    submission = submissions.get_submission(session, scope, submission_id)
    intake_edits.lock(session, submission_id)
    submission.deleted_at = submission.updated_at = by.at
    _note(session, by, submission, "submission.delete")
    delete_findings(session, submission, at=by.at)
    sync_issue(session, submission, at=by.at, zone=zone)
    return submission


def restore_submission(
    session: Session, by: By, scope: Scope, *, submission_id: int, zone: str
) -> Submission:
    """Bring a deleted submission within the scope back, and what waits for it; raises NotFound.

    The worker looks at it once more: it passes deleted ones by, and writes nothing twice.
    """
    submission = submissions.get_submission(session, scope, submission_id, is_deleted=True)
    intake_edits.lock(session, submission_id)
    deleted_at = submission.deleted_at
    submission.deleted_at, submission.updated_at = None, by.at
    _note(session, by, submission, "submission.restore")
    restore_findings(session, submission, deleted_at=deleted_at, at=by.at)
    sync_issue(session, submission, at=by.at, zone=zone)
    if submission.current_version_id is not None:
        process_again(session, submission.current_version_id, now=by.at)
    offer_what_waits(session, session.get_one(Form, submission.form_pk), now=by.at)
    return submission


def _note(session: Session, by: By, submission: Submission, action: str) -> None:
    session.flush()
    if submission.enterprise_id is not None:
        inputs_changed(
            session, {submission.enterprise_id}, now=by.at, campaign_id=submission.campaign_id
        )
    actee = actee_of_submission(stored(submission.id), submission.project_id)
    details = {"instanceId": submission.root_instance_id, "submissionId": stored(submission.id)}
    audits.note(session, by, action, actee, details=details)

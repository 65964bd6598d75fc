"""Take a submission out of every list and evaluation, and bring it back."""

from sqlmodel import Session

from server.operations.clear_quarantine import offer_what_waits
from server.operations.inputs_changed import inputs_changed
from server.store.queries import audits, intake_edits, submissions
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.forms import Form
from server.store.tables.submissions import Submission


def delete_submission(session: Session, by: By, scope: Scope, *, submission_id: int) -> Submission:
    """Delete a submission within the scope, so that it can be restored; raises NotFound.

    Its versions, files and instance IDs stay: a phone that sends it again is told.
    """
    submission = submissions.get_submission(session, scope, submission_id)
    intake_edits.lock(session, submission_id)
    submission.deleted_at = submission.updated_at = by.at
    _note(session, by, submission, "submission.delete")
    return submission


def restore_submission(session: Session, by: By, scope: Scope, *, submission_id: int) -> Submission:
    """Bring a deleted submission within the scope back, and what waits for it; raises NotFound."""
    submission = submissions.get_submission(session, scope, submission_id, is_deleted=True)
    intake_edits.lock(session, submission_id)
    submission.deleted_at, submission.updated_at = None, by.at
    _note(session, by, submission, "submission.restore")
    offer_what_waits(session, session.get_one(Form, submission.form_pk), now=by.at)
    return submission


def _note(session: Session, by: By, submission: Submission, action: str) -> None:
    session.flush()
    if submission.enterprise_id is not None:
        inputs_changed(
            session, {submission.enterprise_id}, now=by.at, campaign_id=submission.campaign_id
        )
    actee = Actee("submission", submission.root_instance_id, submission.project_id)
    details = {"instanceId": submission.root_instance_id, "submissionId": stored(submission.id)}
    audits.note(session, by, action, actee, details=details)

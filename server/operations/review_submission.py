"""Say what the office thinks of a submission."""

from sqlmodel import Session

from server.domain.lifecycle import ReviewState, write_review_state
from server.operations.inputs_changed import inputs_changed
from server.operations.process_again import apply_again
from server.store.queries import audits, entity_submissions, submissions
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.tables.submissions import Submission


def review_submission(
    session: Session, by: By, scope: Scope, *, submission_id: int, state: ReviewState
) -> Submission:
    """Set the review state of a submission within the scope and return it; raises NotFound."""
    submission = submissions.get_submission(session, scope, submission_id)
    before = submission.review_state or ReviewState.RECEIVED
    if state is not before:
        submission.review_state = None if state is ReviewState.RECEIVED else state
        submission.updated_at = by.at
        session.flush()
        if submission.enterprise_id is not None:
            inputs_changed(
                session,
                {submission.enterprise_id},
                now=by.at,
                campaign_id=submission.campaign_id,
            )
        if state is ReviewState.APPROVED:
            for version_id in entity_submissions.refused_versions(session, submission_id):
                apply_again(session, version_id, now=by.at)
        details = {
            "instanceId": submission.root_instance_id,
            "reviewState": write_review_state(state),
            "reviewStateBefore": write_review_state(before),
        }
        actee = Actee("submission", submission.root_instance_id, scope.project_id)
        audits.note(session, by, "submission.update", actee, details=details)
    return submission

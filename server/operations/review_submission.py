"""Say what the office thinks of a submission; with issues it goes back to whoever sent it."""

from dataclasses import dataclass

from sqlmodel import Session

from server.domain.lifecycle import ReviewState, write_review_state
from server.operations.comment_submission import add_comment
from server.operations.inputs_changed import inputs_changed
from server.operations.process_again import apply_again
from server.operations.return_issue import sync_issue
from server.operations.seen_submission import lock_seen
from server.store.queries import audits, entity_submissions
from server.store.queries.audits import By, actee_of_submission
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.submissions import Submission


@dataclass(frozen=True, slots=True)
class Review:
    """A review state, words beside it, and what was looked at (None: whatever it is now)."""

    state: ReviewState
    comment: str = ""
    seen: str | None = None


def review_submission(
    session: Session, by: By, scope: Scope, *, submission_id: int, review: Review, zone: str
) -> Submission:
    """Set the review state of a submission within the scope and return it.

    Raises NotFound, and ChangedMeanwhile when it is not what was seen.
    """
    submission = lock_seen(session, scope, submission_id, review.seen)
    before = submission.review_state or ReviewState.RECEIVED
    comment = add_comment(session, by, submission, review.comment)
    if review.state is before and comment is None:
        return submission
    submission.review_state = None if review.state is ReviewState.RECEIVED else review.state
    submission.updated_at = by.at
    submission.revision += 1
    session.flush()
    if review.state is not before and submission.enterprise_id is not None:
        inputs_changed(
            session, {submission.enterprise_id}, now=by.at, campaign_id=submission.campaign_id
        )
    if review.state is ReviewState.APPROVED and review.state is not before:
        for version_id in entity_submissions.refused_versions(session, submission_id):
            apply_again(session, version_id, now=by.at)
    if ReviewState.HAS_ISSUES in {review.state, before}:
        sync_issue(session, submission, at=by.at, zone=zone, is_asked_anew=True)
    details = {
        "instanceId": submission.root_instance_id,
        "reviewState": write_review_state(review.state),
        "reviewStateBefore": write_review_state(before),
    }
    actee = actee_of_submission(stored(submission.id), scope.project_id)
    audits.note(session, by, "submission.update", actee, details=details)
    return submission

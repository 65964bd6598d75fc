"""Leave a submission out of evaluations with a reason, or let it count again."""

from sqlmodel import Session

from server.operations.inputs_changed import inputs_changed
from server.operations.seen_submission import lock_seen
from server.problems import MissingParameter
from server.store.queries import audits
from server.store.queries.audits import By, actee_of_submission
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.submissions import Submission

_MOST_REASON = 500


def exclude_submission(
    session: Session,
    by: By,
    scope: Scope,
    *,
    submission_id: int,
    reason: str | None,
    seen: str | None = None,
) -> Submission:
    """Leave a submission within the scope out, or (reason None) let it count; return it.

    It stays where it is; only evaluations pass it by. Raises NotFound, MissingParameter for an
    empty reason, and ChangedMeanwhile when it is not what was seen.
    """
    if reason is not None and not reason.strip():
        raise MissingParameter(field="reason")
    submission = lock_seen(session, scope, submission_id, seen)
    before = submission.exclusion_reason
    submission.exclusion_reason = None if reason is None else reason.strip()[:_MOST_REASON]
    submission.updated_at = by.at
    submission.revision += 1
    session.flush()
    if submission.enterprise_id is not None:
        inputs_changed(
            session,
            {submission.enterprise_id},
            now=by.at,
            campaign_id=submission.campaign_id,
        )
    details = {
        "instanceId": submission.root_instance_id,
        "reason": submission.exclusion_reason,
        "reasonBefore": before,
    }
    actee = actee_of_submission(stored(submission.id), scope.project_id)
    audits.note(session, by, "submission.exclude", actee, details=details)
    return submission

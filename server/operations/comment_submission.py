"""Write a comment on a submission: it stays, and everybody who sees the submission sees it."""

from sqlmodel import Session

from server.problems import MissingParameter
from server.store.queries import audits, submissions
from server.store.queries.audits import By, actee_of_submission
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.submissions import Submission, SubmissionComment

MOST_COMMENT = 2000


def comment_submission(
    session: Session, by: By, scope: Scope, *, submission_id: int, body: str
) -> SubmissionComment:
    """Add a comment to a submission within the scope and return it.

    Comments are only added, so they never lie in each other's way; but who wants to review has to
    have seen them. Raises NotFound, and MissingParameter for an empty one.
    """
    submission = submissions.get_submission(session, scope, submission_id)
    session.refresh(submission, with_for_update=True)
    made = add_comment(session, by, submission, body)
    if made is None:
        raise MissingParameter(field="body")
    submission.revision += 1
    actee = actee_of_submission(stored(submission.id), submission.project_id)
    details = {"instanceId": submission.root_instance_id}
    audits.note(session, by, "submission.comment", actee, details=details)
    session.flush()
    return made


def add_comment(
    session: Session, by: By, submission: Submission, body: str
) -> SubmissionComment | None:
    """Add a comment to a locked submission; nothing for an empty one."""
    text = body.replace("\0", "").strip()[:MOST_COMMENT]
    if not text:
        return None
    made = SubmissionComment(
        submission_id=stored(submission.id), actor_id=by.actor_id, body=text, created_at=by.at
    )
    session.add(made)
    session.flush()
    return made

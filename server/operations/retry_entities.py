"""Have the entities of a submission written once more, after what kept them back was mended."""

from sqlmodel import Session

from server.operations.process_again import apply_again
from server.store.queries import audits, entity_submissions, submissions
from server.store.queries.audits import By, actee_of_submission
from server.store.queries.scope import Scope
from server.store.row_key import stored


def retry_entities(session: Session, by: By, scope: Scope, submission_id: int) -> int:
    """Enqueue what was not written of a submission within the scope; return how many versions.

    Raises NotFound for a foreign submission.
    """
    submission = submissions.get_submission(session, scope, submission_id)
    versions = entity_submissions.refused_versions(session, submission_id)
    for version_id in versions:
        apply_again(session, version_id, now=by.at)
    if versions:
        details = {"instanceId": submission.root_instance_id}
        actee = actee_of_submission(stored(submission.id), scope.project_id)
        audits.note(session, by, "entity.retry", actee, details=details)
    return len(versions)

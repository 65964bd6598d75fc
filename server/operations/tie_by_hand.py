"""Tie a submission to an enterprise by hand: what the office does with its inbox."""

from sqlmodel import Session

from server import clock
from server.domain.lifecycle import ReviewState
from server.operations.inputs_changed import inputs_changed
from server.operations.link_submission import BY_HAND, tied
from server.operations.move_findings import move_findings
from server.operations.return_issue import sync_issue
from server.operations.seen_submission import lock_seen
from server.store.queries import audits, enterprises, entities, links, processing
from server.store.queries.audits import By, actee_of_submission
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.submissions import Submission


def tie_by_hand(
    session: Session,
    by: By,
    scope: Scope,
    *,
    submission_id: int,
    enterprise_id: int,
    zone: str,
) -> Submission:
    """Tie a submission within the scope to an enterprise within it and return it.

    Its measures go with it, and so does the campaign of the day it arrived. Raises NotFound for
    what is foreign. An unlinked submission belongs to the whole project's scope.
    """
    submission = lock_seen(session, scope, submission_id, None)
    entities.lock_lists(session, scope.project_id, entities.BOTH_WAYS)
    enterprises.get_enterprise(session, scope, enterprise_id)
    submission.revision += 1
    session.flush()
    before = processing.lock_link(session, submission_id)
    day = clock.day_in(zone, submission.received_at)
    link = tied(session, enterprise_id, by=BY_HAND, project_id=scope.project_id, day=day, zone=zone)
    processing.store_link(session, submission_id, link)
    move_findings(session, by, submission_id, enterprise_id)
    area_id = links.find_area(session, enterprise_id)
    entities.tie_with(session, submission_id, enterprise_id=enterprise_id, area_id=area_id)
    touched = {one for one in (before.enterprise_id, enterprise_id) if one is not None}
    inputs_changed(session, touched, now=by.at)
    details = {
        "instanceId": submission.root_instance_id,
        "enterpriseId": enterprise_id,
        "enterpriseIdBefore": before.enterprise_id,
    }
    actee = actee_of_submission(stored(submission.id), scope.project_id)
    audits.note(session, by, "submission.link", actee, details=details)
    session.refresh(submission)
    if submission.review_state is ReviewState.HAS_ISSUES:
        sync_issue(session, submission, at=by.at, zone=zone)
    return submission

"""Submissions deleted, so that they can come back, and restored."""

from flask import Blueprint, Response
from sqlmodel import Session

from server.domain.access import Verb
from server.operations import delete_submission as deleting
from server.problems import NotFound
from server.store.queries import submissions
from server.store.queries.submission_filters import SubmissionFilter
from server.store.queries.submissions import SubmissionEntry
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import success
from server.web.central.submissions import entry_of, open_form
from server.web.state import state

blueprint = Blueprint("central_submission_deletion", __name__)

_ONE = "/forms/<segment:form_id>/submissions/<segment:instance_id>"


@blueprint.delete(_ONE)
@requires(Verb.SUBMISSION_DELETE)
def delete_submission(project_id: int, form_id: str, instance_id: str) -> Response:
    """Take a submission out of lists, exports and evaluations; it can be restored."""
    verb = Verb.SUBMISSION_DELETE
    with state().store.writing() as session:
        entry = entry_of(session, project_id, form_id, instance_id, verb=verb)
        where = scope(verb, project_id)
        zone = state().settings.time_zone
        deleting.delete_submission(session, acting(), where, submission_id=entry.id, zone=zone)
    return success()


@blueprint.post(f"{_ONE}/restore")
@requires(Verb.SUBMISSION_DELETE)
def restore_submission(project_id: int, form_id: str, instance_id: str) -> Response:
    """Bring a deleted submission back."""
    with state().store.writing() as session:
        entry = _deleted(session, project_id, form_id, instance_id)
        where = scope(Verb.SUBMISSION_DELETE, project_id)
        zone = state().settings.time_zone
        deleting.restore_submission(session, acting(), where, submission_id=entry.id, zone=zone)
    return success()


def _deleted(session: Session, project_id: int, form_id: str, instance_id: str) -> SubmissionEntry:
    form = open_form(session, project_id, form_id)
    where = scope(Verb.SUBMISSION_DELETE, project_id)
    wanted = SubmissionFilter(form_pk=form.id, instance_id=instance_id, is_deleted=True)
    found = submissions.list_submissions(session, where, wanted)
    if not found:
        raise NotFound
    return found[0]

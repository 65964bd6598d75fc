"""Say what the office thinks of a submission."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.lifecycle import ReviewState
from server.domain.roles import Verb
from server.operations import review_submission as reviewing
from server.problems import NotFound
from server.web.auth import requires, scope
from server.web.office.acting import acting
from server.web.office.submission_words import review_word
from server.web.office.submissions.blueprint import blueprint
from server.web.office.submissions.filters import kept_address
from server.web.state import state


@blueprint.post("/<pk:project_id>/submissions/<pk:submission_id>/review")
@requires(Verb.SUBMISSION_REVIEW)
def review_submission(project_id: int, submission_id: int) -> AnyResponse:
    """Set the review state, and come back to the same submission of the same list."""
    wanted = _state()
    with state().store.writing() as session:
        reviewing.review_submission(
            session,
            acting(),
            scope(Verb.SUBMISSION_REVIEW, project_id),
            submission_id=submission_id,
            state=wanted,
        )
    flash(gettext("Review state: %(state)s", state=review_word(wanted)), "good")
    address = url_for(
        "office_submissions.show_submission", project_id=project_id, submission_id=submission_id
    )
    return redirect(kept_address(address), 303)


def _state() -> ReviewState:
    text = request.form.get("state", "")
    found = next((one for one in ReviewState if one.value == text), None)
    if found is None:
        raise NotFound
    return found

"""Say what the office thinks of a submission: its state, words beside it, and whether it counts."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.lifecycle import ReviewState
from server.domain.roles import Verb
from server.operations import comment_submission as commenting
from server.operations import exclude_submission as excluding
from server.operations import review_submission as reviewing
from server.operations.review_submission import Review
from server.problems import ChangedMeanwhile, MissingParameter, NotFound
from server.web.auth import requires, scope
from server.web.office.acting import acting
from server.web.office.form_errors import done
from server.web.office.submission_words import review_word
from server.web.office.submissions.blueprint import blueprint
from server.web.office.submissions.filters import kept_address
from server.web.office.submissions.one import refused_page
from server.web.state import state

_ONE = "/<pk:project_id>/submissions/<pk:submission_id>"


@blueprint.post(f"{_ONE}/review")
@requires(Verb.SUBMISSION_REVIEW)
def review_submission(project_id: int, submission_id: int) -> AnyResponse:
    """Set the review state, and come back to the same submission of the same list."""
    wanted, comment = state_from_form(), request.form.get("comment", "")
    if wanted is ReviewState.HAS_ISSUES and not comment.strip():
        text = gettext("Write what is wrong: the inspector reads it on the phone.")
        return done(text, _address(project_id, submission_id), tone="bad")
    try:
        with state().store.writing() as session:
            reviewing.review_submission(
                session,
                acting(),
                scope(Verb.SUBMISSION_REVIEW, project_id),
                submission_id=submission_id,
                review=Review(wanted, comment, seen=request.form.get("seen", "")),
                zone=state().settings.time_zone,
            )
    except ChangedMeanwhile:
        return refused_page(project_id, submission_id)
    text = gettext("Review state: %(state)s", state=review_word(wanted))
    return done(text, _address(project_id, submission_id))


@blueprint.post(f"{_ONE}/comments")
@requires(Verb.SUBMISSION_REVIEW)
def comment(project_id: int, submission_id: int) -> AnyResponse:
    """Add a comment, without a look at what others did: nothing of it can be lost."""
    address = _address(project_id, submission_id)
    try:
        with state().store.writing() as session:
            commenting.comment_submission(
                session,
                acting(),
                scope(Verb.SUBMISSION_REVIEW, project_id),
                submission_id=submission_id,
                body=request.form.get("comment", ""),
            )
    except MissingParameter:
        return done(gettext("Write something first."), address, tone="bad")
    return done(gettext("The comment has been added."), address)


@blueprint.post(f"{_ONE}/exclusion")
@requires(Verb.SUBMISSION_REVIEW)
def exclude(project_id: int, submission_id: int) -> AnyResponse:
    """Leave the submission out of evaluations with a reason, or let it count again."""
    is_back = request.form.get("back") == "1"
    address = _address(project_id, submission_id)
    try:
        with state().store.writing() as session:
            excluding.exclude_submission(
                session,
                acting(),
                scope(Verb.SUBMISSION_REVIEW, project_id),
                submission_id=submission_id,
                reason=None if is_back else request.form.get("reason", ""),
                seen=request.form.get("seen", ""),
            )
    except ChangedMeanwhile:
        return refused_page(project_id, submission_id)
    except MissingParameter:
        return done(gettext("Write the reason first."), address, tone="bad")
    if is_back:
        return done(gettext("The submission counts again."), address)
    return done(gettext("The submission is left out of evaluations."), address)


def state_from_form() -> ReviewState:
    """Return the review state that was sent; raises NotFound for none that a person may set."""
    text = request.form.get("state", "")
    found = next((one for one in ReviewState if one.value == text), None)
    if found is None:
        raise NotFound
    return found


def _address(project_id: int, submission_id: int) -> str:
    address = url_for(
        "office_submissions.show_submission", project_id=project_id, submission_id=submission_id
    )
    return kept_address(address)

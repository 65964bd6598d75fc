"""Submissions of a form: listed, shown, their XML, what the office says of them.

Of an anonymous form there is none of this for anybody: its results are releases.
"""

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.access import Verb
from server.domain.lifecycle import BadReviewState, ReviewState, read_review_state
from server.operations.review_submission import Review, review_submission
from server.operations.seen_submission import seen_token
from server.problems import N_, NotFound, UnexpectedValue
from server.store.queries import forms, submission_lists, submissions
from server.store.queries.submission_filters import SubmissionFilter
from server.store.queries.submissions import Page, SubmissionEntry
from server.store.row_key import stored
from server.store.tables.forms import Form
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, is_extended, is_true, limit_and_offset
from server.web.central.json_body import read_body
from server.web.central.paging import answer_page
from server.web.central.submission_schemas import (
    ReviewBody,
    SubmissionAnswer,
    extended_submission_answer,
    submission_answer,
)
from server.web.state import state

blueprint = Blueprint("central_submissions", __name__)

_FORM = "/forms/<segment:form_id>/submissions"
_ONE = f"{_FORM}/<segment:instance_id>"


@blueprint.get(_FORM)
@requires(Verb.SUBMISSION_READ)
def list_submissions(project_id: int, form_id: str) -> Response:
    """List the submissions of a form within the caller's areas, or those deleted, newest first."""
    limit, offset = limit_and_offset()
    where = scope(Verb.SUBMISSION_READ, project_id)
    with state().store.reading() as session:
        form = open_form(session, project_id, form_id)
        wanted = SubmissionFilter(form_pk=form.id, is_deleted=is_true("deleted"))
        found = submissions.list_submissions(session, where, wanted, Page(limit, offset))
        total = submissions.count_submissions(session, where, wanted)
        bodies = answers_of(session, found)
    return answer_page(bodies, total=total)


@blueprint.get(f"{_FORM}/keys")
@requires(Verb.SUBMISSION_READ)
def list_keys(project_id: int, form_id: str) -> Response:
    """List the keys that submissions were encrypted with: this server manages none (ruODK asks)."""
    with state().store.reading() as session:
        open_form(session, project_id, form_id)
    return jsonify([])


@blueprint.get(f"{_FORM}/submitters")
@requires(Verb.SUBMISSION_READ)
def list_submitters(project_id: int, form_id: str) -> Response:
    """List who sent submissions of a form within the caller's areas."""
    where = scope(Verb.SUBMISSION_READ, project_id)
    with state().store.reading() as session:
        form = open_form(session, project_id, form_id)
        found = submission_lists.list_senders(session, where, SubmissionFilter(form_pk=form.id))
    return jsonify([{"id": key, "displayName": name} for key, name in found])


@blueprint.get(_ONE)
@requires(Verb.SUBMISSION_READ)
def show_submission(project_id: int, form_id: str, instance_id: str) -> AnyResponse:
    """Show a submission; the instance ID of a later version leads to that version."""
    where = scope(Verb.SUBMISSION_READ, project_id)
    with state().store.reading() as session:
        form = open_form(session, project_id, form_id)
        root_id = submissions.find_root_id(session, where, stored(form.id), instance_id)
        if root_id is None or root_id == instance_id:
            entry = entry_of(session, project_id, form_id, instance_id)
            return tagged_answer(session, entry)
    address = url_for(
        "central_submission_versions.show_version",
        project_id=project_id,
        form_id=form_id,
        instance_id=root_id,
        version_instance_id=instance_id,
    )
    return redirect(address, 301)


@blueprint.get(f"{_ONE}.xml")
@requires(Verb.SUBMISSION_READ)
def show_xml(project_id: int, form_id: str, instance_id: str) -> Response:
    """Send the XML of a submission, byte for byte as it was sent."""
    with state().store.reading() as session:
        entry = entry_of(session, project_id, form_id, instance_id)
        xml = submissions.get_xml(session, entry.version_id)
    return Response(xml, mimetype="application/xml")


@blueprint.patch(_ONE)
@requires(Verb.SUBMISSION_REVIEW)
def patch_submission(project_id: int, form_id: str, instance_id: str) -> Response:
    """Set the review state of a submission; If-Match says which one was looked at."""
    wanted = _review_state(read_body(ReviewBody).review_state)
    where = scope(Verb.SUBMISSION_REVIEW, project_id)
    with state().store.writing() as session:
        entry = entry_of(session, project_id, form_id, instance_id)
        review_submission(
            session,
            acting(),
            where,
            submission_id=entry.id,
            review=Review(wanted, seen=seen_before()),
            zone=state().settings.time_zone,
        )
        return tagged_answer(session, entry_of(session, project_id, form_id, instance_id))


def open_form(session: Session, project_id: int, form_id: str) -> Form:
    """Return a published form whose submissions may be seen one by one; raises NotFound."""
    form = forms.get_form(session, project_id, form_id)
    if form.is_anonymous or form.current_version_id is None:
        raise NotFound
    return form


def entry_of(
    session: Session,
    project_id: int,
    form_id: str,
    instance_id: str,
    *,
    verb: Verb = Verb.SUBMISSION_READ,
) -> SubmissionEntry:
    """Return a submission within the areas where the caller has a verb; raises NotFound."""
    form = open_form(session, project_id, form_id)
    where = scope(verb, project_id)
    return submissions.get_entry(session, where, form.id, instance_id)


def answers_of(session: Session, entries: tuple[SubmissionEntry, ...]) -> list[SubmissionAnswer]:
    """Return submissions as bodies, extended where the caller asks for it."""
    if not is_extended():
        return [submission_answer(one) for one in entries]
    senders = submissions.list_senders(session, entries)
    return [extended_submission_answer(one, senders.get(one.submitter_id or 0)) for one in entries]


def tagged_answer(session: Session, entry: SubmissionEntry) -> Response:
    """Return a submission with the ETag that a change of it may name in If-Match."""
    answered = answer(answers_of(session, (entry,))[0])
    answered.set_etag(seen_token(entry.revision, entry.version_id))
    return answered


def seen_before() -> str | None:
    """Return what the caller saw, by If-Match; None when they do not say.

    A header with several tags, or a weak one, names nothing that a submission can be.
    """
    given = request.headers.get("If-Match", "").strip()
    return None if given in {"", "*"} else given.removeprefix("W/").strip('"')


def _review_state(wire: str | None) -> ReviewState:
    try:
        return read_review_state(wire)
    except BadReviewState as error:
        raise UnexpectedValue(
            field="reviewState", value=error.text[:40], reason=N_("it is no review state")
        ) from error

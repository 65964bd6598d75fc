"""Say the same of many submissions of a list: of the ticked rows, or of all that match."""

import datetime as dt
from dataclasses import replace

from flask import request, url_for
from flask_babel import gettext, ngettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.lifecycle import ReviewState
from server.domain.roles import Verb
from server.operations.review_many import (
    MOST_AT_ONCE,
    Reviewed,
    find_seen,
    request_reviews,
    review_many,
)
from server.operations.review_submission import Review
from server.problems import NotFound
from server.store.queries import submission_lists
from server.web.auth import requires
from server.web.office.acting import acting
from server.web.office.form_errors import done
from server.web.office.frame import Place, open_place
from server.web.office.list_state import ROWS_A_PAGE, key_of
from server.web.office.submission_words import review_word
from server.web.office.submissions.blueprint import blueprint
from server.web.office.submissions.filters import kept_address, read_choices
from server.web.office.submissions.review import state_from_form
from server.web.state import state

Seen = tuple[tuple[int, str], ...]


@blueprint.post("/<pk:project_id>/submissions/review")
@requires(Verb.SUBMISSION_REVIEW)
def review_list(project_id: int) -> AnyResponse:
    """Review the ticked rows, or all that the list holds; the filters are those of the address."""
    review = Review(state_from_form(), request.form.get("comment", ""))
    back = _list_address(project_id)
    if review.state is ReviewState.EDITED:
        raise NotFound
    if review.state is ReviewState.HAS_ISSUES and not review.comment.strip():
        text = gettext("Write what is wrong: the inspector reads it on the phone.")
        return done(text, back, tone="bad")
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_REVIEW)
        if request.form.get("all") == "1":
            reviewed = _review_all(session, place, review)
        else:
            reviewed = _review(session, place, _ticked(), review)
    if reviewed is None:
        text = gettext("The submissions are being reviewed; this page shows how far it is.")
        return done(text, url_for("office_jobs.list_jobs", project_id=project_id))
    return done(_told(reviewed, review), back, tone="warn" if reviewed.left_count else "good")


def _review_all(session: Session, place: Place, review: Review) -> Reviewed | None:
    """Review all that the list held when it was shown; None when that has become a job."""
    choices = read_choices(session, place)
    wanted = replace(choices.wanted, untouched_since=_shown_at())
    if submission_lists.count_rows(session, place.scope, wanted) > MOST_AT_ONCE:
        request_reviews(session, acting(), place.scope, wanted, review)
        return None
    return _review(session, place, find_seen(session, place.scope, wanted), review)


def _review(session: Session, place: Place, seen: Seen, review: Review) -> Reviewed:
    zone = state().settings.time_zone
    return review_many(session, acting(), place.scope, seen=seen, review=review, zone=zone)


def _told(reviewed: Reviewed, review: Review) -> str:
    """Return what happened, with numbers."""
    if not reviewed.done_count and not reviewed.left_count:
        return str(gettext("Tick the submissions first."))
    text = ngettext(
        "%(num)s submission: %(state)s.",
        "%(num)s submissions: %(state)s.",
        reviewed.done_count,
        state=review_word(review.state),
    )
    if not reviewed.left_count:
        return str(text)
    left = gettext(
        "%(count)s were left as they are: somebody changed them after this list was shown.",
        count=reviewed.left_count,
    )
    return f"{text} {left}"


def _ticked() -> Seen:
    """Return the ticked rows with what was shown of each; what is none of ours is left out."""
    pairs = (text.partition(":") for text in request.form.getlist("pk")[: 2 * ROWS_A_PAGE])
    keys = ((key_of(key), token) for key, _, token in pairs)
    return tuple((key, token) for key, token in keys if key is not None)


def _shown_at() -> dt.datetime:
    """Return when the list was shown; raises NotFound for a moment that is none."""
    try:
        moment = dt.datetime.fromisoformat(request.form.get("shown_at", ""))
    except ValueError as error:
        raise NotFound from error
    if moment.tzinfo is None:
        raise NotFound
    return moment.astimezone(dt.UTC)


def _list_address(project_id: int) -> str:
    address = url_for("office_submissions.list_submissions", project_id=project_id)
    return kept_address(address)

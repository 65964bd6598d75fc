"""One submission: answers beside photos, where it was filled in, what was said, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask import request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.drawn_places import PlaceKind
from server.domain.lifecycle import ReviewState
from server.domain.roles import Verb
from server.operations.return_issue import reply_to
from server.operations.seen_submission import seen_token
from server.problems import NotFound
from server.store.queries import (
    audits,
    forms,
    submission_comments,
    submission_lists,
    submissions,
)
from server.store.queries.audits import AuditRow, actee_of_submission
from server.store.queries.submission_lists import SubmissionRow
from server.store.tables.submissions import Submission, SubmissionVersion
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.entities.refused import entities_of
from server.web.office.frame import Place, open_place, page_answer, render_page
from server.web.office.list_state import key_from
from server.web.office.map_drawing import Line, MapDrawing, Mark, draw_map, metres_text
from server.web.office.submission_words import (
    deed_word,
    flag_word,
    linked_by_word,
    nameless,
    reason_word,
    review_options,
)
from server.web.office.submissions.addresses import address_to, breadcrumbs
from server.web.office.submissions.blueprint import blueprint
from server.web.office.submissions.filters import Choices, read_choices
from server.web.office.submissions.history import deed_note, deeds
from server.web.office.submissions.version_view import Shown, shown_version
from server.web.state import state

_ONE = "/<pk:project_id>/submissions/<pk:submission_id>"
_MOST_DEEDS = 100
_ANSWERED = frozenset({ReviewState.HAS_ISSUES, ReviewState.EDITED})


@dataclass(frozen=True, slots=True)
class Refused:
    """What somebody sent although the submission had changed: nothing of it is lost."""

    state: str = ""
    comment: str = ""
    reason: str = ""


@blueprint.get(_ONE)
@blueprint.get(f"{_ONE}/review", endpoint="after_review")
@blueprint.get(f"{_ONE}/exclusion", endpoint="after_exclusion")
@blueprint.get("/<pk:project_id>/forms/<segment:form_id>/submissions/<segment:instance_id>")
@requires(Verb.SUBMISSION_READ)
def show_submission(
    project_id: int, submission_id: int = 0, form_id: str = "", instance_id: str = ""
) -> str:
    """Show a submission in its current version, or in the version that the address names.

    It is named by our key, or as ODK names it. A page that refused a change, once reloaded, is
    this one as well.
    """
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_READ)
        if instance_id:
            form = forms.get_form(session, project_id, form_id)
            entry = submissions.get_entry(session, place.scope, form.id, instance_id)
            submission_id = entry.id
        return _page(session, place, submission_id)


def refused_page(project_id: int, submission_id: int) -> AnyResponse:
    """Return the page as it is now, with what was sent still in its fields and who was faster."""
    sent = Refused(
        state=request.form.get("state", ""),
        comment=request.form.get("comment", ""),
        reason=request.form.get("reason", ""),
    )
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_READ)
        return page_answer(_page(session, place, submission_id, refused=sent), 409)


def _page(
    session: Session, place: Place, submission_id: int, *, refused: Refused | None = None
) -> str:
    project_id = place.project_id
    row = submission_lists.get_row(session, place.scope, submission_id)
    choices = read_choices(session, place)
    versions = submissions.list_versions(session, row.id)
    shown = shown_version(session, place.scope, _chosen(versions))
    return render_page(
        session,
        place,
        "submissions/one.html",
        page_title=shown.version.instance_name or row.enterprise_name or nameless(row.received_at),
        breadcrumbs=breadcrumbs(project_id, choices),
        row=row,
        shown=shown,
        versions=versions,
        refused=refused,
        to=partial(address_to, project_id=project_id, submission_id=row.id, choices=choices),
        enterprise_url=_enterprise_url(project_id, row),
        previous=_neighbour(session, place, choices, before=row.id),
        next=_neighbour(session, place, choices, after=row.id),
        linked_by=linked_by_word(row.linked_by),
        reason=reason_word(row.link_problem),
        flags=[flag_word(flag) for flag in shown.version.flags],
        map=_map(row, shown),
        far=_far(row),
        metres_off=None if row.metres_off is None else metres_text(row.metres_off),
        entities=entities_of(session, place, row.id),
        **_said(session, project_id, row, versions),
    )


def _said(
    session: Session, project_id: int, row: SubmissionRow, versions: tuple[SubmissionVersion, ...]
) -> Mapping[str, object]:
    """Return what the office has said of a submission, and who may say more."""
    actee = actee_of_submission(row.id, project_id)
    history = audits.list_of(session, actee, limit=_MOST_DEEDS)
    submission = session.get_one(Submission, row.id)
    current = row.review_state or ReviewState.RECEIVED
    return {
        "seen": seen_token(row.revision, row.version_id),
        "latest": _latest(history),
        "review_state": current.value,
        "review_options": review_options(current=current),
        "may": {
            "review": may(Verb.SUBMISSION_REVIEW, project_id),
            "link": may(Verb.SUBMISSION_LINK, project_id),
        },
        "exclusion_reason": submission.exclusion_reason,
        "comments": submission_comments.list_comments(session, row.id),
        "reply": reply_to(session, submission) if current in _ANSWERED else "",
        "history": deeds(history, versions, submissions.names_of_senders(session, versions)),
    }


def _latest(history: tuple[AuditRow, ...]) -> dict[str, object] | None:
    """Return what was done last, for whoever was not as fast."""
    if not history:
        return None
    last = history[0]
    what = " ".join(filter(None, (deed_word(last.action), deed_note(last))))
    return {"who": last.actor_name, "what": what, "at": last.logged_at}


def _map(row: SubmissionRow, shown: Shown) -> MapDrawing | None:
    """Return the places of a version beside where the register has the enterprise."""
    marks, lines = [], []
    for label, place in shown.places:
        if place.kind is PlaceKind.POINT:
            marks.append(Mark(place.points[0], "check", label))
        else:
            lines.append(Line(place.points, label, is_area=place.kind is PlaceKind.AREA))
    if (marks or lines) and row.enterprise_place is not None:
        marks.append(Mark(row.enterprise_place, "enterprise", row.enterprise_name or ""))
    return draw_map(marks, lines)


def _far(row: SubmissionRow) -> str:
    """Return how far off a submission was filled in, when that is farther than it should be."""
    if row.metres_off is None or row.metres_off <= state().settings.far_metres:
        return ""
    return metres_text(row.metres_off)


def _chosen(versions: tuple[SubmissionVersion, ...]) -> SubmissionVersion:
    """Return the version that the address names, else the current one."""
    wanted = key_from("version")
    if wanted is None:
        return next(one for one in versions if one.is_current)
    found = next((one for one in versions if one.id == wanted), None)
    if found is None:
        raise NotFound
    return found


def _neighbour(
    session: Session,
    place: Place,
    choices: Choices,
    *,
    after: int | None = None,
    before: int | None = None,
) -> dict[str, str] | None:
    """Return the address of the next or previous submission of the list one came from."""
    rows = submission_lists.list_rows(
        session, place.scope, choices.wanted, limit=1, after=after, before=before
    )
    if not rows:
        return None
    url = address_to("show_submission", place.project_id, rows[0].id, choices)
    return {"label": _label(rows[0]), "url": url}


def _label(row: SubmissionRow) -> str:
    return row.enterprise_name or row.instance_name or nameless(row.received_at)


def _enterprise_url(project_id: int, row: SubmissionRow) -> str | None:
    if row.enterprise_id is None or not may(Verb.ENTERPRISE_READ, project_id):
        return None
    return url_for(
        "office_enterprises.show_enterprise",
        project_id=project_id,
        enterprise_id=row.enterprise_id,
    )

"""The inbox: submissions that no enterprise is known for, and tying them by hand."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.enterprise_link import LINK_MEASURES, LinkClue
from server.domain.roles import Verb
from server.operations.link_submission import looked_up
from server.operations.seen_submission import lock_seen, seen_token
from server.operations.tie_by_hand import tie_by_hand
from server.problems import ChangedMeanwhile, NotFound
from server.store.queries import areas, enterprises, forms, links, submission_lists
from server.store.queries.enterprises import EnterpriseFilter, Page
from server.store.queries.submission_filters import UNTIED
from server.store.queries.submission_lists import SubmissionRow
from server.store.tables.enterprises import Enterprise
from server.web.addresses import here
from server.web.auth import requires, scope
from server.web.office.acting import acting
from server.web.office.form_errors import done
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from, key_from_form
from server.web.office.submission_words import clue_word, linked_by_word, nameless, reason_word
from server.web.state import state

blueprint = Blueprint("office_inbox", __name__)

_MOST_FOUND = 20
_MOST_TEXT = 100


@dataclass(frozen=True, slots=True)
class ClueView:
    """What an answer says of the enterprise, and which one was found for it."""

    kind: str
    text: str
    enterprise: Enterprise | None
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enterprise that the submission may be tied to."""

    enterprise: Enterprise
    area_path: str
    is_named: bool
    """Whether an answer of the submission names it."""


@blueprint.get("/<pk:project_id>/inbox")
@requires(Verb.SUBMISSION_LINK)
def list_unlinked(project_id: int) -> str:
    """Show what waits to be tied by hand, newest first, with the reason."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_LINK)
        after = key_from("after")
        rows = submission_lists.list_rows(
            session, place.scope, UNTIED, limit=ROWS_A_PAGE + 1, after=after
        )
        shown = rows[:ROWS_A_PAGE]
        return render_page(
            session,
            place,
            "inbox/list.html",
            page_title=gettext("Unlinked inbox"),
            rows=shown,
            titles={
                form.id: version.title for form, version in forms.list_forms(session, project_id)
            },
            clues=links.clues_of(session, [row.id for row in shown]),
            clue_word=_clue_word_of,
            nameless=nameless,
            reason_word=reason_word,
            count=submission_lists.count_rows(session, place.scope, UNTIED),
            sees_all=place.scope.is_whole_project,
            next_url=here(after=shown[-1].id) if len(rows) > ROWS_A_PAGE else None,
            first_url=here(after=None) if after is not None else None,
        )


@blueprint.get("/<pk:project_id>/inbox/<pk:submission_id>")
@requires(Verb.SUBMISSION_LINK)
def show_unlinked(project_id: int, submission_id: int) -> str:
    """Show what a submission says of its enterprise, and those it may be tied to."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_LINK)
        row = submission_lists.get_row(session, place.scope, submission_id)
        clues = _clues(session, place, submission_id)
        typed = request.args.get("q")
        text = _suggestion(row) if typed is None else typed.strip()[:_MOST_TEXT]
        return render_page(
            session,
            place,
            "inbox/one.html",
            page_title=gettext("Tie to an enterprise"),
            breadcrumbs=_breadcrumbs(project_id),
            row=row,
            nameless=nameless,
            seen=seen_token(row.revision, row.version_id),
            clues=clues,
            reason=reason_word(row.link_problem),
            linked_by=linked_by_word(row.linked_by),
            text=text,
            is_searched=typed is not None,
            candidates=_candidates(session, place, clues, text),
            most=_MOST_FOUND,
            previous=_neighbour(session, place, before=row.id),
            next=_neighbour(session, place, after=row.id),
        )


@blueprint.post("/<pk:project_id>/inbox/<pk:submission_id>")
@requires(Verb.SUBMISSION_LINK)
def tie(project_id: int, submission_id: int) -> AnyResponse:
    """Tie the submission to the enterprise that was chosen, and go on with the inbox."""
    enterprise_id = key_from_form("enterprise")
    if enterprise_id is None:
        raise NotFound
    again = url_for(
        "office_inbox.show_unlinked", project_id=project_id, submission_id=submission_id
    )
    try:
        name = _tie(project_id, submission_id, enterprise_id)
    except ChangedMeanwhile:
        text = gettext("Somebody else changed this submission meanwhile. Look at it again.")
        return done(text, again, tone="bad")
    words = gettext("Tied to %(name)s.", name=name)
    change = gettext("Tie to another enterprise")
    flash(Markup('%s <a href="%s">%s</a>') % (words, again, change), "good")
    return redirect(url_for("office_inbox.list_unlinked", project_id=project_id), 303)


def _tie(project_id: int, submission_id: int, enterprise_id: int) -> str:
    """Tie a submission that is still as it was shown; return the name of the enterprise."""
    reached = scope(Verb.SUBMISSION_LINK, project_id)
    with state().store.writing() as session:
        name = enterprises.get_enterprise(session, reached, enterprise_id).name
        lock_seen(session, reached, submission_id, request.form.get("seen", ""))
        tie_by_hand(
            session,
            acting(),
            reached,
            submission_id=submission_id,
            enterprise_id=enterprise_id,
            zone=state().settings.time_zone,
        )
    return name


def _clues(session: Session, place: Place, submission_id: int) -> tuple[ClueView, ...]:
    """Return what the answers name, each with the enterprise found if the reader sees it."""
    sent = links.clues_of(session, [submission_id]).get(submission_id, ())
    found = []
    for measure, text in sent:
        clue = looked_up(
            session,
            LinkClue(LINK_MEASURES[measure], text),
            project_id=place.project_id,
            base_url=state().settings.base_url,
        )
        enterprise = None
        if clue.enterprise_id is not None:
            enterprise = enterprises.find_enterprise(session, place.scope, clue.enterprise_id)
        found.append(ClueView(clue_word(clue.kind), text, enterprise, clue.is_revoked))
    return tuple(found)


def _candidates(
    session: Session, place: Place, clues: tuple[ClueView, ...], text: str
) -> tuple[Candidate, ...]:
    """Return those that answers name, then those that the search finds, each once."""
    named = {clue.enterprise.id: clue.enterprise for clue in clues if clue.enterprise is not None}
    searched: tuple[Enterprise, ...] = ()
    if text:
        wanted, page = EnterpriseFilter(text=text), Page(limit=_MOST_FOUND)
        searched = enterprises.list_enterprises(session, place.scope, wanted, page)
    shown = [*named.values(), *(one for one in searched if one.id not in named)]
    paths = areas.path_names(session, {one.area_id for one in shown})
    return tuple(
        Candidate(one, " › ".join(paths.get(one.area_id, ())), one.id in named) for one in shown
    )


def _suggestion(row: SubmissionRow) -> str:
    """Return what to search for first: the submission's name up to its last word, often a day."""
    name = row.instance_name or ""
    return (name.rpartition(" ")[0] or name).strip()[:_MOST_TEXT]


def _clue_word_of(measure: str) -> str:
    return clue_word(LINK_MEASURES[measure])


def _neighbour(
    session: Session, place: Place, *, after: int | None = None, before: int | None = None
) -> dict[str, str] | None:
    rows = submission_lists.list_rows(
        session, place.scope, UNTIED, limit=1, after=after, before=before
    )
    if not rows:
        return None
    url = url_for(
        "office_inbox.show_unlinked", project_id=place.project_id, submission_id=rows[0].id
    )
    return {"label": rows[0].instance_name or nameless(rows[0].received_at), "url": url}


def _breadcrumbs(project_id: int) -> list[dict[str, str]]:
    url = url_for("office_inbox.list_unlinked", project_id=project_id)
    return [{"label": gettext("Unlinked inbox"), "url": url}]

"""Submissions whose entities could not be written: a list, and a part of a submission's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.operations.apply_entities import WAIT_AT_MOST
from server.store.queries import entity_submissions, refused_entities
from server.store.queries.entity_submissions import Held, WrittenEntity
from server.store.queries.refused_entities import RefusedSubmission
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.choices import form_titles
from server.web.office.dates import moment_text
from server.web.office.entities.blueprint import blueprint
from server.web.office.entities.lists import breadcrumbs
from server.web.office.entities.words import ErrorView, conflict_word, error_view
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE
from server.web.office.submission_words import nameless
from server.web.state import state

_MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A submission of the list, with everything that is wrong."""

    submission: RefusedSubmission
    name: str
    form_title: str
    url: str
    errors: tuple[ErrorView, ...]


@dataclass(frozen=True, slots=True)
class EntitiesOf:
    """What came of the entities of a submission, as its page shows it."""

    written: tuple[tuple[WrittenEntity, str, str | None], ...]
    """Each with the word of its conflict and its address, if the reader sees it."""
    errors: tuple[ErrorView, ...]
    waits_until: str | None
    retry_url: str | None


@blueprint.get("/<pk:project_id>/entity-errors")
@requires(Verb.SUBMISSION_READ)
def list_refused(project_id: int) -> str:
    """Show the submissions whose entities could not be written, the newest first."""
    page = _page_number()
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_READ)
        rows = refused_entities.list_refused(
            session, place.scope, limit=ROWS_A_PAGE + 1, offset=(page - 1) * ROWS_A_PAGE
        )
        titles = form_titles(session, project_id)
        return render_page(
            session,
            place,
            "entities/refused.html",
            page_title=gettext("Entities that were not written"),
            breadcrumbs=breadcrumbs(project_id),
            rows=[_row(project_id, one, titles) for one in rows[:ROWS_A_PAGE]],
            count=refused_entities.count_refused(session, place.scope),
            previous_url=here(page=page - 1) if page > 1 else None,
            next_url=here(page=page + 1) if len(rows) > ROWS_A_PAGE else None,
        )


def entities_of(session: Session, place: Place, submission_id: int) -> EntitiesOf | None:
    """Return what came of the entities of a submission; None: it has nothing to do with any."""
    written = entity_submissions.written_by(session, submission_id)
    errors = entity_submissions.errors_of(session, [submission_id]).get(submission_id, ())
    held = entity_submissions.held_of(session, submission_id)
    if not written and not errors and held is None:
        return None
    project_id = place.project_id
    retry = url_for("office_entities.retry", project_id=project_id, submission_id=submission_id)
    return EntitiesOf(
        written=tuple(
            (one, conflict_word(one.conflict), _address(project_id, one)) for one in written
        ),
        errors=tuple(error_view(one) for one in errors),
        waits_until=_until(held),
        retry_url=retry if errors and may(Verb.SUBMISSION_REVIEW, project_id) else None,
    )


def _until(held: Held | None, most: timedelta = WAIT_AT_MOST) -> str | None:
    return None if held is None else moment_text(held.held_since + most)


def _address(project_id: int, one: WrittenEntity) -> str | None:
    if not may(Verb.ENTITY_READ, project_id):
        return None
    return url_for(
        "office_entities.show_entity", project_id=project_id, list_name=one.dataset, uuid=one.uuid
    )


def _row(project_id: int, one: RefusedSubmission, titles: Mapping[str, str]) -> RefusedRow:
    url = url_for("office_submissions.show_submission", project_id=project_id, submission_id=one.id)
    return RefusedRow(
        one,
        one.instance_name or nameless(one.received_at),
        titles.get(one.form_id, one.form_id),
        url,
        tuple(error_view(error) for error in one.errors),
    )


def _page_number() -> int:
    text = request.args.get("page", "1")
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_PAGES))
    return min(max(int(text), 1), _MOST_PAGES) if is_number else 1

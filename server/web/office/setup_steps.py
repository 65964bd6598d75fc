"""The steps in which a new project is set up, and which of them are done."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.store.queries import campaigns, enterprises, forms, posters
from server.store.queries.posters import PosterFilter
from server.store.queries.scope import Scope
from server.web.office.acting import may
from server.web.office.frame import Place


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps, in words, with the page where it is taken."""

    words: str
    hint: str
    url: str
    is_done: bool


def setup_steps(session: Session, place: Place) -> tuple[Step, ...]:
    """Return the steps of a new project; nothing for readers who can't take them."""
    if not may(Verb.AREA_CHANGE, place.project_id):
        return ()
    return (*_register_steps(session, place), *_survey_steps(session, place.project_id))


def _register_steps(session: Session, place: Place) -> tuple[Step, ...]:
    whole = Scope(place.project_id)
    return (
        Step(
            gettext("Areas"),
            gettext("Draw up the tree of townships and villages: typed, or from a spreadsheet."),
            url_for("office_areas.list_areas", project_id=place.project_id),
            bool(place.choices),
        ),
        Step(
            gettext("Register of enterprises"),
            gettext("Import your spreadsheet of enterprises; wrong cells are shown beforehand."),
            url_for("office_imports.show_upload", project_id=place.project_id),
            enterprises.count_enterprises(session, whole) > 0,
        ),
    )


def _survey_steps(session: Session, project_id: int) -> tuple[Step, ...]:
    is_published = any(
        form.is_anonymous and form.current_version_id is not None
        for form, _ in forms.list_forms(session, project_id)
    )
    every_poster = PosterFilter(has_revoked=True)
    return (
        Step(
            gettext("Survey form"),
            gettext("Upload and publish an anonymous form, or take the one delivered."),
            url_for("office_forms.list_forms", project_id=project_id),
            is_published,
        ),
        Step(
            gettext("Campaign"),
            gettext("Say which form is asked from which day to which, and where."),
            url_for("office_campaigns.show_new", project_id=project_id),
            bool(campaigns.list_campaigns(session, project_id)),
        ),
        Step(
            gettext("Posters"),
            gettext("Make a poster for each enterprise and print them all at once."),
            url_for("office_posters.list_posters", project_id=project_id),
            posters.count_posters(session, Scope(project_id), every_poster) > 0,
        ),
    )

"""Parks: the list, a new one, another name."""

from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.create_park import create_park, rename_park
from server.problems import AlreadyExists
from server.store.queries import area_counts, parks
from server.web.auth import requires
from server.web.office.acting import acting, may
from server.web.office.areas.blueprint import blueprint
from server.web.office.form_errors import done, error_at
from server.web.office.frame import open_place, page_answer, render_page
from server.web.state import state

_NO_ERRORS: Mapping[str, str] = {}
_MOST_NAME = 100


@blueprint.get("/<pk:project_id>/parks")
@requires(Verb.AREA_READ)
def list_parks(project_id: int) -> str:
    """Show the parks with the enterprises in each."""
    with state().store.reading() as session:
        return _page(session, project_id)


@blueprint.post("/<pk:project_id>/parks")
@requires(Verb.AREA_CHANGE)
def add_park(project_id: int) -> AnyResponse:
    """Add a park."""
    return _save(project_id, None)


@blueprint.post("/<pk:project_id>/parks/<pk:park_id>")
@requires(Verb.AREA_CHANGE)
def change_park(project_id: int, park_id: int) -> AnyResponse:
    """Give a park another name."""
    return _save(project_id, park_id)


def _save(project_id: int, park_id: int | None) -> AnyResponse:
    name = request.form.get("name", "").strip()
    errors = _check(name)
    if not errors:
        try:
            with state().store.writing() as session:
                if park_id is None:
                    create_park(session, acting(), project_id, name=name)
                else:
                    rename_park(session, acting(), project_id, park_id=park_id, name=name)
        except AlreadyExists as problem:
            errors = error_at(problem, {"name": "name"})
    if errors:
        with state().store.reading() as session:
            page = _page(session, project_id, name=name, errors=errors, wrong_id=park_id)
            return page_answer(page, 422)
    url = url_for("office_areas.list_parks", project_id=project_id)
    return done(gettext("The park has been saved."), url)


def _check(name: str) -> dict[str, str]:
    if not name:
        return {"name": gettext("Enter the name of the park.")}
    if len(name) > _MOST_NAME:
        return {"name": gettext("A name has at most %(most)s characters.", most=_MOST_NAME)}
    return {}


def _page(
    session: Session,
    project_id: int,
    *,
    name: str = "",
    errors: Mapping[str, str] = _NO_ERRORS,
    wrong_id: int | None = None,
) -> str:
    place = open_place(session, project_id, Verb.AREA_READ)
    return render_page(
        session,
        place,
        "areas/parks.html",
        page_title=gettext("Areas and parks"),
        parks=parks.list_parks(session, project_id),
        counts=area_counts.count_by_park(session, place.scope),
        name=name,
        errors=errors,
        wrong_id=wrong_id,
        may_change=may(Verb.AREA_CHANGE, project_id),
    )

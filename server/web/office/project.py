"""The project: its name and description; and a new project beside it."""

from collections.abc import Mapping

from flask import Blueprint, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from qr.poster_code import is_loopback
from server.domain import access
from server.domain.roles import Verb
from server.operations.change_project import ProjectChange, change_project, clean_project_name
from server.operations.create_project import create_project as make_project
from server.problems import UnexpectedValue
from server.store.queries import projects
from server.store.row_key import stored
from server.web.auth import current_user, requires
from server.web.office.acting import acting
from server.web.office.dates import moment_text
from server.web.office.form_errors import done, error_at
from server.web.office.frame import open_place, page_answer, render_page
from server.web.state import state

blueprint = Blueprint("office_project", __name__)

_FIELDS = {"name": "name"}
_NOTHING: Mapping[str, str] = {}
_MOST_DESCRIPTION = 2000


@blueprint.get("/<pk:project_id>/project")
@requires(Verb.PROJECT_CHANGE)
def show_project(project_id: int) -> str:
    """Show the project's settings."""
    with state().store.reading() as session:
        return _page(session, project_id)


@blueprint.post("/<pk:project_id>/project")
@requires(Verb.PROJECT_CHANGE)
def save_project(project_id: int) -> AnyResponse:
    """Change name and description."""
    change = ProjectChange(
        name=request.form.get("name", ""),
        description=request.form.get("description", "").strip()[:_MOST_DESCRIPTION],
    )
    try:
        with state().store.writing() as session:
            project = projects.get_project(session, project_id)
            change_project(session, acting(), project, change)
    except UnexpectedValue as problem:
        with state().store.reading() as session:
            page = _page(session, project_id, error_at(problem, _FIELDS))
            return page_answer(page, 422)
    url = url_for("office_project.show_project", project_id=project_id)
    return done(gettext("The project has been saved."), url)


@blueprint.post("/projects")
@requires(Verb.PROJECT_CREATE)
def create_project() -> AnyResponse:
    """Create a project and go to its desk."""
    with state().store.writing() as session:
        name = clean_project_name(request.form.get("project_name", ""))
        project_id = stored(make_project(session, acting(), name=name).id)
    return done(
        gettext("The project has been created."),
        url_for("office_desk.show_desk", project_id=project_id),
    )


def _page(session: Session, project_id: int, errors: Mapping[str, str] = _NOTHING) -> str:
    place = open_place(session, project_id, Verb.PROJECT_CHANGE)
    base_url = state().settings.base_url
    typed = request.form if errors else None
    return render_page(
        session,
        place,
        "project/project.html",
        page_title=gettext("Project"),
        errors=errors,
        name=place.project.name if typed is None else typed.get("name", ""),
        description=place.project.description or "",
        made_at=moment_text(place.project.created_at),
        base_url=base_url,
        is_test=is_loopback(base_url),
        time_zone=state().settings.time_zone,
        may_create=access.may(current_user().grants, Verb.PROJECT_CREATE),
    )

"""Projects: one authority each."""

from flask import Blueprint, Response
from sqlmodel import Session

from server.domain import access
from server.domain.access import Verb
from server.domain.central_verbs import central_verbs
from server.operations.change_project import (
    ProjectChange,
    change_project,
    clean_project_name,
    delete_project,
)
from server.operations.create_project import create_project
from server.problems import WrongType
from server.store.queries import projects
from server.store.queries.app_user_lists import PhoneFilter, count_phones
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.projects import Project
from server.web.auth import current_user, requires, requires_login
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, is_extended, success
from server.web.central.json_body import read_body
from server.web.central.project_schemas import (
    NewProjectBody,
    ProjectAnswer,
    ProjectChangeBody,
    extended_project_answer,
    project_answer,
)
from server.web.state import state

blueprint = Blueprint("central_projects", __name__)


@blueprint.get("/projects")
@requires_login
def list_projects() -> Response:
    """List the projects that the caller sees: archived last, then by name."""
    grants = current_user().grants
    with state().store.reading() as session:
        return answer_list(
            [
                _answer(session, project)
                for project in projects.list_projects(session)
                if access.sees_project(grants, stored(project.id))
            ]
        )


@blueprint.post("/projects")
@requires(Verb.PROJECT_CREATE)
def post_project() -> Response:
    """Create a project."""
    body = read_body(NewProjectBody)
    with state().store.writing() as session:
        project = create_project(
            session,
            acting(),
            name=clean_project_name(body.name),
            description=body.description,
            is_archived=bool(body.archived),
        )
        return answer(_answer(session, project))


@blueprint.get("/projects/<pk:project_id>")
@requires(Verb.PROJECT_READ)
def show_project(project_id: int) -> Response:
    """Show a project."""
    with state().store.reading() as session:
        return answer(_answer(session, projects.get_project(session, project_id)))


@blueprint.get("/projects/<segment:project>")
@requires_login
def refuse_project(project: str) -> Response:  # noqa: ARG001 - named in the address
    """Refuse an id that is no whole number, as ODK Central does."""
    raise WrongType(field="projectId", expected="integer")


@blueprint.patch("/projects/<pk:project_id>")
@requires(Verb.PROJECT_CHANGE)
def patch_project(project_id: int) -> Response:
    """Change a project."""
    body = read_body(ProjectChangeBody)
    change = ProjectChange(name=body.name, description=body.description, is_archived=body.archived)
    with state().store.writing() as session:
        project = projects.get_project(session, project_id)
        change_project(session, acting(), project, change)
        return answer(_answer(session, project))


@blueprint.delete("/projects/<pk:project_id>")
@requires(Verb.PROJECT_CREATE)
def remove_project(project_id: int) -> Response:
    """Delete a project: for who may create one."""
    with state().store.writing() as session:
        delete_project(session, acting(), projects.get_project(session, project_id))
    return success()


def _answer(session: Session, project: Project) -> ProjectAnswer:
    """Return a project as the caller may see it."""
    grants, project_id = current_user().grants, stored(project.id)
    verbs = central_verbs(grants, project_id)
    if not is_extended():
        return project_answer(project, verbs)
    read = Scope(project_id, access.scope_of(grants, Verb.SUBMISSION_READ, project_id))
    phones = Scope(project_id, access.scope_of(grants, Verb.APP_USER_MANAGE, project_id))
    return extended_project_answer(
        project,
        verbs,
        projects.figures(session, read),
        app_user_count=count_phones(session, phones, PhoneFilter()),
    )

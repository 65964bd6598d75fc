"""Bodies of projects."""

from server.store.queries.projects import ProjectFigures
from server.store.tables.projects import Project
from server.web.central.wire import AnswerBody, RequestBody, Timestamp


class NewProjectBody(RequestBody):
    """A project to be created."""

    name: str
    description: str | None = None
    archived: bool | None = None


class ProjectChangeBody(RequestBody):
    """What shall become otherwise."""

    name: str | None = None
    description: str | None = None
    archived: bool | None = None


class ProjectAnswer(AnswerBody):
    """A project in ODK Central's words."""

    id: int | None
    name: str
    description: str | None
    archived: bool | None
    key_id: int | None = None
    created_at: Timestamp
    updated_at: Timestamp | None
    deleted_at: Timestamp | None
    verbs: tuple[str, ...]


class ExtendedProjectAnswer(ProjectAnswer):
    """A project with how much there is in it."""

    forms: int
    app_users: int
    datasets: int
    last_submission: Timestamp | None
    last_entity: Timestamp | None


def project_answer(project: Project, verbs: tuple[str, ...]) -> ProjectAnswer:
    """Return a project as a body."""
    return ProjectAnswer.model_validate(_fields(project, verbs))


def extended_project_answer(
    project: Project, verbs: tuple[str, ...], found: ProjectFigures, *, app_user_count: int
) -> ExtendedProjectAnswer:
    """Return a project with its figures as a body."""
    more = {
        "forms": found.form_count,
        "app_users": app_user_count,
        "datasets": found.entity_list_count,
        "last_submission": found.last_submission_at,
        "last_entity": found.last_entity_at,
    }
    return ExtendedProjectAnswer.model_validate({**_fields(project, verbs), **more})


def _fields(project: Project, verbs: tuple[str, ...]) -> dict[str, object]:
    return {
        "id": project.id,
        "name": project.name,
        "description": project.description,
        "archived": project.is_archived,
        "created_at": project.created_at,
        "updated_at": project.updated_at,
        "deleted_at": project.deleted_at,
        "verbs": verbs,
    }

"""Change a project's name and description, archive it, delete it."""

from dataclasses import dataclass

from sqlmodel import Session

from server.problems import N_, NotPossibleNow, UnexpectedValue
from server.store.queries import app_users, audits, projects
from server.store.queries.audits import Actee, By
from server.store.row_key import stored
from server.store.tables.projects import Project

_MOST_NAME = 200


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """What shall become otherwise; None leaves it as it is."""

    name: str | None = None
    description: str | None = None
    is_archived: bool | None = None


def change_project(session: Session, by: By, project: Project, change: ProjectChange) -> None:
    """Change a project."""
    if change.name is not None:
        project.name = clean_project_name(change.name)
    if change.description is not None:
        project.description = change.description
    if change.is_archived is not None:
        project.is_archived = change.is_archived
    project.updated_at = by.at
    data = {
        name: getattr(change, name)
        for name in ProjectChange.__slots__
        if getattr(change, name) is not None
    }
    audits.note(session, by, "project.update", _actee(project), details={"data": data})
    session.flush()


def delete_project(session: Session, by: By, project: Project) -> None:
    """Take a project out of every list and revoke the tokens of its phones.

    Raises NotPossibleNow while a campaign of it is open: workers may be answering.
    """
    key = stored(project.id)
    if projects.has_open_campaign(session, key):
        raise NotPossibleNow(reason=N_("a campaign of the project is not closed"))
    project.deleted_at = by.at
    app_users.revoke_tokens_of_project(session, key, at=by.at)
    audits.note(session, by, "project.delete", _actee(project))
    session.flush()


def clean_project_name(name: str) -> str:
    """Return a name without space around it; raises UnexpectedValue for none or a long one."""
    text = name.strip()
    if not text or len(text) > _MOST_NAME:
        raise UnexpectedValue(
            field="name",
            value=name[:100],
            reason=N_("a name of at most 200 characters is expected"),
        )
    return text


def _actee(project: Project) -> Actee:
    return Actee("project", str(project.id), project.id)

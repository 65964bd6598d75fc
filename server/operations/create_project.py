"""Create a project: one authority, with the entity list that its register is."""

from sqlmodel import Session

from server.store.queries import audits
from server.store.queries.audits import Actee, By
from server.store.row_key import stored
from server.store.tables.entities import EntityList
from server.store.tables.projects import Project

ENTERPRISES = "enterprises"
"""The entity list whose typed projection is the register."""


def create_project(
    session: Session,
    by: By,
    *,
    name: str,
    description: str | None = None,
    is_archived: bool = False,
) -> Project:
    """Create a project with its empty list `enterprises` and return it."""
    project = Project(name=name, description=description, is_archived=is_archived, created_at=by.at)
    session.add(project)
    session.flush()
    session.add(EntityList(project_id=stored(project.id), name=ENTERPRISES, created_at=by.at))
    actee = Actee("project", str(project.id), project.id)
    audits.note(session, by, "project.create", actee, details={"name": name})
    session.flush()
    return project

"""The register as a whole: its change count, which tells whether a preview is still true."""

from sqlalchemy import select, update
from sqlmodel import Session

from server.problems import NotFound
from server.store.tables.projects import Project
from server.store.upsert import table_of

_PROJECTS = table_of(Project)


def lock_register(session: Session, project_id: int) -> int:
    """Return how often the register changed, and hold other writers of it until the commit.

    Raises NotFound when there is no such project.
    """
    statement = (
        select(_PROJECTS.c.register_change_count)
        .where(_PROJECTS.c.id == project_id)
        .with_for_update()
    )
    found = session.connection().execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound
    return int(found)


def get_change_count(session: Session, project_id: int) -> int:
    """Return how often the register changed; raises NotFound when there is no such project."""
    statement = select(_PROJECTS.c.register_change_count).where(_PROJECTS.c.id == project_id)
    found = session.connection().execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound
    return int(found)


def count_change(session: Session, project_id: int) -> None:
    """Note that the register changed."""
    session.connection().execute(
        update(_PROJECTS)
        .where(_PROJECTS.c.id == project_id)
        .values(register_change_count=_PROJECTS.c.register_change_count + 1)
    )

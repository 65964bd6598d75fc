"""Projects, and how much there is in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from server.domain.access import Grant, sees_project
from server.problems import NotFound
from server.store.queries.scope import Scope, within
from server.store.tables.campaigns import Campaign
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity, EntityList
from server.store.tables.forms import Form
from server.store.tables.projects import Project
from server.store.tables.submissions import Submission
from server.store.upsert import table_of


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """What extended metadata tells of a project, within the caller's areas."""

    form_count: int
    entity_list_count: int
    last_submission_at: datetime | None
    last_entity_at: datetime | None


def find_project(session: Session, project_id: int) -> Project | None:
    """Return a project that is not deleted."""
    project = session.get(Project, project_id)
    return project if project is not None and project.deleted_at is None else None


def get_project(session: Session, project_id: int) -> Project:
    """Return a project that is not deleted; raises NotFound."""
    project = find_project(session, project_id)
    if project is None:
        raise NotFound
    return project


def list_projects(session: Session) -> tuple[Project, ...]:
    """Return all projects that are not deleted: archived ones last, then by name."""
    statement = (
        select(Project)
        .where(col(Project.deleted_at).is_(None))
        .order_by(col(Project.is_archived), col(Project.name), col(Project.id))
    )
    return tuple(session.exec(statement))


def list_seen(session: Session, grants: Iterable[Grant]) -> tuple[Project, ...]:
    """Return the projects that somebody with these grants sees, in the order of all projects."""
    held = tuple(grants)
    return tuple(
        project
        for project in list_projects(session)
        if project.id is not None and sees_project(held, project.id)
    )


def has_open_campaign(session: Session, project_id: int) -> bool:
    """Tell whether a campaign of the project is not closed."""
    statement = select(Campaign.id).where(
        Campaign.project_id == project_id, col(Campaign.closed_at).is_(None)
    )
    return session.exec(statement).first() is not None


def figures(session: Session, scope: Scope) -> ProjectFigures:
    """Return how much there is in a project within a scope."""
    project_id = scope.project_id
    forms = select(func.count()).where(
        Form.project_id == project_id, col(Form.deleted_at).is_(None)
    )
    lists = select(func.count()).where(
        EntityList.project_id == project_id, col(EntityList.deleted_at).is_(None)
    )
    return ProjectFigures(
        form_count=session.exec(forms).one(),
        entity_list_count=session.exec(lists).one(),
        last_submission_at=_last_submission(session, scope),
        last_entity_at=_last_entity(session, scope),
    )


def _last_submission(session: Session, scope: Scope) -> datetime | None:
    statement = (
        select(Submission.received_at)
        .outerjoin(Enterprise, col(Enterprise.id) == col(Submission.enterprise_id))
        .where(
            Submission.project_id == scope.project_id,
            col(Submission.deleted_at).is_(None),
            within(scope, table_of(Enterprise).c.area_id),
        )
        .order_by(col(Submission.received_at).desc())
        .limit(1)
    )
    return session.exec(statement).first()


def _last_entity(session: Session, scope: Scope) -> datetime | None:
    statement = (
        select(Entity.created_at)
        .join(EntityList, col(EntityList.id) == col(Entity.entity_list_id))
        .where(
            EntityList.project_id == scope.project_id,
            col(Entity.deleted_at).is_(None),
            within(scope, table_of(Entity).c.area_id),
        )
        .order_by(col(Entity.created_at).desc())
        .limit(1)
    )
    return session.exec(statement).first()

"""What happened to an enterprise: the versions of its entity, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from server.store.tables.entities import Entity, EntityVersion
from server.store.tables.users import Actor


@dataclass(frozen=True, slots=True)
class EnterpriseVersion:
    """One version: when, by whom, from a site check or not, and the properties it had."""

    version: int
    at: datetime
    actor_name: str | None
    is_from_submission: bool
    label: str
    data: Mapping[str, str]


def current_version(session: Session, enterprise_id: int) -> int:
    """Return the version that an enterprise has now; a change must name the one it was made of."""
    return session.get_one(Entity, enterprise_id).current_version


def list_versions(
    session: Session, enterprise_id: int, *, limit: int
) -> tuple[EnterpriseVersion, ...]:
    """Return the newest versions of an enterprise, whoever wrote them."""
    statement = (
        select(EntityVersion, Actor.display_name)
        .outerjoin(Actor, col(Actor.id) == col(EntityVersion.created_by))
        .where(EntityVersion.entity_id == enterprise_id)
        .order_by(col(EntityVersion.version).desc())
        .limit(limit)
    )
    return tuple(
        EnterpriseVersion(
            version=row.version,
            at=row.created_at,
            actor_name=name,
            is_from_submission=row.submission_version_id is not None,
            label=row.label,
            data=row.data,
        )
        for row, name in session.exec(statement)
    )

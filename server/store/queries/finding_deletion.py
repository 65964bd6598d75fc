"""Findings that are deleted with their site check, and brought back with it."""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from server.store.queries.entities import count_area_changes
from server.store.tables.entities import Entity
from server.store.tables.findings import Finding
from server.store.upsert import table_of

_ENTITIES, _FINDINGS = table_of(Entity), table_of(Finding)


def mark_deleted(
    session: Session,
    submission_id: int,
    *,
    was: datetime | None,
    deleted_at: datetime | None,
    at: datetime,
) -> None:
    """Delete findings of a site check, or bring them back, and count the changes of their areas.

    Touched are those alone whose `deleted_at` was this.
    """
    of_check = select(_FINDINGS.c.id).where(_FINDINGS.c.submission_id == submission_id)
    statement = (
        update(_ENTITIES)
        .where(_ENTITIES.c.id.in_(of_check), _ENTITIES.c.deleted_at.is_not_distinct_from(was))
        .values(deleted_at=deleted_at, updated_at=at)
        .returning(_ENTITIES.c.entity_list_id, _ENTITIES.c.area_id)
    )
    touched: dict[int, set[int | None]] = {}
    for row in session.connection().execute(statement).all():
        touched.setdefault(row.entity_list_id, set()).add(row.area_id)
    for list_id, area_ids in sorted(touched.items()):
        count_area_changes(session, list_id, area_ids)

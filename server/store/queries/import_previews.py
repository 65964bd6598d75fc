"""Previews of imports, each for the one user who may confirm it once."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from server.problems import NotFound
from server.store.tables.enterprises import ImportPreview
from server.store.upsert import table_of

_PREVIEWS = table_of(ImportPreview)


def get_preview(
    session: Session, project_id: int, preview_id: int, *, user_id: int, kind: str
) -> ImportPreview:
    """Return a preview of this user; raises NotFound, for those of others as well."""
    statement = select(ImportPreview).where(
        ImportPreview.id == preview_id,
        ImportPreview.project_id == project_id,
        ImportPreview.user_id == user_id,
        ImportPreview.kind == kind,
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def claim(session: Session, preview_id: int, *, at: datetime) -> bool:
    """Note that a preview is confirmed; tell whether this is the first time."""
    result = session.connection().execute(
        update(_PREVIEWS)
        .where(_PREVIEWS.c.id == preview_id, _PREVIEWS.c.confirmed_at.is_(None))
        .values(confirmed_at=at)
    )
    return result.rowcount > 0


def forget_old(session: Session, *, before: datetime) -> None:
    """Remove previews that were made before a moment, confirmed or not."""
    session.connection().execute(delete(_PREVIEWS).where(col(ImportPreview.created_at) < before))

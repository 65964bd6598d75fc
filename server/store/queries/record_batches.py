"""Imports of records and titles: who brought what in, who sees which, and taking rows out."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, or_, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from server.problems import NotFound
from server.store.queries.enterprises import EVERYTHING, conditions_of
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.store.tables.records import DepartmentRecord, HeldTitle, RecordBatch
from server.store.tables.users import Actor
from server.store.upsert import table_of


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An import, who made it, and who has undone it."""

    batch: RecordBatch
    created_by: str
    undone_by: str


def list_batches(
    session: Session, scope: Scope, *, kind: str | None, without: str, user_id: int, limit: int
) -> tuple[BatchRow, ...]:
    """Return imports of a kind (None: all but one), the newest first.

    Whoever does not see the whole project sees those that hold something within their scope, and
    their own: of one that was undone nothing is left to go by.
    """
    undoer = _actor_name(col(RecordBatch.undone_by))
    column = col(RecordBatch.kind)
    statement = (
        select(RecordBatch, _actor_name(col(RecordBatch.created_by)), undoer)
        .where(
            RecordBatch.project_id == scope.project_id,
            column != without if kind is None else column == kind,
            _is_seen(scope, user_id),
        )
        .order_by(col(RecordBatch.id).desc())
        .limit(limit)
    )
    return tuple(BatchRow(row[0], row[1] or "", row[2] or "") for row in session.exec(statement))


def get_batch(
    session: Session, project_id: int, batch_id: int, *, is_locked: bool = False
) -> RecordBatch:
    """Return an import of a project; raises NotFound."""
    statement = select(RecordBatch).where(
        RecordBatch.id == batch_id, RecordBatch.project_id == project_id
    )
    found = session.exec(statement.with_for_update() if is_locked else statement).first()
    if found is None:
        raise NotFound
    return found


def has_batch(session: Session, project_id: int, kind: str) -> bool:
    """Tell whether anything of a kind was imported and not undone."""
    statement = select(RecordBatch.id).where(
        RecordBatch.project_id == project_id,
        RecordBatch.kind == kind,
        col(RecordBatch.undone_at).is_(None),
    )
    return session.exec(statement).first() is not None


def enterprises_of_batch(session: Session, batch_id: int) -> frozenset[int]:
    """Return the enterprises that an import says something of."""
    found: set[int] = set()
    for table in (DepartmentRecord, HeldTitle):
        statement = select(table.enterprise_id).where(
            table.batch_id == batch_id, col(table.enterprise_id).is_not(None)
        )
        found.update(one for one in session.exec(statement.distinct()) if one is not None)
    return frozenset(found)


def delete_rows(session: Session, batch_id: int) -> None:
    """Take out all rows of an import."""
    for table in (table_of(DepartmentRecord), table_of(HeldTitle)):
        session.connection().execute(delete(table).where(table.c.batch_id == batch_id))


def _is_seen(scope: Scope, user_id: int) -> ColumnElement[bool]:
    if scope.is_whole_project:
        return true()
    inside = [
        col(RecordBatch.id).in_(
            select(table.batch_id)
            .join(Enterprise, col(Enterprise.id) == col(table.enterprise_id))
            .where(*conditions_of(scope, EVERYTHING))
        )
        for table in (DepartmentRecord, HeldTitle)
    ]
    return or_(col(RecordBatch.created_by) == user_id, *inside)


def _actor_name(actor_id: Mapped[int | None]) -> ColumnElement[str | None]:
    statement = select(Actor.display_name).where(col(Actor.id) == actor_id)
    return statement.correlate(RecordBatch).scalar_subquery()

"""Work that failed for good: rows of the outbox that the worker no longer tries."""

from sqlmodel import Session, col, select

from server.store.tables.jobs import OutboxRow


def list_failed(session: Session, *, limit: int) -> tuple[OutboxRow, ...]:
    """Return the rows that failed, the last ones first."""
    statement = (
        select(OutboxRow)
        .where(col(OutboxRow.failed_at).is_not(None))
        .order_by(col(OutboxRow.failed_at).desc(), col(OutboxRow.id).desc())
        .limit(limit)
    )
    return tuple(session.exec(statement))

"""The outbox: what must follow a write, kept in the same transaction and taken by the worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select, text, update
from sqlmodel import Session, col

from server.store.tables.jobs import WAITING, OutboxRow
from server.store.upsert import insert_or_update, table_of

MOST_ATTEMPTS = 8
COUNT, QUICK, REST, LONG, WHOLE = "count", "quick", "rest", "long", "whole"
"""Lanes, each with a thread of the worker: counts that people wait for; what follows a write;
answers put to rest and figures; what somebody asked for and may take minutes; and what goes through
whole campaigns, so that an export need not wait for that."""
LANES = (COUNT, QUICK, REST, LONG, WHOLE)
NOTIFY_CHANNEL = "concord_outbox"
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that the worker took: it is deleted when done, put back when it failed."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, object]
    attempts: int


def enqueue(
    session: Session,
    kind: str,
    key: str,
    *,
    now: datetime,
    payload: Mapping[str, object] | None = None,
    lane: str = QUICK,
) -> None:
    """Add work to the transaction; equal work that still waits is not added twice.

    The row that waits is locked until our commit, so that no worker takes it before what it is to
    see is there (PostgreSQL: it would count an answer that is not yet visible, and be done).
    """
    values = {
        "kind": kind,
        "key": key,
        "lane": lane,
        "payload": dict(payload or {}),
        "available_at": now,
        "attempts": 0,
    }
    insert_or_update(
        session,
        OutboxRow,
        values,
        conflict_on=("kind", "key"),
        where=WAITING,
        update={"key": key},
    )
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text(f"NOTIFY {NOTIFY_CHANNEL}"))


def is_waiting(session: Session, *, lane: str, now: datetime) -> bool:
    """Tell with a plain read whether a lane has work that is due."""
    return session.connection().execute(_due(lane, now).limit(1)).first() is not None


def last_taken(session: Session, kind: str, key: str) -> datetime | None:
    """Return when a worker took such work that it has not finished; None: none is in hand."""
    columns = table_of(OutboxRow).c
    statement = select(func.max(columns.taken_at)).where(
        columns.kind == kind, columns.key == key, columns.failed_at.is_(None)
    )
    taken_at: datetime | None = session.connection().execute(statement).scalar_one()
    return taken_at


def take(session: Session, *, lane: str, now: datetime, most: int) -> tuple[Taken, ...]:
    """Take the oldest due rows of a lane; other workers pass them by."""
    due = _due(lane, now).limit(most).with_for_update(skip_locked=True)
    ids = session.connection().execute(due).scalars().all()
    if not ids:
        return ()
    rows = session.connection().execute(
        update(OutboxRow)
        .where(col(OutboxRow.id).in_(ids))
        .values(taken_at=now)
        .returning(*(table_of(OutboxRow).c[name] for name in Taken.__slots__))
    )
    return tuple(sorted((Taken(*row) for row in rows), key=lambda row: row.id))


def still_at_it(session: Session, kind: str, key: str, *, now: datetime) -> None:
    """Note that work which was taken goes on, so that nobody takes its worker for dead."""
    columns = table_of(OutboxRow).c
    mine = (columns.kind == kind, columns.key == key, columns.taken_at.is_not(None))
    session.connection().execute(update(OutboxRow).where(*mine).values(taken_at=now))


def finish(session: Session, *row_ids: int) -> None:
    """Delete rows whose work is done."""
    session.connection().execute(delete(OutboxRow).where(col(OutboxRow.id).in_(row_ids)))


def put_back(session: Session, taken: Taken, *, error: str, now: datetime) -> None:
    """Plan the next try with a doubling pause; after the last try keep the row for the office."""
    attempts = taken.attempts + 1
    pause = min(_FIRST_PAUSE * 2**taken.attempts, _LONGEST_PAUSE)
    if _newer_waits(session, taken):
        finish(session, taken.id)
        return
    session.connection().execute(
        update(OutboxRow)
        .where(col(OutboxRow.id) == taken.id)
        .values(
            taken_at=None,
            attempts=attempts,
            last_error=error[:2000],
            available_at=now + pause,
            failed_at=now if attempts >= MOST_ATTEMPTS else None,
        )
    )


def try_again(session: Session, *, now: datetime) -> int:
    """Put back all work that failed for good, as if it were new; return how much there was.

    Where equal work waits already, the failed row is deleted.
    """
    columns = [table_of(OutboxRow).c[name] for name in Taken.__slots__]
    failed = select(*columns).where(col(OutboxRow.failed_at).is_not(None)).order_by(columns[0])
    rows = [Taken(*row) for row in session.connection().execute(failed)]
    for row in rows:
        if _newer_waits(session, row):
            finish(session, row.id)
            continue
        values = {"failed_at": None, "taken_at": None, "attempts": 0, "available_at": now}
        session.connection().execute(
            update(OutboxRow).where(col(OutboxRow.id) == row.id).values(values)
        )
    return len(rows)


def release_stale(session: Session, *, taken_before: datetime, now: datetime) -> int:
    """Put back rows of a worker that died in them; return how many."""
    columns = [table_of(OutboxRow).c[name] for name in Taken.__slots__]
    stale = select(*columns).where(table_of(OutboxRow).c.taken_at < taken_before)
    rows = session.connection().execute(stale).all()
    for row in rows:
        put_back(session, Taken(*row), error="the worker stopped in it", now=now)
    return len(rows)


def _due(lane: str, now: datetime) -> Select[tuple[int]]:
    return (
        select(table_of(OutboxRow).c.id)
        .where(
            col(OutboxRow.lane) == lane,
            col(OutboxRow.taken_at).is_(None),
            col(OutboxRow.failed_at).is_(None),
            col(OutboxRow.available_at) <= now,
        )
        .order_by(col(OutboxRow.available_at), col(OutboxRow.id))
    )


def _newer_waits(session: Session, taken: Taken) -> bool:
    waiting = select(table_of(OutboxRow).c.id).where(
        col(OutboxRow.kind) == taken.kind, col(OutboxRow.key) == taken.key, text(WAITING)
    )
    return session.connection().execute(waiting).first() is not None

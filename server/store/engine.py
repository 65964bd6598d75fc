"""Database engines, set up so that SQLite and PostgreSQL behave alike."""

import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from server.store.error_texts import hide_values

BUSY_SECONDS = 10
_POSTGRES_OPTIONS = (
    "-c timezone=UTC -c statement_timeout=30000"
    # As for disks without arms. With PostgreSQL's own 4, statements that are planned once while a
    # table is small go on reading all of it while it grows.
    " -c random_page_cost=1.1"
)
_IDLE_SINCE, _LIVES_SECONDS = "idle_since", 1.0
"""A connection that was used a moment ago is taken to live; if it doesn't, one request fails."""
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
)


def make_engine(address: str) -> Engine:
    """Return an engine; nothing is connected before its first use, so that processes may fork.

    Its errors name the statement and not its values, which may be answers or codes of posters.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(address)
    engine = create_engine(
        url,
        pool_size=16,
        max_overflow=16,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,
        connect_args={"options": _POSTGRES_OPTIONS},
    )
    hide_values(engine)
    event.listen(engine, "checkin", _note_idle)
    event.listen(engine, "checkout", partial(_look_whether_it_lives, engine))
    return engine


def _note_idle(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info[_IDLE_SINCE] = time.monotonic()


def _look_whether_it_lives(
    engine: Engine, connection: DBAPIConnection, entry: ConnectionPoolEntry, *_: object
) -> None:
    """Let the pool connect anew where PostgreSQL has ended a connection that lay idle.

    SQLAlchemy's own look at each use costs a quarter of what a phone's request does.
    """
    if time.monotonic() - entry.info.get(_IDLE_SINCE, time.monotonic()) < _LIVES_SECONDS:
        return
    try:
        with connection.cursor() as cursor:  # type: ignore[attr-defined]  # psycopg's has it
            cursor.execute("SELECT 1")
        connection.rollback()
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def sqlite_file(engine: Engine) -> Path | None:
    """Return the file of a SQLite engine; None for PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return None
    return Path(str(engine.url.database))


def _sqlite_engine(address: str) -> Engine:
    engine = create_engine(
        address,
        pool_size=16,
        max_overflow=64,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Switch off the driver's own transactions, which lose updates, and set the pragmas."""
    connection.isolation_level = None
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma).close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin as a writer at once, so that two writers never deadlock on an upgrade."""
    options: Any = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")

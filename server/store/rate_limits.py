"""Counters against guessing, shared by all processes and kept apart from the data.

On SQLite they live in a second file without syncs, on PostgreSQL in an unlogged table: losing them
in a crash gives a guesser a few more tries and nobody else anything.
"""

import sqlite3
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.pool import ConnectionPoolEntry

from server.store.engine import BUSY_SECONDS, sqlite_file
from server.store.transaction import Store

_TABLE = """
CREATE TABLE IF NOT EXISTS attempt_counters (
  key VARCHAR(200) PRIMARY KEY, failure_count INTEGER NOT NULL,
  blocked_until DOUBLE PRECISION NOT NULL, window_start DOUBLE PRECISION NOT NULL)
"""
_COUNT = """
INSERT INTO attempt_counters (key, failure_count, blocked_until, window_start)
VALUES (:key, 1, 0, :now) ON CONFLICT (key) DO UPDATE SET
  failure_count = CASE WHEN attempt_counters.window_start < :old THEN 1
    ELSE attempt_counters.failure_count + 1 END,
  window_start = :now
"""
_ONCE = "once:"
_TAKE_ONCE = """
INSERT INTO attempt_counters (key, failure_count, blocked_until, window_start)
VALUES (:key, 0, 0, :now) ON CONFLICT (key) DO NOTHING RETURNING key
"""
_SWEEP = """
DELETE FROM attempt_counters
WHERE substr(key, 1, length(:first)) = :first AND window_start < :old
"""
_SWEEP_EVERY = 500
_FIRST_BLOCK = timedelta(seconds=30)
_LONGEST_BLOCK = timedelta(minutes=15)
_FORGET_AFTER = timedelta(minutes=15)


class AttemptCounters:
    """Counts failures by key: after `free` of them each next one blocks twice as long."""

    def __init__(self, store: Store) -> None:
        self._taken = 0
        file = sqlite_file(store.engine)
        if file is None:
            self._engine: Engine = store.engine  # migrations make the unlogged table
            self._is_made = True
        else:
            self._engine = create_engine(
                f"sqlite:///{file.with_name('counters.sqlite3')}",
                connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
                hide_parameters=True,
            )
            event.listen(self._engine, "connect", _prepare)
            self._is_made = False

    def seconds_blocked(self, key: str, now: datetime) -> int:
        """Return for how many seconds a key is still blocked; 0 when it is not."""
        with self._begin() as connection:
            until = connection.execute(
                text("SELECT blocked_until FROM attempt_counters WHERE key = :key"), {"key": key}
            ).scalar_one_or_none()
        return max(0, int(until - now.timestamp() + 0.999)) if until else 0

    def take_attempt(self, key: str, *, now: datetime, free: int) -> int:
        """Count an attempt before it is made, and return 0; or for how many seconds it is blocked.

        Of attempts that come at the same moment no more than `free` are let through. One that
        succeeds is forgotten.
        """
        if self._count(key, now=now, free=free, unless_blocked=True):
            return 0
        return max(1, self.seconds_blocked(key, now))

    def note_failure(self, key: str, *, now: datetime, free: int) -> None:
        """Count a failure; the one after `free` blocks for 30 seconds, the next twice as long."""
        self._count(key, now=now, free=free, unless_blocked=False)

    def _count(self, key: str, *, now: datetime, free: int, unless_blocked: bool) -> bool:
        """Count one more and block where that is too many; False: it was blocked already."""
        moment = now.timestamp()
        condition = " WHERE attempt_counters.blocked_until <= :now" if unless_blocked else ""
        with self._begin() as connection:
            count = connection.execute(
                text(f"{_COUNT}{condition} RETURNING failure_count"),
                {"key": key, "now": moment, "old": moment - _FORGET_AFTER.total_seconds()},
            ).scalar_one_or_none()
            if count is not None and count >= free:
                block = min(_FIRST_BLOCK * 2 ** min(count - free, 10), _LONGEST_BLOCK)
                connection.execute(
                    text("UPDATE attempt_counters SET blocked_until = :until WHERE key = :key"),
                    {"key": key, "until": moment + block.total_seconds()},
                )
        return count is not None

    def forget(self, key: str) -> None:
        """Start a key afresh, after a success."""
        with self._begin() as connection:
            connection.execute(text("DELETE FROM attempt_counters WHERE key = :key"), {"key": key})

    def take_once(self, key: str, *, now: datetime, keep: timedelta) -> bool:
        """Tell whether a key comes for the first time, in whatever process, and remember it.

        It is forgotten some time after `keep`: by then the caller refuses it for its age.
        """
        moment = now.timestamp()
        values = {"key": f"{_ONCE}{key}", "now": moment}
        with self._begin() as connection:
            is_first = connection.execute(text(_TAKE_ONCE), values).first() is not None
            self._taken = (self._taken + 1) % _SWEEP_EVERY
            if self._taken == 0:
                old = moment - 2 * keep.total_seconds()
                connection.execute(text(_SWEEP), {"first": _ONCE, "old": old})
        return is_first

    def dispose(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _begin(self) -> AbstractContextManager[Connection]:
        if not self._is_made:
            with self._engine.begin() as connection:
                connection.execute(text(_TABLE))
            self._is_made = True
        return self._engine.begin()


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA journal_mode=WAL").close()
    connection.execute("PRAGMA synchronous=OFF").close()

"""SQLite's one writer, made explicit: a fair lock, and one commit for all that wait.

Each member of a group runs its statements in a savepoint of one shared transaction, one after
another; the last of those that waited commits for all. An error of a member undoes its savepoint
alone; a failed commit fails every member. A file lock keeps other processes out meanwhile, which is
fairer and faster than SQLite's own sleep and retry.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from server.problems import ServerBusy, StorageFailed

_MOST_MEMBERS = 64
_MOST_SECONDS = 0.05
_WAIT_SECONDS = 15.0
_LOOK_SECONDS = 0.05


@dataclass(eq=False)
class _Group:
    connection: Connection
    opened_at: float
    member_count: int = 0
    failed: bool = False
    done: threading.Event = field(default_factory=threading.Event)


class GroupCommit:
    """Gives each writer of this process a session, and commits for those that wait together."""

    def __init__(self, engine: Engine, lock_file: Path) -> None:
        self._engine = engine
        self._lock_path = lock_file
        self._lock_fd: int | None = None
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0
        self._group: _Group | None = None

    @contextmanager
    def member(self) -> Iterator[Session]:
        """Give a session; when the block has ended without an error, its work is on disk."""
        self._take_turn()
        try:
            group = self._group or self._open()
        except BaseException:
            self._turn.release()
            raise
        succeeded = False
        try:
            with _savepoint(group) as session:
                yield session
            succeeded = True
        finally:
            self._leave(group)
            if succeeded and group.failed:
                raise StorageFailed

    def _take_turn(self) -> None:
        with self._count:
            self._waiting += 1
        try:
            if not self._turn.acquire(timeout=_WAIT_SECONDS):
                raise ServerBusy
        finally:
            with self._count:
                self._waiting -= 1

    def _open(self) -> _Group:
        self._lock_file()
        try:
            connection = self._engine.connect().execution_options(writing=True)
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
        except BaseException:
            self._unlock_file()
            raise
        self._group = _Group(connection, opened_at=time.monotonic())
        return self._group

    def _leave(self, group: _Group) -> None:
        """Pass the turn on while others wait and the group is young; else commit for all.

        A group that failed takes in nobody: without a transaction SQLite would store at once what
        is then answered with an error.
        """
        group.member_count += 1
        if self._may_grow(group):
            self._turn.release()
            self._await(group)
            return
        self._close(group)
        self._turn.release()

    def _may_grow(self, group: _Group) -> bool:
        young = time.monotonic() - group.opened_at < _MOST_SECONDS
        may_succeed = not group.failed
        return self._waiting > 0 and may_succeed and young and group.member_count < _MOST_MEMBERS

    def _await(self, group: _Group) -> None:
        """Wait for the commit; make it ourselves if whoever waited for the turn gave up."""
        while not group.done.wait(_LOOK_SECONDS):
            if self._turn.acquire(blocking=False):
                try:
                    if self._group is group:
                        self._close(group)
                finally:
                    self._turn.release()

    def _close(self, group: _Group) -> None:
        try:
            _commit(group)
        finally:
            self._group = None
            self._unlock_file()
            group.done.set()

    def _lock_file(self) -> None:
        if self._lock_fd is None:
            self._lock_fd = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock_fd, fcntl.LOCK_EX)

    def _unlock_file(self) -> None:
        if self._lock_fd is not None:
            fcntl.flock(self._lock_fd, fcntl.LOCK_UN)


def _commit(group: _Group) -> None:
    """Commit the shared transaction; a failure is remembered for every member."""
    connection = group.connection
    try:
        driver = connection.connection.dbapi_connection
        if group.failed or driver is None or not driver.in_transaction:
            group.failed = True
            connection.rollback()
        else:
            connection.commit()
    except DBAPIError:
        group.failed = True
        connection.invalidate()
    finally:
        connection.close()


@contextmanager
def _savepoint(group: _Group) -> Iterator[Session]:
    session = Session(
        group.connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    )
    try:
        yield session
        session.commit()
    except BaseException:
        try:
            session.rollback()
        except DBAPIError:  # SQLite has rolled back the whole transaction, as on a full disk
            group.failed = True
        raise
    finally:
        session.close()

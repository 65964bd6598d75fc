"""Work in a child process that is killed, as by SIGKILL, before its n-th write or sync."""

import os
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

MOST_STEPS = 200


@dataclass(slots=True)
class _Fuse:
    steps_left: int

    def burn(self) -> None:
        self.steps_left -= 1
        if self.steps_left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def killed_at_every_step(work: Callable[[], None]) -> Iterator[int]:
    """Do work again and again, each time killed one step later, until it comes to its end.

    Gives the number of the step after each kill; the caller looks at what there is then. Steps are
    statements and commits of the database, syncs and renames of files.
    """
    for step in range(1, MOST_STEPS):
        if not _is_killed(work, step):
            return
        yield step
    raise AssertionError(f"not done after {MOST_STEPS} steps")


def _is_killed(work: Callable[[], None], step: int) -> bool:
    child = os.fork()
    if child == 0:
        try:
            _light(_Fuse(step))
            work()
        except BaseException:  # noqa: BLE001 - the child may not go on as a second test runner
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _light(fuse: _Fuse) -> None:
    def watched(call: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*given: object, **named: object) -> object:
            fuse.burn()
            return call(*given, **named)

        return wrapper

    os.fsync, os.rename = watched(os.fsync), watched(os.rename)
    psycopg.Cursor.execute = watched(psycopg.Cursor.execute)
    psycopg.Connection.commit = watched(psycopg.Connection.commit)

    def trace(connection: object, _entry: ConnectionPoolEntry) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(lambda _statement: fuse.burn())

    event.listen(Engine, "connect", trace)

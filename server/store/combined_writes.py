"""Short writes of many threads, done by one of them in one transaction.

Threads that take turns at SQLite's one writer hand Python's lock over with every statement. Here
the first that comes leads: it waits for its turn, meanwhile others add what they want done, and
then it does all of it in one go. The others sleep until the commit. When one of them fails, all is
undone and done again with a savepoint for each, so that the error, raised in the thread whose work
it was, undoes nothing of the others.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from server.problems import ServerBusy

Result = TypeVar("Result")
Work = Callable[[Session], Result]

_WAIT_SECONDS = 60.0
_MOST_LEADERS = 2
"""Of a process on PostgreSQL; more would each do less at a time, and SQLite has one writer."""


@dataclass(eq=False)
class _Wanted(Generic[Result]):
    work: Work[Result]
    result: Result | None = None
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)


class CombinedWrites:
    """Does work of several threads in one writing transaction."""

    def __init__(self, writing: Callable[[], AbstractContextManager[Session]]) -> None:
        self._writing = writing
        self._lock = threading.Lock()
        self._leaders = threading.BoundedSemaphore(_MOST_LEADERS)
        self._waiting: list[_Wanted[object]] = []
        self._is_led = False

    def run(self, work: Work[Result]) -> Result:
        """Return what the work returned, once it is durable; raise what it raised."""
        wanted = _Wanted(work)
        with self._lock:
            self._waiting.append(wanted)  # type: ignore[arg-type]  # results go back by the same door
            leads, self._is_led = not self._is_led, True
        if leads:
            self._lead()
        elif not wanted.done.wait(_WAIT_SECONDS):
            raise ServerBusy
        if wanted.error is not None:
            raise wanted.error
        return wanted.result  # type: ignore[return-value]  # set, as there was no error

    def _lead(self) -> None:
        """Do what waits once the turn has come; whoever comes after that leads the next."""
        taken: list[_Wanted[object]] = []
        try:
            try:
                with self._leaders, self._writing() as session:
                    taken = self._take()
                    _do_all(session, taken)
            except _OneFailed:
                with self._writing() as session:
                    _do_each(session, taken)
        except BaseException as error:
            taken = taken or self._take()
            for wanted in taken:
                wanted.error = wanted.error or error
            raise
        finally:
            for wanted in taken:
                wanted.done.set()

    def _take(self) -> list[_Wanted[object]]:
        with self._lock:
            self._is_led = False
            taken, self._waiting = self._waiting, []
        return taken


class _OneFailed(Exception):
    """Some work raised: all is undone, and done again with a savepoint for each."""


def _do_all(session: Session, taken: list[_Wanted[object]]) -> None:
    for wanted in taken:
        try:
            wanted.result = wanted.work(session)
        except Exception as error:
            raise _OneFailed from error


def _do_each(session: Session, taken: list[_Wanted[object]]) -> None:
    for wanted in taken:
        try:
            with session.begin_nested():
                wanted.result = wanted.work(session)
        except OperationalError:
            raise  # as on a full disk: SQLite may have undone the works before it as well
        except Exception as error:  # noqa: BLE001 - it is raised in the thread that wanted the work
            wanted.error = error

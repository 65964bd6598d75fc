"""The one place that commits: `writing`, `reading` and `streaming`."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from server.problems import AlreadyExists, ServerBusy, StorageFailed
from server.store.combined_writes import CombinedWrites
from server.store.engine import make_engine, sqlite_file
from server.store.group_commit import GroupCommit

Result = TypeVar("Result")

_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)$")


_GAVE_WAY = frozenset({"40001", "40P01"})
"""PostgreSQL ended one of two transactions that waited for each other: the same works again."""


class Store:
    """A database that can be written, read and streamed from."""

    def __init__(self, address: str) -> None:
        self.engine: Engine = make_engine(address)
        self._group: GroupCommit | None = None
        file = sqlite_file(self.engine)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._group = GroupCommit(self.engine, file.with_name(file.name + ".writer"))
        self._combined = CombinedWrites(self.writing)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite."""
        return self._group is not None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose work is durable when the block has ended without an error."""
        with _as_problems(), self._writer() as session:
            yield session

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Return what short work returned when it is durable, as `writing` would have done it.

        The work of threads that wait is done by one of them in one transaction, several times
        faster. It may run in another thread and be begun anew, so it is given all it needs and
        changes nothing but the database.
        """
        return self._combined.run(work)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one snapshot and writes nothing."""
        with (
            _as_problems(),
            self._snapshot() as connection,
            Session(connection, expire_on_commit=False, autoflush=False) as session,
        ):
            yield session

    @contextmanager
    def streaming(self) -> Iterator[Connection]:
        """Give a connection with a snapshot that is held to the last byte of a feed."""
        with _as_problems(), self._snapshot() as connection:
            yield connection.execution_options(stream_results=True, yield_per=1000)

    def is_ready(self) -> bool:
        """Tell whether the database answers."""
        try:
            with self.engine.connect() as connection:
                return bool(connection.execute(text("SELECT 1")).scalar_one())
        except (OperationalError, PoolTimeout):
            return False

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _writer(self) -> AbstractContextManager[Session]:
        return self._group.member() if self._group else _own_transaction(self.engine)

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        options: dict[str, object] = {}
        if not self.is_sqlite:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection


@contextmanager
def whole_or_not_at_all(session: Session) -> Iterator[None]:
    """Take back what a block has written when it fails, and nothing that was written before it."""
    with _as_problems(), session.begin_nested():
        yield


@contextmanager
def _own_transaction(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def _as_problems() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise ServerBusy from error
    except IntegrityError as error:
        problem = _uniqueness(error)
        if problem is None:
            raise
        raise problem from error
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", "") in _GAVE_WAY:
            raise ServerBusy from error
        raise StorageFailed from error


def _uniqueness(error: IntegrityError) -> AlreadyExists | None:
    """Return the Problem of a broken unique constraint; None: a fault of ours."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None and getattr(error.orig, "sqlstate", "") == "23505":
        name = str(diagnostics.constraint_name)
        return AlreadyExists(fields=[name], values=[], table=str(diagnostics.table_name))
    match = _SQLITE_UNIQUE.search(str(error.orig))
    if match is None:
        return None
    table, columns = _columns(match[1])
    return AlreadyExists(fields=columns, values=[], table=table)


def _columns(listed: str) -> tuple[str, list[str]]:
    if listed.startswith("index "):
        name = listed.removeprefix("index ").strip("'")
        return name.removeprefix("uq_").split("_", maxsplit=1)[0], [name]
    pairs = [item.strip().split(".", maxsplit=1) for item in listed.split(",")]
    return pairs[0][0], [pair[-1] for pair in pairs]

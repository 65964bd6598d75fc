"""SQLite's shared commit: when it fails, it has failed for every member, and nothing is stored."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from server import clock
from server.problems import StorageFailed
from server.store.tables.areas import Park
from server.store.tables.projects import Project
from server.store.transaction import Store


def _project(store: Store) -> int:
    with store.writing() as session:
        project = Project(name="P", created_at=clock.now())
        session.add(project)
        session.flush()
        assert project.id is not None
        return project.id


def _add(store: Store, project_id: int, name: str) -> None:
    with store.writing() as session:
        session.add(Park(project_id=project_id, name=name, created_at=clock.now()))
        session.flush()


def _names(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.exec(select(Park.name)).all())


def _at_once(works: list[Callable[[], None]]) -> list[BaseException | None]:
    """Run all at once; return what each raised."""
    outcomes: list[BaseException | None] = [None] * len(works)
    barrier = threading.Barrier(len(works))

    def run(index: int) -> None:
        barrier.wait()
        try:
            works[index]()
        except (StorageFailed, OperationalError) as error:
            outcomes[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_commit_that_fails_has_failed_for_every_member_and_the_next_one_is_stored(
    sqlite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = _project(sqlite)
    dialect = sqlite.engine.dialect

    def break_commit(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    with monkeypatch.context() as broken:
        broken.setattr(dialect, "do_commit", break_commit)
        outcomes = _at_once([partial(_add, sqlite, project_id, f"park {n}") for n in range(16)])

    assert all(isinstance(one, StorageFailed) for one in outcomes), outcomes
    assert _names(sqlite) == set()
    _add(sqlite, project_id, "after")
    assert _names(sqlite) == {"after"}


def test_a_transaction_that_sqlite_took_back_is_stored_for_nobody(sqlite: Store) -> None:
    """On a full disk SQLite undoes the whole transaction, savepoints of other members included."""
    project_id = _project(sqlite)

    def fill_the_disk() -> None:
        with sqlite.writing() as session:
            driver = session.connection().connection.dbapi_connection
            assert driver is not None
            driver.rollback()
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    for turn in range(10):
        names = [f"park {turn}.{number}" for number in range(12)]
        works: list[Callable[[], None]] = [partial(_add, sqlite, project_id, one) for one in names]
        outcomes = _at_once([*works, fill_the_disk])

        assert isinstance(outcomes.pop(), StorageFailed)
        answered = {name for name, one in zip(names, outcomes, strict=True) if one is None}
        assert _names(sqlite) & set(names) == answered


def test_a_writer_that_cannot_begin_keeps_nobody_else_out(
    sqlite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = _project(sqlite)

    def break_begin(*_: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("unable to open database file"))

    with monkeypatch.context() as broken:
        broken.setattr("sqlalchemy.engine.base.Connection.begin", break_begin)
        for _ in range(100):
            with pytest.raises(StorageFailed):
                _add(sqlite, project_id, "never")

    _add(sqlite, project_id, "after")
    assert _names(sqlite) == {"after"}

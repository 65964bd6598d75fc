"""SQLite's shared commit: when it fails, it has failed for every member, and nothing is stored."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy.exc import OperationalError

from server import clock
from server.problems import StorageFailed
from server.store.tables.areas import Park
from server.store.transaction import Store
from tests.store.parks import at_once, make_project, park_names


def _add(store: Store, project_id: int, name: str) -> None:
    with store.writing() as session:
        session.add(Park(project_id=project_id, name=name, created_at=clock.now()))
        session.flush()


def test_a_commit_that_fails_has_failed_for_every_member_and_the_next_one_is_stored(
    sqlite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = make_project(sqlite)
    dialect = sqlite.engine.dialect

    def break_commit(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    with monkeypatch.context() as broken:
        broken.setattr(dialect, "do_commit", break_commit)
        outcomes = at_once(
            [partial(_add, sqlite, project_id, f"park {n}") for n in range(16)],
            may_raise=(StorageFailed, OperationalError),
        )

    assert all(isinstance(one, StorageFailed) for one in outcomes), outcomes
    assert park_names(sqlite) == set()
    _add(sqlite, project_id, "after")
    assert park_names(sqlite) == {"after"}


def test_a_transaction_that_sqlite_took_back_is_stored_for_nobody(sqlite: Store) -> None:
    """On a full disk SQLite undoes the whole transaction, savepoints of other members included."""
    project_id = make_project(sqlite)

    def fill_the_disk() -> None:
        with sqlite.writing() as session:
            driver = session.connection().connection.dbapi_connection
            assert driver is not None
            driver.rollback()
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    for turn in range(10):
        names = [f"park {turn}.{number}" for number in range(12)]
        works: list[Callable[[], None]] = [partial(_add, sqlite, project_id, one) for one in names]
        outcomes = at_once([*works, fill_the_disk], may_raise=(StorageFailed, OperationalError))

        assert isinstance(outcomes.pop(), StorageFailed)
        answered = {name for name, one in zip(names, outcomes, strict=True) if one is None}
        assert park_names(sqlite) & set(names) == answered


def test_a_writer_that_cannot_begin_keeps_nobody_else_out(
    sqlite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = make_project(sqlite)

    def break_begin(*_: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("unable to open database file"))

    with monkeypatch.context() as broken:
        broken.setattr("sqlalchemy.engine.base.Connection.begin", break_begin)
        for _ in range(100):
            with pytest.raises(StorageFailed):
                _add(sqlite, project_id, "never")

    _add(sqlite, project_id, "after")
    assert park_names(sqlite) == {"after"}

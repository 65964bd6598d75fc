"""Combined writes: every work is done once, and an error of one is its own alone."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from server import clock
from server.problems import NotAllowed, StorageFailed
from server.store.tables.areas import Park
from server.store.tables.projects import Project
from server.store.transaction import Store
from tests.store.parks import at_once, make_project, park_names


def _adder(project_id: int, name: str) -> Callable[[Session], str]:
    def add(session: Session) -> str:
        session.add(Park(project_id=project_id, name=name, created_at=clock.now()))
        session.flush()
        if name == "refused":
            raise NotAllowed
        return name

    return add


def test_work_is_durable_when_it_returns(store: Store) -> None:
    project_id = make_project(store)

    assert store.write(_adder(project_id, "高新园")) == "高新园"

    assert park_names(store) == {"高新园"}


def test_of_thirty_two_at_once_one_is_refused_and_thirty_one_are_stored_once(store: Store) -> None:
    project_id = make_project(store)
    names = [f"park {number}" for number in range(31)] + ["refused"]

    outcomes = at_once([lambda name=name: store.write(_adder(project_id, name)) for name in names])

    assert outcomes[:31] == names[:31]
    assert isinstance(outcomes[31], NotAllowed)
    assert park_names(store) == set(names[:31])


def test_a_commit_that_fails_fails_all_of_its_works_and_the_next_ones_are_done(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = make_project(store)
    dialect = store.engine.dialect
    commit = dialect.do_commit
    failing = threading.Event()
    failing.set()

    def break_commit(connection: object) -> None:
        if failing.is_set():
            raise OperationalError("COMMIT", {}, Exception("disk is full"))
        commit(connection)

    monkeypatch.setattr(dialect, "do_commit", break_commit)
    outcomes = at_once([lambda n=n: store.write(_adder(project_id, f"park {n}")) for n in range(8)])

    assert all(isinstance(one, StorageFailed) for one in outcomes), outcomes
    failing.clear()
    assert store.write(_adder(project_id, "after")) == "after"
    assert park_names(store) == {"after"}


def test_of_works_that_a_full_disk_undid_none_is_answered_as_stored(sqlite: Store) -> None:
    project_id = make_project(sqlite)

    def fill_the_disk(session: Session) -> str:
        driver = session.connection().connection.dbapi_connection
        assert driver is not None
        driver.rollback()
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    for turn in range(10):
        names = [f"park {turn}.{number}" for number in range(12)]
        works = [_adder(project_id, name) for name in names]
        outcomes = at_once([lambda w=w: sqlite.write(w) for w in [*works, fill_the_disk]])

        assert isinstance(outcomes[-1], StorageFailed)
        answered = {one for one in outcomes if isinstance(one, str)}
        assert park_names(sqlite) & set(names) == answered


def test_work_and_blocks_of_other_writers_go_side_by_side(store: Store) -> None:
    project_id = make_project(store)

    def block(number: int) -> None:
        with store.writing() as session:
            session.connection().execute(
                text("UPDATE projects SET register_change_count = register_change_count + 1")
            )

    works: list[Callable[[], object]] = []
    for number in range(12):
        works.append(lambda n=number: store.write(_adder(project_id, f"park {n}")))
        works.append(lambda n=number: block(n))
    outcomes = at_once(works)

    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert len(park_names(store)) == 12
    with store.reading() as session:
        project = session.get(Project, project_id)
        assert project is not None
        assert project.register_change_count == 12

"""The store: what was written is there, what failed is not, for each member of a group alone."""

import threading
import time
from contextlib import suppress

import pytest
from sqlmodel import select

from server import clock
from server.problems import AlreadyExists, ServerBusy
from server.store.tables.areas import Park
from server.store.tables.projects import Project
from server.store.transaction import Store
from tests.store.parks import make_project, park_names


def _add_park(store: Store, project_id: int, name: str) -> None:
    with store.writing() as session:
        session.add(Park(project_id=project_id, name=name, created_at=clock.now()))


def test_what_was_written_is_read_by_the_next_snapshot(store: Store) -> None:
    project_id = make_project(store)

    _add_park(store, project_id, "高新园")

    assert park_names(store) == {"高新园"}


def test_an_error_undoes_the_whole_block(store: Store) -> None:
    project_id = make_project(store)

    def write_and_fail() -> None:
        with store.writing() as session:
            session.add(Park(project_id=project_id, name="x", created_at=clock.now()))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert park_names(store) == set()


def test_a_broken_unique_constraint_is_a_problem_that_names_the_field(store: Store) -> None:
    project_id = make_project(store)
    _add_park(store, project_id, "x")

    with pytest.raises(AlreadyExists) as caught:
        _add_park(store, project_id, "x")

    assert "parks" in str(caught.value)


def test_thirty_two_writers_at_once_lose_nothing_and_one_that_fails_spoils_no_other(
    store: Store,
) -> None:
    project_id = make_project(store)
    _add_park(store, project_id, "taken")
    failures: list[str] = []

    def write(number: int) -> None:
        name = "taken" if number == 7 else f"park {number}"
        try:
            _add_park(store, project_id, name)
        except AlreadyExists:
            failures.append(name)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == ["taken"]
    assert park_names(store) == {"taken"} | {f"park {n}" for n in range(32) if n != 7}


def test_eighty_increments_from_four_threads_are_eighty(store: Store) -> None:
    project_id = make_project(store)

    def increment() -> None:
        for _ in range(20):
            with store.writing() as session:
                project = session.exec(
                    select(Project).where(Project.id == project_id).with_for_update()
                ).one()
                project.register_change_count += 1

    threads = [threading.Thread(target=increment) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.reading() as session:
        project = session.get(Project, project_id)
        assert project is not None
        assert project.register_change_count == 80


def test_of_two_writers_that_wait_for_each_other_one_is_told_to_try_again(store: Store) -> None:
    keys = (make_project(store), make_project(store))
    meeting = threading.Barrier(2)
    told: list[tuple[int, ...]] = []

    def write(order: tuple[int, ...]) -> None:
        try:
            increment(order)
        except ServerBusy:
            told.append(order)

    def increment(order: tuple[int, ...]) -> None:
        with store.writing() as session:
            for key in order:
                project = session.get_one(Project, key, with_for_update=True)
                project.register_change_count += 1
                session.flush()
                with suppress(threading.BrokenBarrierError):  # SQLite lets in one at a time
                    meeting.wait(1)

    threads = [threading.Thread(target=write, args=[order]) for order in (keys, keys[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == (0 if store.is_sqlite else 1)
    for order in told:
        increment(order)

    with store.reading() as session:
        assert [session.get_one(Project, key).register_change_count for key in keys] == [2, 2]


def test_connections_that_ended_while_they_lay_idle_are_made_anew(store: Store) -> None:
    make_project(store)
    if not store.is_sqlite:
        _end_connections(store)
    time.sleep(1.2)

    with store.reading() as session:
        assert len(session.exec(select(Project)).all()) == 1


def _end_connections(store: Store) -> None:
    """End all connections of a store as a PostgreSQL that starts anew would."""
    other = Store(store.engine.url.render_as_string(hide_password=False))
    with other.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    other.dispose()

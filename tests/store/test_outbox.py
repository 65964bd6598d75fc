"""The outbox: equal work is done once, work that failed comes back later, nothing is lost."""

from datetime import timedelta

from sqlmodel import select

from server import clock
from server.store import outbox
from server.store.tables.jobs import OutboxRow
from server.store.transaction import Store

SECOND = timedelta(seconds=1)


def _enqueue(store: Store, key: str, kind: str = "count") -> None:
    with store.writing() as session:
        outbox.enqueue(session, kind, key, now=clock.now(), payload={"n": 1})


def _take(store: Store, *, later: timedelta = SECOND) -> tuple[outbox.Taken, ...]:
    with store.writing() as session:
        return outbox.take(session, lane="quick", now=clock.now() + later, most=10)


def test_equal_work_that_waits_is_one_row(store: Store) -> None:
    for _ in range(3):
        _enqueue(store, "a")
    _enqueue(store, "b")

    assert [row.key for row in _take(store)] == ["a", "b"]


def test_what_arrives_while_its_like_is_in_hand_waits_for_its_own_turn(store: Store) -> None:
    _enqueue(store, "a")
    first = _take(store)

    _enqueue(store, "a")

    assert len(first) == 1
    assert [row.key for row in _take(store)] == ["a"]


def test_a_taken_row_is_not_taken_again_and_goes_when_it_is_done(store: Store) -> None:
    _enqueue(store, "a")
    (row,) = _take(store)

    assert _take(store) == ()
    with store.writing() as session:
        outbox.finish(session, row.id)
    with store.reading() as session:
        assert session.exec(select(OutboxRow)).all() == []


def test_a_failure_waits_longer_each_time_and_is_kept_after_the_last(store: Store) -> None:
    _enqueue(store, "a")
    for attempt in range(outbox.MOST_ATTEMPTS):
        (row,) = _take(store, later=timedelta(hours=attempt + 1))
        assert row.attempts == attempt
        with store.writing() as session:
            outbox.put_back(session, row, error="disk full", now=clock.now())

    assert _take(store, later=timedelta(days=9)) == ()
    with store.reading() as session:
        kept = session.exec(select(OutboxRow)).one()
    assert kept.failed_at is not None
    assert kept.last_error == "disk full"


def test_work_that_failed_for_good_does_not_keep_new_work_of_its_key_out(store: Store) -> None:
    _enqueue(store, "a")
    for attempt in range(outbox.MOST_ATTEMPTS):
        (row,) = _take(store, later=timedelta(hours=attempt + 1))
        with store.writing() as session:
            outbox.put_back(session, row, error="x", now=clock.now())

    _enqueue(store, "a")

    assert len(_take(store)) == 1


def test_failed_work_can_be_tried_again_once_for_each_key(store: Store) -> None:
    for _ in range(2):
        _enqueue(store, "a")
        for attempt in range(outbox.MOST_ATTEMPTS):
            (row,) = _take(store, later=timedelta(hours=attempt + 1))
            with store.writing() as session:
                outbox.put_back(session, row, error="x", now=clock.now())

    with store.writing() as session:
        count = outbox.try_again(session, now=clock.now())

    assert count == 2
    (again,) = _take(store)
    assert (again.key, again.attempts) == ("a", 0)


def test_a_failed_row_gives_way_to_a_newer_one_of_its_key(store: Store) -> None:
    _enqueue(store, "a")
    (row,) = _take(store)
    _enqueue(store, "a")

    with store.writing() as session:
        outbox.put_back(session, row, error="x", now=clock.now())

    assert len(_take(store, later=timedelta(hours=1))) == 1


def test_the_rows_of_a_worker_that_died_are_put_back(store: Store) -> None:
    _enqueue(store, "a")
    _take(store)
    later = clock.now() + timedelta(hours=1)

    with store.writing() as session:
        count = outbox.release_stale(session, taken_before=later, now=later)

    assert count == 1
    assert len(_take(store, later=timedelta(hours=2))) == 1

"""The worker: does what waits, once in effect, and keeps what it could not do."""

import threading
from collections.abc import Callable, Mapping, Sequence

import pytest
from sqlalchemy import text
from sqlmodel import select

from server import clock, jobs
from server.operations.job_context import JobContext
from server.problems import NotFound
from server.store import outbox
from server.store.tables.jobs import OutboxRow
from server.store.transaction import Store
from server.worker import Worker


def _worker(context: JobContext) -> Worker:
    return Worker(context, "quick", threading.Event())


def _enqueue(store: Store, kind: str, key: str = "1") -> None:
    with store.writing() as session:
        outbox.enqueue(session, kind, key, now=clock.now(), payload={"key": key})


def _rows(store: Store) -> list[OutboxRow]:
    with store.reading() as session:
        return list(session.exec(select(OutboxRow)).all())


def test_the_worker_hands_the_payload_to_the_handler_of_the_kind(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def handler(_context: JobContext, payload: Mapping[str, object]) -> None:
        seen.append(payload["key"])

    monkeypatch.setitem(jobs.HANDLERS, "note", handler)
    _enqueue(context.store, "note", "a")
    _enqueue(context.store, "note", "b")

    taken = _worker(context).work_once()

    assert (taken, seen, _rows(context.store)) == (2, ["a", "b"], [])


def test_one_broken_job_does_not_stop_the_next(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def handler(_context: JobContext, payload: Mapping[str, object]) -> None:
        if payload["key"] == "bad":
            raise NotFound
        seen.append(payload["key"])

    monkeypatch.setitem(jobs.HANDLERS, "note", handler)
    _enqueue(context.store, "note", "bad")
    _enqueue(context.store, "note", "good")

    _worker(context).work_once()

    (kept,) = _rows(context.store)
    assert seen == ["good"]
    assert (kept.key, kept.attempts, kept.taken_at) == ("bad", 1, None)
    assert kept.last_error is not None
    assert "not-found" in kept.last_error


def test_an_unknown_kind_is_kept_with_what_went_wrong(context: JobContext) -> None:
    _enqueue(context.store, "no such kind")

    _worker(context).work_once()

    (kept,) = _rows(context.store)
    assert "KeyError" in str(kept.last_error)


def test_nothing_to_do_takes_no_write_lock(context: JobContext) -> None:
    with context.store.writing():
        assert _worker(context).work_once() == 0


def _many(
    seen: list[list[object]],
) -> Callable[[JobContext, Sequence[Mapping[str, object]]], None]:
    def handler(_context: JobContext, payloads: Sequence[Mapping[str, object]]) -> None:
        keys = [payload["key"] for payload in payloads]
        seen.append(keys)
        if "bad" in keys:
            raise NotFound

    return handler


def test_rows_of_a_kind_that_is_done_at_once_are_handed_over_together(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[object]] = []
    monkeypatch.setitem(jobs.OF_MANY, "note", _many(seen))
    for key in "abc":
        _enqueue(context.store, "note", key)

    assert _worker(context).work_once() == 3

    assert seen == [["a", "b", "c"]]
    assert _rows(context.store) == []


def test_one_broken_row_among_many_keeps_none_of_the_others_from_being_done(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[object]] = []
    together = _many(seen)
    monkeypatch.setitem(jobs.OF_MANY, "note", together)
    monkeypatch.setitem(jobs.HANDLERS, "note", lambda given, one: together(given, [one]))
    for key in ("a", "bad", "c"):
        _enqueue(context.store, "note", key)

    _worker(context).work_once()

    assert seen == [["a", "bad", "c"], ["a"], ["bad"], ["c"]]
    (kept,) = _rows(context.store)
    assert (kept.key, kept.attempts) == ("bad", 1)


def test_a_lane_goes_on_when_the_database_answers_again(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, stop = threading.Event(), threading.Event()
    monkeypatch.setitem(jobs.HANDLERS, "note", lambda *_: done.set())
    monkeypatch.setattr("server.worker._AFTER_ERROR_SECONDS", 0.05)
    _rename(context.store, "outbox", "outbox_away")
    lane = Worker(context, "quick", stop)
    thread = threading.Thread(target=lane.run)
    thread.start()
    try:
        stop.wait(0.3)
        _rename(context.store, "outbox_away", "outbox")
        _enqueue(context.store, "note")
        assert done.wait(10)
    finally:
        stop.set()
        lane.wake()
        thread.join()


def _rename(store: Store, before: str, after: str) -> None:
    with store.writing() as session:
        session.connection().execute(text(f"ALTER TABLE {before} RENAME TO {after}"))

"""The worker: takes the outbox, each lane of it on a thread, until it is told to stop."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby

import psycopg
from sqlalchemy.engine import make_url

from server import clock, garbage, jobs, logs
from server.logs import log
from server.operations.collect_orphans import collect_orphans
from server.operations.forget_nonces import forget_nonces
from server.operations.job_context import JobContext
from server.operations.prepare_lists import prepare_lists
from server.problems import Problem
from server.settings import Settings, load_settings
from server.store import outbox
from server.store.blobs import BlobStore
from server.store.outbox import Taken
from server.store.transaction import Store

_BATCH = {outbox.COUNT: 200, outbox.QUICK: 20, outbox.REST: 5, outbox.LONG: 1, outbox.WHOLE: 1}
_STALE_AFTER = timedelta(minutes=30)
_LOOK_FOR_STALE_SECONDS = 60.0
_AFTER_ERROR_SECONDS = 1.0


class Worker:
    """One lane of work on one thread."""

    def __init__(self, context: JobContext, lane: str, stop: threading.Event) -> None:
        self._context = context
        self._lane = lane
        self._stop = stop
        self._wake = threading.Event()

    def run(self) -> None:
        """Work until told to stop; the row in hand is finished first."""
        pause = self._context.settings.worker_poll_seconds
        while not self._stop.is_set():
            with _going_on(self._stop, f"lane {self._lane}"):
                if not self.work_once():
                    self._wake.wait(pause)
                    self._wake.clear()

    def wake(self) -> None:
        """Look at the outbox now."""
        self._wake.set()

    def work_once(self) -> int:
        """Take what is due and do it; return how many rows were taken."""
        store = self._context.store
        with store.reading() as session:
            if not outbox.is_waiting(session, lane=self._lane, now=clock.now()):
                return 0
        with store.writing() as session:
            rows = outbox.take(session, lane=self._lane, now=clock.now(), most=_BATCH[self._lane])
        for kind, of_kind in groupby(sorted(rows, key=_kind_of), key=_kind_of):
            self._do_all(kind, tuple(of_kind))
        return len(rows)

    def _do_all(self, kind: str, rows: tuple[Taken, ...]) -> None:
        if len(rows) > 1 and kind in jobs.OF_MANY and _attempt_all(self._context, kind, rows):
            with self._context.store.writing() as session:
                outbox.finish(session, *(row.id for row in rows))
            return
        for row in rows:
            self._do(row)

    def _do(self, row: Taken) -> None:
        error = _attempt(self._context, row)
        with self._context.store.writing() as session:
            if error is None:
                outbox.finish(session, row.id)
            else:
                outbox.put_back(session, row, error=error, now=clock.now())


def _kind_of(row: Taken) -> str:
    return row.kind


def _attempt_all(context: JobContext, kind: str, rows: tuple[Taken, ...]) -> bool:
    """Do the work of rows of a kind at once; False: it failed, and is to be tried one by one."""
    try:
        jobs.OF_MANY[kind](context, [row.payload for row in rows])
    except Exception as error:  # noqa: BLE001 - what fails is found, and told, one by one
        log.warning("jobs_failed_together", kind=kind, count=len(rows), exc_info=error)
        return False
    return True


def _attempt(context: JobContext, row: Taken) -> str | None:
    """Do a row's work; return what went wrong, so that it is tried again and shown."""
    try:
        jobs.HANDLERS[row.kind](context, row.payload)
    except Problem as problem:
        log.warning("job_refused", kind=row.kind, key=row.key, problem=str(problem))
        return str(problem)
    except Exception as error:  # noqa: BLE001 - one broken job must not stop the others
        log.error("job_failed", kind=row.kind, key=row.key, exc_info=error)
        return f"{type(error).__name__}: {error}"
    return None


def run(settings: Settings | None = None) -> None:
    """Run all lanes until SIGTERM or SIGINT."""
    settings = settings or load_settings()
    logs.set_up(settings.log_level)
    store = Store(settings.database_address)
    context = JobContext(store=store, blobs=BlobStore(settings.blob_dir), settings=settings)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    lanes = [Worker(context, lane, stop) for lane in _BATCH]
    threads = [threading.Thread(target=lane.run, name=f"lane-{n}") for n, lane in enumerate(lanes)]
    garbage.settle()
    for thread in threads:
        thread.start()
    log.info("worker_started", lanes=list(_BATCH))
    _tend(context, lanes, stop)
    for lane in lanes:
        lane.wake()
    for thread in threads:
        thread.join()
    store.dispose()


def _tend(context: JobContext, lanes: list[Worker], stop: threading.Event) -> None:
    """Until stopped: put back what a dead worker held; on PostgreSQL pass notifications on."""
    if not context.store.is_sqlite:
        threading.Thread(target=_listen, args=(context, lanes, stop), daemon=True).start()
    while not stop.is_set():
        with _going_on(stop, "tending"):
            _release_stale(context)
            forget_nonces(context)
            collect_orphans(context)
            prepare_lists(context)
        stop.wait(_LOOK_FOR_STALE_SECONDS)


@contextmanager
def _going_on(stop: threading.Event, what: str) -> Iterator[None]:
    """Tell an error and go on in a moment: the database may be restarting, or a disk be full."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it was, the rest of the work must be done
        log.error("worker_interrupted", what=what, exc_info=error)
        stop.wait(_AFTER_ERROR_SECONDS)


def _release_stale(context: JobContext) -> None:
    now = clock.now()
    with context.store.writing() as session:
        outbox.release_stale(session, taken_before=now - _STALE_AFTER, now=now)


def _listen(context: JobContext, lanes: list[Worker], stop: threading.Event) -> None:
    """Wake the lanes whenever PostgreSQL says that something was added."""
    url = make_url(context.settings.database_address).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    while not stop.is_set():
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f"LISTEN {outbox.NOTIFY_CHANNEL}")
                _pass_on(connection, lanes, stop)
        except psycopg.OperationalError:
            stop.wait(1.0)  # the polls go on; PostgreSQL may be restarting


def _pass_on(
    connection: psycopg.Connection[tuple[object, ...]], lanes: list[Worker], stop: threading.Event
) -> None:
    while not stop.is_set():
        for _ in connection.notifies(timeout=1.0, stop_after=1):
            for lane in lanes:
                lane.wake()

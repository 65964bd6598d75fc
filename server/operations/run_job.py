"""Run a job that somebody asked for: its progress, its result, or why it failed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO

from server import clock
from server.domain.json_values import integer_of
from server.operations.job_context import JobContext
from server.problems import N_, NotFound, Problem
from server.store import outbox
from server.store.incoming_blobs import BlobRef
from server.store.queries import jobs
from server.store.queries.blobs import keep_blob
from server.store.tables.jobs import Job

UNEXPECTED = N_("The job failed by a fault of the server. It is tried again by itself.")

_CHUNK = 1_000_000


@dataclass(frozen=True, slots=True)
class JobResult:
    """A file that a job made: its bytes, or an open file, which is closed once it is kept."""

    data: bytes | IO[bytes]
    name: str
    content_type: str


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job that is being worked on."""

    context: JobContext
    job: Job

    def report(self, done_count: int, total_count: int) -> None:
        """Note the progress, in a short transaction of its own, and that the worker is alive."""
        values = {"done_count": done_count, "total_count": total_count}
        with self.context.store.writing() as session:
            jobs.update_job(session, self.job.id or 0, values)
            outbox.still_at_it(session, self.job.kind, str(self.job.id), now=clock.now())


Work = Callable[[RunningJob], JobResult | None]


def run_job(context: JobContext, payload: Mapping[str, object], work: Work) -> None:
    """Do the work of a job and keep its result, if it makes a file, or note why it failed.

    A Problem is final: the person has to ask for something else. Any other error marks the job as
    failed and goes on to the worker, which tries again later.
    """
    job_id = integer_of(payload, "job_id")
    with context.store.writing() as session:
        jobs.start(session, job_id, at=clock.now())
        job = session.get(Job, job_id)
        if job is None:
            raise NotFound
    message: str | None = UNEXPECTED
    try:
        _keep(context, job_id, work(RunningJob(context, job)))
        message = None
    except Problem as problem:
        message = _sentence(problem)
    finally:
        if message is not None:
            with context.store.writing() as session:
                jobs.fail(session, job_id, message=message, at=clock.now())


def _sentence(problem: Problem) -> str:
    """Return what a person is told, if possible as a sentence that can be translated when shown."""
    reason = problem.details.get("reason")
    if isinstance(reason, str) and "facts" not in problem.details:
        return reason
    return problem.message % problem.details


def _keep(context: JobContext, job_id: int, result: JobResult | None) -> None:
    now = clock.now()
    if result is None:
        with context.store.writing() as session:
            jobs.update_job(session, job_id, {"state": jobs.FINISHED, "finished_at": now})
        return
    kept = _put(context, result.data)
    values = {
        "state": jobs.FINISHED,
        "result_blob_sha256": kept.sha256,
        "result_name": result.name,
        "result_type": result.content_type,
        "finished_at": now,
    }
    with context.store.writing() as session:
        keep_blob(session, kept, now)
        jobs.update_job(session, job_id, values)


def _put(context: JobContext, data: bytes | IO[bytes]) -> BlobRef:
    if isinstance(data, bytes):
        return context.blobs.put(data)
    with data:
        return context.blobs.put_chunks(iter(lambda: data.read(_CHUNK), b""))

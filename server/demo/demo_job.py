"""The job that fills the demonstration, and its next run in the outbox."""

from datetime import date, timedelta

from sqlmodel import Session

from server import clock
from server.demo.names import COUNTY
from server.demo.size import DemoSize
from server.domain.access import Verb
from server.operations.request_job import LONG, JobRequest, request_job
from server.store import outbox
from server.store.queries import jobs
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.jobs import Job

FILL_DEMO = "fill_demo"
BEGAN_ON = "beganOn"
RUN_SECONDS = 20
_DEAD_AFTER = timedelta(seconds=3 * RUN_SECONDS)
"""A run that was taken longer ago than this has lost its worker."""


def request_fill(session: Session, by: By, project_id: int, size: DemoSize, today: date) -> Job:
    """Create the job and its first run."""
    request = JobRequest(
        kind=FILL_DEMO,
        title=COUNTY,
        scope=Scope(project_id),
        verb=Verb.PROJECT_READ,
        parameters={**size.to_json(), BEGAN_ON: today.isoformat()},
    )
    return request_job(session, by, request)


def plan_run(session: Session, job: Job, pause: timedelta = timedelta()) -> None:
    """Plan the next run of the job."""
    key = str(stored(job.id))
    now, payload = clock.now() + pause, {"job_id": job.id}
    outbox.enqueue(session, FILL_DEMO, key, now=now, payload=payload, lane=LONG)


def keep_going(session: Session, job: Job) -> None:
    """Plan a run of an unfinished job when no worker has it, since the last one was killed."""
    key, alive = str(stored(job.id)), clock.now() - _DEAD_AFTER
    is_unfinished = job.state in jobs.UNFINISHED
    if is_unfinished and not outbox.is_in_hand(session, FILL_DEMO, key, taken_after=alive):
        plan_run(session, job)


def begin_again(session: Session, job: Job) -> None:
    """Let a job that failed go on where it was."""
    values = {"state": jobs.WAITING, "message": None, "finished_at": None}
    jobs.update_job(session, stored(job.id), values)
    plan_run(session, job)

"""The job that fills the demonstration, and its next run in the outbox."""

from datetime import datetime, timedelta

from sqlmodel import Session

from server import clock
from server.demo.names import COUNTY
from server.demo.size import DemoSize
from server.demo.words import told
from server.domain.access import Verb
from server.operations.request_job import JobRequest, request_job
from server.problems import N_
from server.settings import Settings
from server.store import outbox
from server.store.queries import jobs
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.jobs import Job

FILL_DEMO = "fill_demo"
BEGAN_ON = "beganOn"
RUN_SECONDS = 10
_TITLE = N_("Demonstration data: %(county)s")
_DEAD_AFTER = timedelta(seconds=2 * RUN_SECONDS)
"""A run that was taken longer ago than this has lost its worker."""


def request_fill(
    session: Session, project_id: int, size: DemoSize, settings: Settings, now: datetime
) -> Job:
    """Create the job and its first run; it is the server's own, so everybody may see it."""
    today = clock.day_in(settings.time_zone, now)
    request = JobRequest(
        kind=FILL_DEMO,
        title=told(settings, _TITLE, county=COUNTY),
        scope=Scope(project_id),
        verb=Verb.PROJECT_READ,
        parameters={**size.to_json(), BEGAN_ON: today.isoformat()},
    )
    return request_job(session, By(None, now), request)


def plan_run(session: Session, job: Job, pause: timedelta = timedelta()) -> None:
    """Plan the next run of the job."""
    key = str(stored(job.id))
    now, payload = clock.now() + pause, {"job_id": job.id}
    outbox.enqueue(session, FILL_DEMO, key, now=now, payload=payload, lane=outbox.LONG)


def keep_going(session: Session, job: Job) -> None:
    """Make sure that an unfinished job has a next run, though its worker was killed in the last."""
    if job.state not in jobs.UNFINISHED:
        return
    taken_at = outbox.last_taken(session, FILL_DEMO, str(stored(job.id)))
    is_alive_until = clock.now() if taken_at is None else taken_at + _DEAD_AFTER
    plan_run(session, job, max(timedelta(), is_alive_until - clock.now()))


def begin_again(session: Session, job: Job) -> None:
    """Let a job that failed go on where it was."""
    values = {"state": jobs.WAITING, "message": None, "finished_at": None}
    jobs.update_job(session, stored(job.id), values)
    plan_run(session, job)

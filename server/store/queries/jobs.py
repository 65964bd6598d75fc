"""Jobs: the long pieces of work that people asked for, with progress and result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.problems import NotFound
from server.store.tables.jobs import Job
from server.store.upsert import table_of

WAITING = "waiting"
RUNNING = "running"
FINISHED = "finished"
FAILED = "failed"
UNFINISHED = (WAITING, RUNNING)

_JOBS = table_of(Job)


@dataclass(frozen=True, slots=True)
class JobReader:
    """Who looks at jobs: they see their own and the server's, those of others when `sees_all`."""

    actor_id: int
    sees_all: bool = False


def count_unfinished(session: Session, project_id: int) -> int:
    """Return how many jobs of a project wait or run."""
    statement = select(func.count()).where(
        col(Job.project_id) == project_id, col(Job.state).in_(UNFINISHED)
    )
    return int(session.connection().execute(statement).scalar_one())


def get_job(session: Session, project_id: int, job_id: int, reader: JobReader) -> Job:
    """Return a job that somebody may see; raises NotFound."""
    job = session.get(Job, job_id)
    if job is None or job.project_id != project_id:
        raise NotFound
    if not reader.sees_all and job.requested_by not in {reader.actor_id, None}:
        raise NotFound
    return job


def list_jobs(
    session: Session, project_id: int, reader: JobReader, *, limit: int | None = None
) -> tuple[Job, ...]:
    """Return the jobs of a project that somebody may see, the newest first."""
    statement = select_rows(Job).where(Job.project_id == project_id)
    if not reader.sees_all:
        mine = col(Job.requested_by).is_(None) | (col(Job.requested_by) == reader.actor_id)
        statement = statement.where(mine)
    return tuple(session.exec(statement.order_by(col(Job.id).desc()).limit(limit)))


def list_waiting(session: Session, project_id: int, kind: str) -> tuple[Job, ...]:
    """Return the jobs of a kind that nobody has begun, the oldest first."""
    statement = select_rows(Job).where(
        Job.project_id == project_id, Job.kind == kind, Job.state == WAITING
    )
    return tuple(session.exec(statement.order_by(col(Job.id))))


def find_newest(session: Session, kind: str) -> Job | None:
    """Return the newest job of a kind in any project."""
    statement = select_rows(Job).where(Job.kind == kind).order_by(col(Job.id).desc())
    return session.exec(statement).first()


def update_job(session: Session, job_id: int, values: Mapping[str, object]) -> None:
    """Set columns of a job."""
    session.connection().execute(update(_JOBS).where(_JOBS.c.id == job_id).values(**values))


def start(session: Session, job_id: int, *, at: datetime) -> None:
    """Note that work on a job begins, perhaps anew."""
    values = {"state": RUNNING, "started_at": at, "done_count": 0, "message": None}
    update_job(session, job_id, values)


def fail(session: Session, job_id: int, *, message: str, at: datetime) -> None:
    """Note that a job has failed and why."""
    values = {"state": FAILED, "message": message[:2000], "finished_at": at}
    update_job(session, job_id, values)

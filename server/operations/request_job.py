"""Ask for a long piece of work: a job that people see, and the row of the outbox that does it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from server.domain import access
from server.domain.access import Grant, Verb
from server.problems import NotFound
from server.store import outbox
from server.store.queries import areas, jobs
from server.store.queries.audits import By
from server.store.queries.jobs import JobReader
from server.store.queries.scope import Scope
from server.store.tables.jobs import Job


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What is asked for: a kind of job, within a scope that a verb gives."""

    kind: str
    title: str
    scope: Scope
    verb: Verb
    parameters: Mapping[str, object] = field(default_factory=dict)
    lane: str = outbox.LONG


def request_job(session: Session, by: By, request: JobRequest) -> Job:
    """Create a job and what makes the worker do it, and return it.

    The job keeps scope and verb: it works within them, and its result is only for whoever asked
    and still has them.
    """
    area_ids = request.scope.area_ids
    job = Job(
        project_id=request.scope.project_id,
        requested_by=by.actor_id,
        kind=request.kind,
        title=request.title[:300],
        parameters={
            **request.parameters,
            "areaIds": None if area_ids is None else sorted(area_ids),
            "verb": request.verb.value,
        },
        created_at=by.at,
    )
    session.add(job)
    session.flush()
    payload = {"job_id": job.id}
    outbox.enqueue(
        session, request.kind, str(job.id), now=by.at, payload=payload, lane=request.lane
    )
    return job


def scope_of_job(job: Job) -> Scope:
    """Return the scope a job works within."""
    area_ids = job.parameters.get("areaIds")
    if job.project_id is None:
        raise NotFound
    if not isinstance(area_ids, list):
        return Scope(job.project_id)
    return Scope(job.project_id, frozenset(int(one) for one in area_ids))


def get_result(
    session: Session, project_id: int, job_id: int, *, actor_id: int, grants: Iterable[Grant]
) -> Job:
    """Return a finished job whose result somebody may fetch.

    That is who asked for it, as long as they may still see all that is in it. Raises NotFound.
    """
    job = jobs.get_job(session, project_id, job_id, JobReader(actor_id))
    if job.state != jobs.FINISHED or job.result_blob_sha256 is None:
        raise NotFound
    now_seen = access.scope_of(grants, Verb(str(job.parameters["verb"])), project_id)
    then_seen = scope_of_job(job).area_ids
    if now_seen is None:
        return job
    if then_seen is None or not then_seen <= areas.list_ids_below(session, now_seen):
        raise NotFound
    return job

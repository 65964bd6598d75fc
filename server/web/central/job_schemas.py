"""Bodies of jobs."""

from flask_babel import gettext

from server.store.tables.jobs import Job
from server.web.central.wire import AnswerBody, Timestamp


class JobAnswer(AnswerBody):
    """A job with its progress; `hasResult`: whoever asked for it can fetch its file."""

    id: int | None
    project_id: int | None
    requested_by: int | None
    kind: str
    title: str
    state: str
    done_count: int
    total_count: int | None
    message: str | None
    has_result: bool
    result_name: str | None
    created_at: Timestamp
    started_at: Timestamp | None
    finished_at: Timestamp | None


def job_answer(job: Job) -> JobAnswer:
    """Return a job as a body."""
    message = str(gettext(job.message)) if job.message else None
    more = {"has_result": job.result_blob_sha256 is not None, "message": message}
    return JobAnswer.model_validate({**job.model_dump(), **more})

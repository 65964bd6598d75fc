"""Jobs of a project: what was asked for, how far it is, and its file."""

from flask import Blueprint, Response, send_file

from server.domain.access import Verb
from server.operations.request_job import get_result
from server.store.queries import jobs
from server.web.auth import current_user, requires
from server.web.central.answers import answer, answer_list
from server.web.central.job_schemas import job_answer
from server.web.downloads import clean_name
from server.web.job_reader import job_reader
from server.web.state import state

blueprint = Blueprint("central_jobs", __name__)


@blueprint.get("/jobs")
@requires(Verb.JOB_READ)
def list_all(project_id: int) -> Response:
    """List one's own jobs, and those of others for who reads jobs in the whole project."""
    with state().store.reading() as session:
        found = jobs.list_jobs(session, project_id, job_reader(project_id))
        return answer_list([job_answer(job) for job in found])


@blueprint.get("/jobs/<pk:job_id>")
@requires(Verb.JOB_READ)
def show_job(project_id: int, job_id: int) -> Response:
    """Show a job with its progress."""
    with state().store.reading() as session:
        return answer(job_answer(jobs.get_job(session, project_id, job_id, job_reader(project_id))))


@blueprint.get("/jobs/<pk:job_id>/result")
@requires(Verb.JOB_READ)
def show_result(project_id: int, job_id: int) -> Response:
    """Send the file that a job made to whoever asked for it and still may see what is in it."""
    user = current_user()
    with state().store.reading() as session:
        job = get_result(session, project_id, job_id, actor_id=user.user_id, grants=user.grants)
    response = send_file(
        state().blobs.path(job.result_blob_sha256 or ""),
        mimetype=job.result_type,
        as_attachment=True,
        download_name=clean_name(job.result_name),
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response

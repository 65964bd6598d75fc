"""Jobs: what people asked for, how far it is, its result; and work that failed for good."""

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.request_job import get_result
from server.operations.retry_failed_work import retry_failed_work
from server.store.queries import failed_work, jobs
from server.web.auth import current_user, requires
from server.web.downloads import send_blob
from server.web.job_reader import job_reader
from server.web.office.acting import acting, may
from server.web.office.form_errors import done
from server.web.office.frame import open_place, render_page
from server.web.office.job_rows import JobRow, job_row
from server.web.state import state

blueprint = Blueprint("office_jobs", __name__)

_MOST_JOBS = 100
_MOST_FAILED = 50


@blueprint.get("/<pk:project_id>/jobs")
@requires(Verb.JOB_READ)
def list_jobs(project_id: int) -> str:
    """Show the jobs that the reader may see, the newest first."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.JOB_READ)
        is_administrator = may(Verb.JOB_MANAGE, project_id)
        failed = failed_work.list_failed(session, limit=_MOST_FAILED) if is_administrator else ()
        return render_page(
            session,
            place,
            "jobs/list.html",
            page_title=gettext("Jobs"),
            failed=failed,
            **_list_context(session, project_id),
        )


@blueprint.get("/<pk:project_id>/jobs/part")
@requires(Verb.JOB_READ)
def show_list_part(project_id: int) -> str:
    """Answer with the list of jobs as it is now."""
    with state().store.reading() as session:
        return render_template("jobs/rows.html", **_list_context(session, project_id))


@blueprint.get("/<pk:project_id>/jobs/<pk:job_id>")
@requires(Verb.JOB_READ)
def show_job(project_id: int, job_id: int) -> str:
    """Show a job with its progress, its result, or why there is none."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.JOB_READ)
        row = _row(session, project_id, job_id)
        list_url = url_for("office_jobs.list_jobs", project_id=project_id)
        return render_page(
            session,
            place,
            "jobs/one.html",
            page_title=row.title or row.kind,
            breadcrumbs=[{"label": gettext("Jobs"), "url": list_url}],
            **_one_context(row, project_id),
        )


@blueprint.get("/<pk:project_id>/jobs/<pk:job_id>/part")
@requires(Verb.JOB_READ)
def show_job_part(project_id: int, job_id: int) -> str:
    """Answer with the progress of a job as it is now."""
    with state().store.reading() as session:
        row = _row(session, project_id, job_id)
        return render_template("jobs/progress.html", **_one_context(row, project_id))


@blueprint.get("/<pk:project_id>/jobs/<pk:job_id>/result")
@requires(Verb.JOB_READ)
def download_result(project_id: int, job_id: int) -> Response:
    """Give the file that a job made to whoever asked for it and still may see what is in it."""
    user = current_user()
    with state().store.reading() as session:
        job = get_result(session, project_id, job_id, actor_id=user.user_id, grants=user.grants)
        return send_blob(
            job.result_blob_sha256,
            name=job.result_name or "result",
            content_type=job.result_type,
        )


@blueprint.post("/<pk:project_id>/jobs/again")
@requires(Verb.JOB_MANAGE)
def try_again(project_id: int) -> AnyResponse:
    """Let the worker try again all work that failed for good, on the whole server."""
    with state().store.writing() as session:
        retry_failed_work(session, acting())
    return done(
        gettext("The worker tries all of it again."),
        url_for("office_jobs.list_jobs", project_id=project_id),
    )


def _row(session: Session, project_id: int, job_id: int) -> JobRow:
    job = jobs.get_job(session, project_id, job_id, job_reader(project_id))
    return job_row(session, project_id, job)


def _list_context(session: Session, project_id: int) -> dict[str, object]:
    found = jobs.list_jobs(session, project_id, job_reader(project_id), limit=_MOST_JOBS)
    rows = [job_row(session, project_id, job) for job in found]
    return {
        "rows": rows,
        "project_id": project_id,
        "is_running": any(row.is_unfinished for row in rows),
        "part_url": url_for("office_jobs.show_list_part", project_id=project_id),
    }


def _one_context(row: JobRow, project_id: int) -> dict[str, object]:
    return {
        "row": row,
        "project_id": project_id,
        "part_url": url_for("office_jobs.show_job_part", project_id=project_id, job_id=row.id),
    }

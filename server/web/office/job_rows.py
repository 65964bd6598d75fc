"""Jobs as pages show them: in words, with their progress, and whether one may have the result."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.lifecycle import ReviewState
from server.operations.compare_campaign import COMPARE_VERSIONS
from server.operations.evaluate_by_hand import EVALUATE_CAMPAIGN
from server.operations.export_submissions import EXPORT_SUBMISSIONS
from server.operations.print_cards import PRINT_CARDS
from server.operations.print_posters import PRINT_POSTERS
from server.operations.request_job import get_result
from server.operations.review_many import REVIEW_SUBMISSIONS
from server.problems import N_, NotFound
from server.store.queries import jobs
from server.store.row_key import stored
from server.store.tables.jobs import Job
from server.store.tables.users import Actor
from server.web.auth import current_user
from server.web.office.submission_words import review_word

_STATES = {
    jobs.WAITING: ("few", N_("Waiting")),
    jobs.RUNNING: ("calm", N_("Running")),
    jobs.FINISHED: ("good", N_("Finished")),
    jobs.FAILED: ("bad", N_("Failed")),
}
_KINDS = {
    EXPORT_SUBMISSIONS: N_("Export"),
    PRINT_POSTERS: N_("Posters"),
    PRINT_CARDS: N_("Settings cards"),
    COMPARE_VERSIONS: N_("Comparison of versions"),
    EVALUATE_CAMPAIGN: N_("Evaluation"),
    REVIEW_SUBMISSIONS: N_("Review"),
    "fill_demo": N_("Demonstration"),
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job; `total` None: how much there is to do is not known yet."""

    id: int
    kind: str
    title: str
    state: tuple[str, str]
    """Tone and word."""
    is_unfinished: bool
    done: int
    total: int | None
    message: str
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    result_name: str | None
    """Name of the file, None when there is none for this reader."""
    page_url: str | None = None
    """Where the result can be looked at, None when there is no such page."""


def job_row(session: Session, project_id: int, job: Job) -> JobRow:
    """Return a job in words."""
    actor = session.get(Actor, job.requested_by) if job.requested_by is not None else None
    result_name = _result_name(session, project_id, job)
    return JobRow(
        id=stored(job.id),
        kind=str(gettext(_KINDS[job.kind])) if job.kind in _KINDS else job.kind,
        title=_title(job),
        state=_STATES.get(job.state, ("few", job.state)),
        is_unfinished=job.state in jobs.UNFINISHED,
        done=job.done_count,
        total=job.total_count,
        message=str(gettext(job.message)) if job.message else "",
        asked_by=actor.display_name if actor is not None else str(gettext("the server")),
        asked_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        result_name=result_name,
        page_url=None if result_name is None else _page_url(project_id, job),
    )


def _title(job: Job) -> str:
    """Return what a job is about; of a review the state, which is a word of its own."""
    if job.kind == REVIEW_SUBMISSIONS and job.title in set(ReviewState):
        return review_word(ReviewState(job.title))
    return job.title


def _page_url(project_id: int, job: Job) -> str | None:
    """Return the address of the page that shows the result of a job."""
    if job.kind != COMPARE_VERSIONS:
        return None
    return url_for(
        "office_evaluations.show_comparison",
        project_id=project_id,
        campaign_id=job.parameters["campaignId"],
        job_id=job.id,
    )


def _result_name(session: Session, project_id: int, job: Job) -> str | None:
    """Return the name of the result if this reader may have it: the same rule as at download."""
    user = current_user()
    try:
        found = get_result(
            session, project_id, stored(job.id), actor_id=user.user_id, grants=user.grants
        )
    except NotFound:
        return None
    return found.result_name

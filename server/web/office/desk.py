"""The desk: what needs doing, how far open campaigns are, what came in last."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.definitions import definitions_from_json
from server.domain.findings import Standing
from server.domain.lifecycle import CampaignState
from server.domain.roles import Verb
from server.store.queries import (
    campaigns,
    findings,
    jobs,
    rejected_payloads,
    site_checks,
    submission_lists,
)
from server.store.queries.jobs import JobReader
from server.store.queries.submission_filters import UNTIED, WAITING
from server.store.queries.survey_progress import Progress, progress_by_area, total
from server.store.tables.campaigns import Campaign
from server.store.tables.jobs import Job
from server.web.auth import current_user, requires, scope
from server.web.office.acting import may
from server.web.office.area_progress import AreaRow, area_rows
from server.web.office.campaigns.words import state_of
from server.web.office.dates import moment_text, today
from server.web.office.frame import Place, open_place, render_page
from server.web.office.setup_steps import setup_steps
from server.web.office.submission_words import TO_LOOK_THROUGH
from server.web.state import state

blueprint = Blueprint("office_desk", __name__)

_MOST_CHECKS = 8
_MOST_JOBS = 50
_MOST_AREAS = 12


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """A campaign that workers can answer now."""

    campaign: Campaign
    days_left: int
    threshold: int
    progress: Progress
    areas: tuple[AreaRow, ...]
    """The first ones; the campaign's page has all."""
    area_count: int


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for the office."""

    words: str
    count: int
    url: str


@blueprint.get("/<pk:project_id>/")
@requires(Verb.PROJECT_READ)
def show_desk(project_id: int) -> str:
    """Show the desk of a project."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.PROJECT_READ)
        seen = _jobs(session, project_id)
        steps = setup_steps(session, place)
        return render_page(
            session,
            place,
            "desk/desk.html",
            page_title=gettext("Desk"),
            steps=() if all(step.is_done for step in steps) else steps,
            open_campaigns=_open_campaigns(session, place),
            to_do=_to_do(session, place, seen),
            running=_unfinished(seen),
            checks=site_checks.list_latest(session, place.scope, limit=_MOST_CHECKS),
            shortcuts=_shortcuts(project_id),
            may_poster=may(Verb.POSTER_CHANGE, project_id),
            moment_text=moment_text,
        )


@blueprint.get("/<pk:project_id>/desk/running")
@requires(Verb.JOB_READ)
def show_running(project_id: int) -> str:
    """Answer with the part of the desk that shows running jobs."""
    with state().store.reading() as session:
        running = _unfinished(_jobs(session, project_id))
        return render_template("desk/running.html", running=running, project_id=project_id)


def _shortcuts(project_id: int) -> list[dict[str, str]]:
    """Return what is done most often, as far as the reader may."""
    wanted = (
        (
            Verb.ENTERPRISE_READ,
            gettext("Find an enterprise"),
            "office_enterprises.list_enterprises",
        ),
        (Verb.ENTERPRISE_IMPORT, gettext("Import enterprises"), "office_imports.show_upload"),
        (Verb.POSTER_READ, gettext("Print posters"), "office_posters.list_posters"),
        (Verb.RELEASE_READ, gettext("Results"), "office_results.list_results"),
        (Verb.EXPORT_CREATE, gettext("Export to a spreadsheet"), "office_exports.show_exports"),
    )
    return [
        {"words": words, "url": url_for(endpoint, project_id=project_id)}
        for verb, words, endpoint in wanted
        if may(verb, project_id)
    ]


def _jobs(session: Session, project_id: int) -> tuple[Job, ...]:
    if not may(Verb.JOB_READ, project_id):
        return ()
    reader = JobReader(current_user().user_id, sees_all=may(Verb.JOB_MANAGE, project_id))
    return jobs.list_jobs(session, project_id, reader, limit=_MOST_JOBS)


def _unfinished(seen: tuple[Job, ...]) -> tuple[Job, ...]:
    return tuple(job for job in seen if job.state in jobs.UNFINISHED)


def _open_campaigns(session: Session, place: Place) -> tuple[OpenCampaign, ...]:
    found = []
    for campaign in campaigns.list_campaigns(session, place.project_id):
        is_open = state_of(campaign) is CampaignState.OPEN
        if campaign.id is None or not is_open:
            continue
        parts = progress_by_area(session, place.scope, campaign.id)
        rows = area_rows(place, parts, campaign.id)
        days_left = (campaign.closes_on - today()).days
        threshold = definitions_from_json(campaign.definitions).threshold
        found.append(
            OpenCampaign(
                campaign, days_left, threshold, total(parts), rows[:_MOST_AREAS], len(rows)
            )
        )
    return tuple(found)


def _to_do(session: Session, place: Place, seen: tuple[Job, ...]) -> tuple[ToDo, ...]:
    project_id, found = place.project_id, []
    if may(Verb.SUBMISSION_LINK, project_id):
        count = submission_lists.count_rows(session, place.scope, UNTIED)
        url = url_for("office_inbox.list_unlinked", project_id=project_id)
        found.append(ToDo(gettext("Site checks without an enterprise"), count, url))
    if may(Verb.SUBMISSION_REVIEW, project_id):
        count = submission_lists.count_rows(session, place.scope, WAITING)
        url = url_for(
            "office_submissions.list_submissions", project_id=project_id, state=TO_LOOK_THROUGH
        )
        found.append(ToDo(gettext("Site checks to look through"), count, url))
        count = rejected_payloads.count_payloads(session, place.scope)
        url = url_for("office_quarantine.list_payloads", project_id=project_id)
        found.append(ToDo(gettext("Kept aside, to decide"), count, url))
    found += _findings(session, place)
    failed = sum(job.state == jobs.FAILED for job in seen)
    url = url_for("office_jobs.list_jobs", project_id=project_id)
    found.append(ToDo(gettext("Jobs that failed"), failed, url))
    return tuple(one for one in found if one.count)


def _findings(session: Session, place: Place) -> tuple[ToDo, ...]:
    """Return what inspectors found and nobody has mended: overdue, and in time."""
    if not may(Verb.ENTITY_READ, place.project_id):
        return ()
    reached = scope(Verb.ENTITY_READ, place.project_id)
    area = place.scope if place.area is not None else reached
    counts = findings.count_findings(session, area, today=today())
    words = {
        Standing.OVERDUE: gettext("Findings overdue"),
        Standing.OPEN: gettext("Findings to be mended in time"),
    }
    return tuple(
        ToDo(
            text,
            counts[one],
            url_for(
                "office_findings.list_findings",
                project_id=place.project_id,
                standing=one.value,
            ),
        )
        for one, text in words.items()
    )

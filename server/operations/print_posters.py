"""Print posters: one at once, or all of a campaign as the result of a job."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from exports.pdf_file import MOST_PAGES, render_posters
from qr.poster import PosterCampaign, PosterContent, poster_content
from server import clock
from server.domain.access import Verb
from server.domain.json_values import integer_of, optional_integer_of
from server.operations.job_context import JobContext
from server.operations.poster_piles import Pile, piles_of
from server.operations.request_job import JobRequest, request_job, scope_of_job
from server.operations.run_job import JobResult, RunningJob, run_job
from server.problems import N_, NotFound, NotPossibleNow
from server.store.batches import batches
from server.store.queries import areas, campaigns, posters
from server.store.queries.audits import By
from server.store.queries.posters import PosterEntry, PosterFilter
from server.store.queries.scope import Scope
from server.store.tables.jobs import Job
from server.store.tables.projects import Project

PRINT_POSTERS = "print_posters"
PDF = "application/pdf"
_ZIP = "application/zip"
_REPORT_EVERY = 100
_MOST_NAME = 100


def request_posters(
    session: Session, by: By, scope: Scope, campaign_id: int, *, area_id: int | None = None
) -> Job:
    """Ask for a file of all valid posters of a campaign within the scope (and an area)."""
    campaign = campaigns.get_campaign(session, scope.project_id, campaign_id)
    wanted = PosterFilter(campaign_id=campaign_id, area_id=area_id)
    if not posters.count_posters(session, scope, wanted):
        raise NotPossibleNow(reason=N_("there are no posters to print"))
    request = JobRequest(
        kind=PRINT_POSTERS,
        title=campaign.name,
        scope=scope,
        verb=Verb.POSTER_READ,
        parameters={"campaignId": campaign_id, "areaId": area_id},
    )
    return request_job(session, by, request)


def load_poster(
    session: Session, scope: Scope, poster_id: int, *, today: date
) -> tuple[PosterEntry, str]:
    """Return a valid poster and the name of its authority; raises NotFound."""
    wanted = PosterFilter(ids=frozenset({poster_id}))
    entries = posters.list_posters(session, scope, wanted, today=today)
    if not entries:
        raise NotFound
    return entries[0], _authority(session, scope.project_id)


def poster_page(entry: PosterEntry, *, authority: str, public_base_url: str) -> PosterContent:
    """Return what stands on a poster; takes milliseconds for its QR code."""
    campaign = PosterCampaign(
        title=entry.campaign.name,
        text=entry.campaign.poster_text,
        contact=entry.campaign.contact,
        authority=authority,
    )
    return poster_content(
        campaign,
        enterprise_name=entry.enterprise_name,
        code=entry.poster.code,
        place=entry.poster.place,
        public_base_url=public_base_url,
    )


def print_poster(
    entry: PosterEntry, *, authority: str, public_base_url: str, made_at: datetime
) -> bytes:
    """Return the PDF of one poster; takes about a second, so call it in no transaction."""
    page = poster_page(entry, authority=authority, public_base_url=public_base_url)
    return render_posters([page], title=entry.enterprise_name, made_at=made_at)


def print_posters(context: JobContext, payload: Mapping[str, object]) -> None:
    """Make the PDF that a job asks for; a ZIP of one for each township when one would not do."""
    run_job(context, payload, _print)


def _print(running: RunningJob) -> JobResult:
    context, job = running.context, running.job
    campaign_id = integer_of(job.parameters, "campaignId")
    area_id = optional_integer_of(job.parameters, "areaId")
    scope = scope_of_job(job)
    with context.store.reading() as session:
        entries = posters.list_posters(
            session,
            scope,
            PosterFilter(campaign_id=campaign_id, area_id=area_id),
            today=clock.day_in(context.settings.time_zone),
        )
        authority = _authority(session, scope.project_id)
        tree = areas.list_areas(session, scope.project_id)
    if not entries:
        raise NotPossibleNow(reason=N_("there are no posters to print"))
    name = job.title[:_MOST_NAME]
    piles = piles_of(entries, tree, name=name, most=MOST_PAGES)
    files = _files(running, piles, authority=authority)
    if len(piles) == 1:
        return JobResult(next(files)[1], f"{name}.pdf", PDF)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as members:
        for member, data in files:
            members.writestr(member, data)
    return JobResult(archive.getvalue(), f"{name}.zip", _ZIP)


def _files(
    running: RunningJob, piles: Sequence[Pile], *, authority: str
) -> Iterator[tuple[str, bytes]]:
    """Give the name and the PDF of each pile, pile by pile; a poster counts once it is drawn."""
    base_url, job = running.context.settings.base_url, running.job
    drawn, total = 0, sum(len(pile.entries) for pile in piles)
    for pile in piles:
        pages: list[PosterContent] = []
        for some in batches(pile.entries, _REPORT_EVERY):
            pages += [
                poster_page(one, authority=authority, public_base_url=base_url) for one in some
            ]
            running.report(drawn + len(pages), total)
        drawn += len(pages)
        yield f"{pile.name}.pdf", render_posters(pages, title=job.title, made_at=job.created_at)


def _authority(session: Session, project_id: int) -> str:
    project = session.get(Project, project_id)
    return "" if project is None else project.name

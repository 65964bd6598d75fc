"""What the demonstration still needs: what was planned, less what the database holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from server import clock
from server.demo.county import make_register
from server.demo.demo_job import BEGAN_ON
from server.demo.enterprises import demo_enterprises
from server.demo.field_work import (
    FIRST_BATCH,
    SECOND_BATCH,
    codes_of,
    make_campaigns,
    make_inspectors,
    put_forms,
)
from server.demo.inspections import CheckedEnterprise, phones_of, planned_checks
from server.demo.names import MadeUpEnterprise
from server.demo.posting import Posted, posted_from_json
from server.demo.posting_plan import CheckTask, Phone, PosterTask
from server.demo.site_checks import site_check
from server.demo.size import DemoSize, size_from_json
from server.demo.turnout import planned_answers
from server.domain.json_values import text_of
from server.domain.lifecycle import CampaignState
from server.operations.change_campaign import campaign_state
from server.operations.job_context import JobContext
from server.store.queries import entities, forms, submission_files, tallies
from server.store.queries.audits import By
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.store.tables.jobs import Job
from xlsforms.delivered import CHECK_FORM


@dataclass(frozen=True, slots=True)
class Batch:
    """A campaign, with what each enterprise (in the order of the county) gives and has given."""

    campaign: Campaign
    number: int
    planned: Sequence[int]
    stored: Sequence[int]
    stored_count: int
    """Answers of the campaign from everywhere: visitors may have added some of their own."""
    codes: Sequence[str | None]
    is_open: bool


@dataclass(frozen=True, slots=True)
class DemoWork:
    """The demonstration as it stands."""

    enterprises: Sequence[MadeUpEnterprise]
    batches: tuple[Batch, ...]
    phones: Sequence[Phone]
    checks: Sequence[CheckTask]
    received_files: Mapping[str, int]
    """Instance ID of a stored check -> how many files of it have arrived."""
    posted: Posted

    @property
    def total_count(self) -> int:
        """How many answers and checks there shall be."""
        return sum(sum(batch.planned) for batch in self.batches) + len(self.checks)

    @property
    def stored_answers(self) -> int:
        """How many answers the database holds."""
        return sum(batch.stored_count for batch in self.batches)

    @property
    def doors(self) -> tuple[object, ...]:
        """What the posting goes through: open campaigns, codes of posters, tokens of phones."""
        return tuple((batch.is_open, *batch.codes) for batch in self.batches), tuple(self.phones)

    @property
    def stored_checks(self) -> int:
        """How many checks the database holds, with all their files."""
        return len(self.checks) - len(self.missing_checks)

    @property
    def missing_checks(self) -> tuple[CheckTask, ...]:
        """The checks that are not stored with all their photos; sending one twice is harmless."""
        return tuple(
            task
            for task in self.checks
            if self.received_files.get(task.instance_id, -1) < _photo_count(task)
        )

    def missing_answers(self, batch: Batch) -> tuple[PosterTask, ...]:
        """Return what an open campaign still lacks; a campaign that is over lacks nothing."""
        if not batch.is_open:
            return ()
        return tuple(
            PosterTask(
                code=code,
                batch=batch.number,
                enterprise=number,
                industry=enterprise.industry,
                first=there,
                end=wanted,
            )
            for number, (enterprise, wanted, there, code) in enumerate(
                zip(self.enterprises, batch.planned, batch.stored, batch.codes, strict=True)
            )
            if there < wanted and code is not None
        )


def load_work(context: JobContext, job: Job) -> DemoWork:
    """Make what is missing in the database, and return how far the demonstration is."""
    by = By(job.requested_by, clock.now())
    project_id, size = job.project_id or 0, size_from_json(job.parameters)
    began_on = date.fromisoformat(text_of(job.parameters, BEGAN_ON))
    made_up = demo_enterprises(size.enterprises)
    ids = make_register(context.store, by, project_id, made_up)
    put_forms(context, by, project_id)
    campaigns = make_campaigns(context, by, project_id, began_on)
    inspectors = make_inspectors(context, by, project_id)
    keys = [ids[one.uscc] for one in made_up]
    batches = tuple(
        _batch(context, campaign, number, keys=keys, made_up=made_up, size=size)
        for number, campaign in enumerate(campaigns, start=FIRST_BATCH)
    )
    checked = _checked(context, keys, made_up, batches[SECOND_BATCH - 1].codes)
    return DemoWork(
        enterprises=made_up,
        batches=batches,
        phones=phones_of(inspectors, project_id),
        checks=planned_checks(
            checked,
            inspectors,
            count=size.checks,
            today=began_on,
            base_url=context.settings.base_url,
        ),
        received_files=_received(context, project_id),
        posted=posted_from_json(job.parameters),
    )


def _batch(
    context: JobContext,
    campaign: Campaign,
    number: int,
    *,
    keys: Sequence[int],
    made_up: Sequence[MadeUpEnterprise],
    size: DemoSize,
) -> Batch:
    today = clock.day_in(context.settings.time_zone)
    with context.store.reading() as session:
        stored_counts = tallies.count_by_enterprise(session, stored(campaign.id))
        codes = codes_of(session, campaign, today)
    headcounts = [one.headcount for one in made_up]
    return Batch(
        campaign=campaign,
        number=number,
        planned=planned_answers(number, headcounts, size.answers_in(number)),
        stored=[stored_counts.get(key, 0) for key in keys],
        stored_count=sum(stored_counts.values()),
        codes=[codes.get(key) for key in keys],
        is_open=campaign_state(campaign, today) is CampaignState.OPEN,
    )


def _checked(
    context: JobContext,
    keys: Sequence[int],
    made_up: Sequence[MadeUpEnterprise],
    codes: Sequence[str | None],
) -> list[CheckedEnterprise]:
    with context.store.reading() as session:
        states = entities.list_states(session, keys)
    return [
        CheckedEnterprise(number, facts, states[key].uuid, code)
        for number, (key, facts, code) in enumerate(zip(keys, made_up, codes, strict=True))
    ]


def _received(context: JobContext, project_id: int) -> Mapping[str, int]:
    with context.store.reading() as session:
        form = forms.get_form(session, project_id, CHECK_FORM)
        return submission_files.count_received(session, stored(form.id))


def _photo_count(task: CheckTask) -> int:
    return len(site_check(task.visit, device_id="", inspector="").photos)

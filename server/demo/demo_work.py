"""What the demonstration still needs: what was planned, less what the database holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from server import clock
from server.demo.county import make_register
from server.demo.demo_job import BEGAN_ON
from server.demo.enterprises import demo_enterprises
from server.demo.entrants import EVALUATION_BATCH, Entrant, Story, entrants_of
from server.demo.field_work import (
    FIRST_BATCH,
    SECOND_BATCH,
    codes_of,
    make_campaigns,
    make_inspectors,
    make_self_desk,
    put_forms,
)
from server.demo.inspections import (
    CheckedEnterprise,
    phones_of,
    planned_checks,
    planned_follow_ups,
    planned_visits,
)
from server.demo.names import MadeUpEnterprise
from server.demo.posting import Posted, posted_from_json
from server.demo.posting_plan import (
    CheckTask,
    FollowUpTask,
    FormTask,
    Phone,
    PosterTask,
    PostingPlan,
    SelfTask,
    VisitTask,
)
from server.demo.received_forms import has_quarantined, received_files
from server.demo.self_tasks import planned_self_forms
from server.demo.size import DemoSize, size_from_json
from server.demo.turnout import planned_answers
from server.domain.json_values import text_of
from server.domain.lifecycle import CampaignState
from server.operations.change_campaign import campaign_state
from server.operations.job_context import JobContext
from server.store.queries import entities, tallies
from server.store.queries.audits import By
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.store.tables.jobs import Job

_ALTERED_CHECK = 4
"""Which check a phone sends once more with another text."""
_Task = TypeVar("_Task", CheckTask, FollowUpTask, VisitTask, SelfTask)
_NO_PHONE = Phone(token="", project_id=0, device_id="", inspector="")


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

    @property
    def is_closed_in_the_end(self) -> bool:
        """Whether its figures shall be out: the second goes on."""
        return self.number != SECOND_BATCH


@dataclass(frozen=True, slots=True)
class DemoWork:
    """The demonstration as it stands."""

    enterprises: Sequence[MadeUpEnterprise]
    batches: tuple[Batch, ...]
    phones: Sequence[Phone]
    checks: Sequence[CheckTask]
    follow_ups: Sequence[FollowUpTask]
    visits: Sequence[VisitTask]
    self_forms: Sequence[SelfTask]
    entrants: Sequence[Entrant]
    keys: Sequence[int]
    """Keys of the enterprises, in the order of the county."""
    received_files: Mapping[str, int]
    """Instance ID of a stored form -> how many files of it have arrived."""
    has_quarantined: bool
    posted: Posted

    @property
    def total_count(self) -> int:
        """How many answers and filled forms there shall be."""
        answers = sum(sum(batch.planned) for batch in self.batches)
        return answers + len(self._forms)

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
    def stored_follow_ups(self) -> int:
        """How many follow-ups the database holds, with all their files."""
        return len(self.follow_ups) - len(self._missing(self.follow_ups))

    @property
    def stored_visits(self) -> int:
        """How many visits the database holds, with all their files."""
        return len(self.visits) - len(self._missing(self.visits))

    @property
    def stored_self_forms(self) -> int:
        """How many self-assessments the database holds, with all their files."""
        return len(self.self_forms) - len(self.missing_self_forms)

    @property
    def stored_count(self) -> int:
        """How much the database holds of all that there shall be."""
        missing = sum(self._is_missing(task) for task in self._forms)
        return self.stored_answers + len(self._forms) - missing

    @property
    def _forms(self) -> tuple[FormTask, ...]:
        return (*self.checks, *self.follow_ups, *self.visits, *self.self_forms)

    @property
    def missing_checks(self) -> tuple[CheckTask, ...]:
        """The checks that are not stored with all their photos; sending one twice is harmless."""
        return self._missing(self.checks)

    @property
    def missing_altered(self) -> tuple[CheckTask, ...]:
        """The check that a phone sends again with another text, once it is there."""
        wanted = () if self.has_quarantined else self.checks[_ALTERED_CHECK:][:1]
        return tuple(task for task in wanted if not self._is_missing(task))

    @property
    def missing_self_forms(self) -> tuple[SelfTask, ...]:
        """The self-assessments that are not stored with all their photos."""
        return self._missing(self.self_forms)

    def _missing(self, tasks: Sequence[_Task]) -> tuple[_Task, ...]:
        return tuple(task for task in tasks if self._is_missing(task))

    def _is_missing(self, task: FormTask) -> bool:
        photos = task.filled(_NO_PHONE).photos
        return self.received_files.get(task.instance_id, -1) < len(photos)

    def plan_for(self, batch: Batch, base_url: str, seconds: int) -> PostingPlan:
        """Return what the posting of a batch still has to send, forms with the later ones."""
        return PostingPlan(
            base_url=base_url,
            seconds=seconds,
            posters=self.missing_answers(batch),
            phones=self.phones,
            checks=self.missing_checks if batch.number == SECOND_BATCH else (),
            follow_ups=self._missing(self.follow_ups) if batch.number == SECOND_BATCH else (),
            visits=self._missing(self.visits) if batch.number == SECOND_BATCH else (),
            altered=self.missing_altered if batch.number == SECOND_BATCH else (),
            self_forms=self.missing_self_forms if batch.number == EVALUATION_BATCH else (),
        )

    def missing_answers(self, batch: Batch) -> tuple[PosterTask, ...]:
        """Return what an open campaign still lacks; a campaign that is over lacks nothing."""
        if not batch.is_open:
            return ()
        stories = {one.number: one.story for one in self.entrants}
        return tuple(
            PosterTask(
                code=code,
                batch=batch.number,
                enterprise=number,
                industry=enterprise.industry,
                first=there,
                end=wanted,
                story=_story(batch, stories.get(number)),
            )
            for number, (enterprise, wanted, there, code) in enumerate(
                zip(self.enterprises, batch.planned, batch.stored, batch.codes, strict=True)
            )
            if there < wanted and code is not None
        )


def _story(batch: Batch, story: Story | None) -> Story:
    """Return the story that the answers of a batch tell: only the evaluation's tell one."""
    return story if story is not None and batch.number == EVALUATION_BATCH else Story.USUAL


def load_work(context: JobContext, job: Job) -> DemoWork:
    """Make what is missing in the database, and return how far the demonstration is."""
    by = By(job.requested_by, clock.now())
    project_id, size = job.project_id or 0, size_from_json(job.parameters)
    began_on = date.fromisoformat(text_of(job.parameters, BEGAN_ON))
    made_up = demo_enterprises(size.enterprises)
    ids = make_register(context.store, by, project_id, made_up)
    put_forms(context, by, project_id)
    entrants = entrants_of(made_up, size.entrants)
    campaigns = make_campaigns(context, by, project_id, began_on, is_evaluated=bool(entrants))
    inspectors = make_inspectors(context, by, project_id)
    desk = make_self_desk(context, by, project_id)
    keys = [ids[one.uscc] for one in made_up]
    planned = _planned(made_up, size, entrants)
    batches = tuple(
        _batch(context, campaign, number, keys=keys, planned=planned[number - 1])
        for number, campaign in enumerate(campaigns, start=FIRST_BATCH)
    )
    checked = _checked(context, keys, made_up, batches[SECOND_BATCH - 1].codes, entrants)
    phones = phones_of((*inspectors, desk), project_id)
    base_url = context.settings.base_url
    checks = planned_checks(
        checked, inspectors, count=size.checks, today=began_on, base_url=base_url
    )
    return DemoWork(
        enterprises=made_up,
        batches=batches,
        phones=phones,
        checks=checks,
        follow_ups=planned_follow_ups(checks, phones, today=began_on),
        visits=planned_visits(checked, inspectors, count=size.visits, today=began_on),
        self_forms=planned_self_forms(
            checked, phone=len(inspectors), token=desk.token, today=began_on
        ),
        entrants=entrants,
        keys=keys,
        received_files=received_files(context, project_id),
        has_quarantined=has_quarantined(context, project_id),
        posted=posted_from_json(job.parameters),
    )


def _planned(
    made_up: Sequence[MadeUpEnterprise], size: DemoSize, entrants: Sequence[Entrant]
) -> tuple[Sequence[int], ...]:
    """Return for each batch how many answers each enterprise gives."""
    headcounts = [one.headcount for one in made_up]
    usual = [
        planned_answers(batch, headcounts, size.answers_in(batch))
        for batch in (FIRST_BATCH, SECOND_BATCH)
    ]
    evaluated = {one.number: one.answer_count for one in entrants}
    return (*usual, [evaluated.get(number, 0) for number in range(len(made_up))])


def _batch(
    context: JobContext,
    campaign: Campaign,
    number: int,
    *,
    keys: Sequence[int],
    planned: Sequence[int],
) -> Batch:
    today = clock.day_in(context.settings.time_zone)
    with context.store.reading() as session:
        stored_counts = tallies.count_by_enterprise(session, stored(campaign.id))
        codes = codes_of(session, campaign, today)
    return Batch(
        campaign=campaign,
        number=number,
        planned=planned,
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
    entrants: Sequence[Entrant],
) -> list[CheckedEnterprise]:
    with context.store.reading() as session:
        states = entities.list_states(session, keys)
    by_number = {one.number: one for one in entrants}
    return [
        CheckedEnterprise(number, facts, states[key].uuid, code, by_number.get(number))
        for number, (key, facts, code) in enumerate(zip(keys, made_up, codes, strict=True))
    ]

"""Fill the demonstration: a job of many short runs, each of which does what is still missing.

A run looks at what the database holds, posts what is missing for some seconds through a separate
process, and plans the next run; so other long jobs get their turn in between, and a worker that was
killed in the middle costs nothing: what was stored is never posted again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from server import clock
from server.demo.demo_job import BEGAN_ON, RUN_SECONDS, plan_run
from server.demo.demo_work import DemoWork, load_work
from server.demo.entrants import EVALUATION_BATCH
from server.demo.field_office import look_through
from server.demo.office_work import OfficeWork
from server.demo.posting import Posted, PostingRefused, ServerNotThere, post
from server.demo.posting_plan import PostingPlan
from server.demo.words import told
from server.domain.json_values import integer_of, text_of
from server.operations.change_campaign import change_campaign, close_campaign, plan_of
from server.operations.job_context import JobContext
from server.problems import N_
from server.store.queries import jobs
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.store.tables.jobs import Job

_WAIT_FOR_SERVER = timedelta(seconds=5)
_PREPARING = N_("The county is being set up.")
_POSTING = N_("Answers and checks are being sent.")
_EVALUATING = N_("Points are given, and department records imported.")
_WAITING = N_("Waiting for the web server at %(address)s.")
_REFUSED = N_("The server refused what was sent: %(reason)s")
_LOST = N_("Answers were lost: %(posted)s were sent, %(stored)s are stored.")
_DONE = N_(
    "Sent: %(answers)s answers, %(checks)s site checks, %(follow_ups)s follow-ups, "
    "%(visits)s visits and %(self_forms)s self-assessments. "
    "Stored: %(stored_answers)s answers, %(stored_checks)s site checks, "
    "%(stored_follow_ups)s follow-ups, %(stored_visits)s visits and %(stored_self_forms)s "
    "self-assessments."
)


def fill_demo(context: JobContext, payload: Mapping[str, object]) -> None:
    """Do one run of the job; a job that is finished or failed stays as it is."""
    with context.store.reading() as session:
        job = session.get(Job, integer_of(payload, "job_id"))
    if job is None or job.state not in jobs.UNFINISHED:
        return
    run = _Run(context, job)
    try:
        run.do()
    except ServerNotThere:
        run.say(_WAITING, address=context.settings.base_url)
        run.plan_next(_WAIT_FOR_SERVER)
    except PostingRefused as refusal:
        run.fail(_REFUSED, reason=str(refusal))


@dataclass(frozen=True, slots=True)
class _Run:
    context: JobContext
    job: Job

    def do(self) -> None:
        """Do what is missing next, and plan the next run unless all is there."""
        if self.job.state == jobs.WAITING:
            self._set({"state": jobs.RUNNING, "started_at": clock.now()})
            self.say(_PREPARING)
        work = load_work(self.context, self.job)
        for batch in work.batches:
            plan = work.plan_for(batch, self.context.settings.base_url, RUN_SECONDS)
            if plan.count:
                self._post(work, plan)
                return
            if batch.is_closed_in_the_end:
                self._close(batch.campaign)
        look_through(self.context, stored(self.job.project_id), work.checks)
        self._evaluate(work)
        self._finish(work)

    def say(self, text: str, **facts: object) -> None:
        """Set the message of the job."""
        self._set({"message": told(self.context.settings, text, **facts)})

    def fail(self, text: str, **facts: object) -> None:
        """End the job with a message; asking for the demonstration again lets it go on."""
        message = told(self.context.settings, text, **facts)
        with self.context.store.writing() as session:
            jobs.fail(session, stored(self.job.id), message=message, at=clock.now())

    def plan_next(self, pause: timedelta = timedelta()) -> None:
        """Plan the next run."""
        with self.context.store.writing() as session:
            plan_run(session, self.job, pause)

    def _post(self, work: DemoWork, plan: PostingPlan) -> None:
        self._note(work, Posted())
        try:
            posted = post(plan, lambda so_far: self._note(work, so_far))
        except PostingRefused:
            if load_work(self.context, self.job).doors == work.doors:
                raise
            self.plan_next()  # a visitor has closed a campaign, say, or revoked a poster
            return
        there = load_work(self.context, self.job)
        if there.stored_answers < work.stored_answers + posted.answers:
            wanted = work.stored_answers + posted.answers
            self.fail(_LOST, posted=wanted, stored=there.stored_answers)
            return
        self.plan_next()

    def _note(self, work: DemoWork, posted: Posted) -> None:
        if posted.count and not work.posted.count:
            self.say(_POSTING)
        self._set(
            {
                "done_count": min(work.total_count, work.stored_count + posted.count),
                "total_count": work.total_count,
                "parameters": {**self.job.parameters, **work.posted.plus(posted).to_json()},
            }
        )

    def _close(self, campaign: Campaign) -> None:
        """Close the first campaign today: its figures are released as those of any other."""
        if campaign.closed_at is not None:
            return
        by = By(self.job.requested_by, clock.now())
        scope, zone = Scope(campaign.project_id), self.context.settings.time_zone
        campaign_id, today = stored(campaign.id), clock.day_in(zone)
        with self.context.store.writing() as session:
            if campaign.opens_on <= today <= campaign.closes_on:
                plan = replace(plan_of(session, campaign), closes_on=today)
                change_campaign(session, by, scope, campaign_id, plan, zone=zone)
            close_campaign(session, by, scope, campaign_id)

    def _evaluate(self, work: DemoWork) -> None:
        """Let the offices do their part of the evaluation: tables, records, points."""
        if not work.entrants:
            return
        self.say(_EVALUATING)
        began_on = date.fromisoformat(text_of(self.job.parameters, BEGAN_ON))
        campaign = work.batches[EVALUATION_BATCH - 1].campaign
        keys = {one.number: work.keys[one.number] for one in work.entrants}
        OfficeWork(self.context, campaign, work.entrants, keys, began_on).do()

    def _finish(self, work: DemoWork) -> None:
        self.say(
            _DONE,
            answers=work.posted.answers,
            checks=work.posted.checks,
            follow_ups=work.posted.follow_ups,
            visits=work.posted.visits,
            self_forms=work.posted.self_forms,
            stored_answers=work.stored_answers,
            stored_checks=work.stored_checks,
            stored_follow_ups=work.stored_follow_ups,
            stored_visits=work.stored_visits,
            stored_self_forms=work.stored_self_forms,
        )
        counts = {"done_count": work.total_count, "total_count": work.total_count}
        self._set({**counts, "state": jobs.FINISHED, "finished_at": clock.now()})

    def _set(self, values: Mapping[str, object]) -> None:
        with self.context.store.writing() as session:
            jobs.update_job(session, stored(self.job.id), values)

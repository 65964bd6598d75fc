"""Evaluate a whole campaign because somebody asked: a job that people see, with its progress."""

from collections.abc import Mapping

from sqlmodel import Session

from server.domain.access import Verb
from server.domain.json_values import integer_of
from server.operations.evaluate_campaign import evaluated_slices
from server.operations.job_context import JobContext
from server.operations.request_job import JobRequest, request_job
from server.operations.run_job import RunningJob, run_job
from server.problems import N_, NotAllowed, NotPossibleNow
from server.store import outbox
from server.store.queries import audits, campaigns, jobs
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.tables.jobs import Job

EVALUATE_CAMPAIGN = "evaluate_campaign"


def request_evaluation(session: Session, by: By, scope: Scope, campaign_id: int) -> Job:
    """Have all subjects of a campaign evaluated anew, and return the job that does it.

    One that still waits is returned instead of a second one. Raises NotFound, and NotAllowed for
    whoever has less than the whole project.
    """
    if not scope.is_whole_project:
        raise NotAllowed
    campaign = campaigns.get_campaign(session, scope.project_id, campaign_id, is_locked=True)
    for one in jobs.list_waiting(session, scope.project_id, EVALUATE_CAMPAIGN):
        if one.parameters.get("campaignId") == campaign_id:
            return one
    request = JobRequest(
        kind=EVALUATE_CAMPAIGN,
        title=campaign.name,
        scope=scope,
        verb=Verb.CAMPAIGN_CHANGE,
        parameters={"campaignId": campaign_id},
        lane=outbox.WHOLE,
    )
    job = request_job(session, by, request)
    actee = Actee("campaign", str(campaign_id), scope.project_id)
    audits.note(session, by, "campaign.scheme.renew", actee)
    return job


def evaluate_by_hand(context: JobContext, payload: Mapping[str, object]) -> None:
    """Evaluate the campaign that a job names; begun anew it finds right what was done before."""
    run_job(context, payload, _evaluate)


def _evaluate(running: RunningJob) -> None:
    campaign_id = integer_of(running.job.parameters, "campaignId")
    is_any = False
    for done, total in evaluated_slices(running.context, campaign_id, is_forced=True):
        is_any = True
        running.report(done, total)
    if not is_any:
        raise NotPossibleNow(
            reason=N_("No scheme evaluates this campaign, or its evaluations stay as they are.")
        )

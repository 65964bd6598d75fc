"""Renew evaluations: what became stale is worked out again within moments, in small slices."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from server import clock
from server.domain.json_values import integer_of
from server.domain.schemes.assigned import ENTERPRISE
from server.operations.evaluate_slice import EvaluatedSlice, campaign_frame, evaluate_slice
from server.operations.job_context import JobContext
from server.store import outbox
from server.store.queries import evaluation_results, evaluation_subjects
from server.store.queries.evaluation_subjects import list_evaluated_campaigns

RENEW_EVALUATIONS = "renew_evaluations"
RENEW_CAMPAIGN = "renew_campaign"
MOST_ALONE = 50
"""More enterprises than this are renewed by one sweep of their campaign."""


def inputs_changed(
    session: Session,
    enterprise_ids: Collection[int],
    *,
    now: datetime,
    campaign_id: int | None = None,
) -> None:
    """Mark evaluations of enterprises as stale and have them renewed, in this transaction.

    Whoever changes anything that an evaluation stands on calls it; `campaign_id` when the change
    belongs to one. Where nothing evaluates them it does nothing.
    """
    if not enterprise_ids:
        return
    found = evaluation_subjects.list_campaigns_of(
        session, sorted(enterprise_ids), campaign_id=campaign_id
    )
    for campaign, ids in sorted(found.items()):
        evaluation_results.mark_stale(session, campaign, ids)
        if len(ids) > MOST_ALONE:
            renew_campaign(session, campaign, now=now, is_forced=False)
            continue
        for key in sorted(ids):
            outbox.enqueue(
                session,
                RENEW_EVALUATIONS,
                f"{campaign}:{key}",
                now=now,
                payload={"campaign_id": campaign, "enterprise_id": key},
            )


def project_changed(session: Session, project_id: int, *, now: datetime) -> None:
    """Have everything in a project renewed.

    What is known of all of them changed, such as a kind of records never imported before.
    """
    for campaign_id in list_evaluated_campaigns(session, project_id):
        renew_campaign(session, campaign_id, now=now)


def renew_campaign(
    session: Session, campaign_id: int, *, now: datetime, is_forced: bool = True
) -> None:
    """Have a campaign's evaluations renewed in the lane of long work.

    Not forced, only what is stale or missing is looked at.
    """
    kind = "all" if is_forced else "stale"
    outbox.enqueue(
        session,
        RENEW_CAMPAIGN,
        f"{campaign_id}:{kind}",
        now=now,
        payload={"campaign_id": campaign_id, "is_forced": is_forced},
        lane=outbox.LONG,
    )


def renew_evaluations(context: JobContext, payload: Mapping[str, object]) -> None:
    """Renew the evaluations of the enterprise of a payload."""
    renew_many(context, (payload,))


def renew_many(context: JobContext, payloads: Sequence[Mapping[str, object]]) -> None:
    """Renew the evaluations of many enterprises at once, campaign by campaign."""
    wanted: dict[int, set[int]] = {}
    for payload in payloads:
        campaign_id = integer_of(payload, "campaign_id")
        wanted.setdefault(campaign_id, set()).add(integer_of(payload, "enterprise_id"))
    for campaign_id, ids in sorted(wanted.items()):
        frame = campaign_frame(context, campaign_id)
        if frame is not None:
            slice_ = EvaluatedSlice(ENTERPRISE, tuple(sorted(ids)))
            evaluate_slice(context, frame, slice_, at=clock.now())

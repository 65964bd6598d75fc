"""Mark evaluations stale in the transaction that changes an input, and have them renewed."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from server.store import outbox
from server.store.queries import evaluation_results, evaluation_subjects
from server.store.queries.evaluation_subjects import list_evaluated_campaigns
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign

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


def place_changed(
    session: Session, campaign_id: int, subject_kind: str, subject_id: int, *, now: datetime
) -> None:
    """Mark the evaluations of a park or an area as stale and have them renewed.

    They are few, so that one sweep over what is stale in their campaign does it.
    """
    evaluation_results.mark_place_stale(session, campaign_id, subject_kind, subject_id)
    if evaluation_subjects.is_evaluated(session, campaign_id):
        renew_campaign(session, campaign_id, now=now, is_forced=False)


def project_changed(session: Session, project_id: int, *, now: datetime) -> None:
    """Have all evaluations of a project renewed.

    What is known of every enterprise changed, such as by records of a kind never imported before.
    """
    for campaign_id in list_evaluated_campaigns(session, project_id):
        renew_campaign(session, campaign_id, now=now)


def renew_if_evaluated(session: Session, campaign: Campaign, *, now: datetime) -> None:
    """Have a campaign's evaluations renewed, if there are any and they are not settled."""
    key = stored(campaign.id)
    if key in list_evaluated_campaigns(session, campaign.project_id):
        renew_campaign(session, key, now=now)


def renew_campaign(
    session: Session, campaign_id: int, *, now: datetime, is_forced: bool = True
) -> None:
    """Have a campaign's evaluations renewed in the lane of whole campaigns.

    Not forced, only what is stale or missing is looked at.
    """
    kind = "all" if is_forced else "stale"
    outbox.enqueue(
        session,
        RENEW_CAMPAIGN,
        f"{campaign_id}:{kind}",
        now=now,
        payload={"campaign_id": campaign_id, "is_forced": is_forced},
        lane=outbox.WHOLE,
    )

"""End a campaign after its last day: what the outbox does at midnight."""

from collections.abc import Mapping

from server import clock
from server.domain.json_values import integer_of
from server.operations.change_campaign import close_campaign
from server.operations.job_context import JobContext
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign


def end_campaign(context: JobContext, payload: Mapping[str, object]) -> None:
    """Close the campaign of the payload when its last day is over; later days have later rows."""
    campaign_id = integer_of(payload, "campaign_id")
    today = clock.day_in(context.settings.time_zone)
    with context.store.writing() as session:
        campaign = session.get(Campaign, campaign_id)
        if campaign is None or campaign.closes_on >= today:
            return
        close_campaign(session, By(None, clock.now()), Scope(campaign.project_id), campaign_id)

"""States of campaigns in words, and what one may do with a campaign."""

from collections.abc import Mapping

from flask_babel import gettext
from sqlmodel import Session

from server.domain.lifecycle import CampaignState
from server.domain.roles import Verb
from server.operations.change_campaign import campaign_state
from server.problems import N_
from server.store.queries import areas, campaigns
from server.store.tables.campaigns import Campaign
from server.web.auth import scope
from server.web.office.acting import may
from server.web.office.dates import today

_STATES: Mapping[CampaignState, tuple[str, str]] = {
    CampaignState.PLANNED: ("calm", N_("Planned")),
    CampaignState.OPEN: ("good", N_("Open")),
    CampaignState.CLOSED: ("few", N_("Closed")),
}


def state_of(campaign: Campaign) -> CampaignState:
    """Return the state of a campaign today."""
    return campaign_state(campaign, today())


def state_badge(campaign: Campaign) -> tuple[str, str]:
    """Return tone and word of a campaign's state."""
    tone, word = _STATES[state_of(campaign)]
    return tone, str(gettext(word))


def may_change(session: Session, campaign: Campaign) -> bool:
    """Tell whether the reader may change a campaign: it must lie within their areas."""
    if campaign.id is None or not may(Verb.CAMPAIGN_CHANGE, campaign.project_id):
        return False
    reached = scope(Verb.CAMPAIGN_CHANGE, campaign.project_id).area_ids
    if reached is None:
        return True
    covered = set(campaigns.list_area_ids(session, campaign.id))
    return bool(covered) and covered <= areas.list_ids_below(session, reached)

"""Campaigns of a project."""

from flask import Blueprint, Response
from sqlmodel import Session

from server import clock
from server.domain.access import Verb
from server.operations.change_campaign import (
    campaign_state,
    change_campaign,
    close_campaign,
    plan_of,
)
from server.operations.create_campaign import create_campaign
from server.store.queries import campaigns
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list
from server.web.central.campaign_schemas import CampaignAnswer, CampaignBody, campaign_answer
from server.web.central.json_body import read_body
from server.web.state import state

blueprint = Blueprint("central_campaigns", __name__)


@blueprint.get("/campaigns")
@requires(Verb.CAMPAIGN_READ)
def list_all(project_id: int) -> Response:
    """List the campaigns, those that open last first."""
    with state().store.reading() as session:
        found = campaigns.list_campaigns(session, project_id)
        return answer_list([_answer(session, one) for one in found])


@blueprint.post("/campaigns")
@requires(Verb.CAMPAIGN_CHANGE)
def post_campaign(project_id: int) -> Response:
    """Create a campaign; who works in some areas names those that it is to cover."""
    plan = read_body(CampaignBody).plan()
    where, zone = scope(Verb.CAMPAIGN_CHANGE, project_id), state().settings.time_zone
    with state().store.writing() as session:
        made = create_campaign(session, acting(), where, plan, zone=zone)
        return answer(_answer(session, made))


@blueprint.get("/campaigns/<pk:campaign_id>")
@requires(Verb.CAMPAIGN_READ)
def show_campaign(project_id: int, campaign_id: int) -> Response:
    """Show a campaign."""
    with state().store.reading() as session:
        found = campaigns.get_campaign(session, project_id, campaign_id)
        return answer(_answer(session, found))


@blueprint.patch("/campaigns/<pk:campaign_id>")
@requires(Verb.CAMPAIGN_CHANGE)
def patch_campaign(project_id: int, campaign_id: int) -> Response:
    """Change what the body names of a campaign that is not closed."""
    body = read_body(CampaignBody)
    where, zone = scope(Verb.CAMPAIGN_CHANGE, project_id), state().settings.time_zone
    with state().store.writing() as session:
        found = campaigns.get_campaign(session, project_id, campaign_id, is_locked=True)
        plan = body.changed(plan_of(session, found))
        made = change_campaign(session, acting(), where, campaign_id, plan, zone=zone)
        return answer(_answer(session, made))


@blueprint.post("/campaigns/<pk:campaign_id>/close")
@requires(Verb.CAMPAIGN_CHANGE)
def post_close(project_id: int, campaign_id: int) -> Response:
    """Close a campaign for good; its figures are released afterwards."""
    where = scope(Verb.CAMPAIGN_CHANGE, project_id)
    with state().store.writing() as session:
        made = close_campaign(session, acting(), where, campaign_id)
        return answer(_answer(session, made))


def _answer(session: Session, campaign: Campaign) -> CampaignAnswer:
    plan = plan_of(session, campaign)
    return campaign_answer(
        campaign,
        state=campaign_state(campaign, clock.day_in(state().settings.time_zone)),
        survey_form_id=plan.survey_form_id,
        area_ids=campaigns.list_area_ids(session, stored(campaign.id)),
    )

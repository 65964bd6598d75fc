"""Change a campaign that is not closed, and close it."""

import datetime as dt

from sqlmodel import Session

from server import clock
from server.domain.definitions import Definitions
from server.domain.lifecycle import CampaignState
from server.domain.lifecycle import campaign_state as state_on
from server.operations.create_campaign import (
    CampaignPlan,
    check_days,
    check_reach,
    checked_definitions,
    get_survey_form_pk,
    plan_end,
)
from server.operations.inputs_changed import renew_if_evaluated
from server.operations.renew_listed_facts import listed_facts_changed
from server.problems import N_, NotPossibleNow
from server.store import outbox
from server.store.queries import audits, campaigns
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign
from server.store.tables.forms import Form

CLOSE_SURVEY = "close_survey"


def campaign_state(campaign: Campaign, today: dt.date) -> CampaignState:
    """Return the state of a campaign on a day of the server's time zone."""
    return state_on(
        opens_on=campaign.opens_on,
        closes_on=campaign.closes_on,
        is_closed=campaign.closed_at is not None,
        today=today,
    )


def plan_of(session: Session, campaign: Campaign) -> CampaignPlan:
    """Return what a campaign is, to be changed with dataclasses.replace."""
    form = session.get(Form, campaign.survey_form_pk)
    if form is None or campaign.id is None:
        raise AssertionError("a stored campaign has its form")
    return CampaignPlan(
        name=campaign.name,
        survey_form_id=form.form_id,
        opens_on=campaign.opens_on,
        closes_on=campaign.closes_on,
        poster_text=campaign.poster_text,
        contact=campaign.contact,
        area_ids=frozenset(campaigns.list_area_ids(session, campaign.id)),
        definitions=campaign.definitions,
    )


def change_campaign(
    session: Session,
    by: By,
    scope: Scope,
    campaign_id: int,
    plan: CampaignPlan,
    *,
    zone: str,
) -> Campaign:
    """Make a campaign what the plan says and return it.

    Raises NotFound, NotAllowed when it reaches beyond the scope before or after, and
    NotPossibleNow for a closed one, or for another form or first day once workers can answer.
    """
    campaign = _get_changeable(session, scope, campaign_id)
    definitions = checked_definitions(plan.definitions)
    check_days(plan.opens_on, plan.closes_on)
    check_reach(session, scope, plan.area_ids)
    form_pk = get_survey_form_pk(session, scope.project_id, plan.survey_form_id)
    state = campaign_state(campaign, clock.day_in(zone, by.at))
    if state is CampaignState.CLOSED:
        raise NotPossibleNow(reason=N_("the campaign is closed"))
    has_new_start = form_pk != campaign.survey_form_pk or plan.opens_on != campaign.opens_on
    if state is CampaignState.OPEN and has_new_start:
        raise NotPossibleNow(reason=N_("the campaign is open; its form and first day are fixed"))
    if state is CampaignState.OPEN and _is_shown_from(definitions) != _is_shown_from(
        checked_definitions(campaign.definitions)
    ):
        raise NotPossibleNow(reason=N_("the campaign is open; its thresholds are fixed"))
    campaign.name, campaign.survey_form_pk = plan.name, form_pk
    campaign.opens_on, campaign.closes_on = plan.opens_on, plan.closes_on
    campaign.poster_text, campaign.contact = plan.poster_text, plan.contact
    campaign.target_share, campaign.updated_at = definitions.target_share, by.at
    campaign.definitions = dict(definitions.to_json())
    session.flush()
    campaigns.replace_areas(session, campaign_id, plan.area_ids)
    plan_end(session, campaign, zone=zone)
    renew_if_evaluated(session, campaign, now=by.at)
    _note(session, by, campaign, "campaign.update")
    return campaign


def close_campaign(session: Session, by: By, scope: Scope, campaign_id: int) -> Campaign:
    """Close a campaign for good and have its survey closed; closing it twice changes nothing."""
    campaign = _get_changeable(session, scope, campaign_id)
    if campaign.closed_at is not None:
        return campaign
    campaign.closed_at = campaign.updated_at = by.at
    session.flush()
    payload = {"campaign_id": campaign_id}
    outbox.enqueue(session, CLOSE_SURVEY, str(campaign_id), now=by.at, payload=payload)
    listed_facts_changed(session, campaign.project_id, None, now=by.at)
    _note(session, by, campaign, "campaign.close")
    return campaign


def _is_shown_from(definitions: Definitions) -> tuple[int, int]:
    """Return from how many answers on counts and texts are shown.

    A lower number would tell how many had answered when it was higher, and workers were promised
    the higher one.
    """
    return definitions.threshold, definitions.text_threshold


def _get_changeable(session: Session, scope: Scope, campaign_id: int) -> Campaign:
    campaign = campaigns.get_campaign(session, scope.project_id, campaign_id, is_locked=True)
    check_reach(session, scope, frozenset(campaigns.list_area_ids(session, campaign_id)))
    return campaign


def _note(session: Session, by: By, campaign: Campaign, action: str) -> None:
    actee = Actee("campaign", str(campaign.id), campaign.project_id)
    audits.note(session, by, action, actee, details={"name": campaign.name})

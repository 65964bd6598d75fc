"""Create a campaign: a survey form, its days, the poster's text, and the areas it covers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlmodel import Session

from server.domain.definitions import BadDefinitions, Definitions, definitions_from_json
from server.domain.json_values import BadJson
from server.domain.page_form import check_page_form
from server.problems import N_, NoPublishedVersion, NotAllowed, NotFound, UnexpectedValue
from server.store import outbox
from server.store.queries import areas, audits, campaigns, forms
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign
from xlsforms.read_xform import read_xform

END_CAMPAIGN = "end_campaign"


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a campaign is; both dates are open days, no areas is the whole project.

    `definitions` says what its figures mean, as server.domain.definitions reads it.
    """

    name: str
    survey_form_id: str
    opens_on: dt.date
    closes_on: dt.date
    poster_text: str = ""
    contact: str = ""
    area_ids: frozenset[int] = frozenset()
    definitions: Mapping[str, object] = field(default_factory=dict)


def create_campaign(
    session: Session, by: By, scope: Scope, plan: CampaignPlan, *, zone: str
) -> Campaign:
    """Create a campaign and return it; it ends by itself after its last day in the time zone.

    Raises NotFound for foreign areas and forms, NotAllowed when it would reach beyond the scope,
    UnexpectedValue for days in the wrong order and forms that are not anonymous.
    """
    definitions = checked_definitions(plan.definitions)
    check_days(plan.opens_on, plan.closes_on)
    check_reach(session, scope, plan.area_ids)
    campaign = Campaign(
        project_id=scope.project_id,
        name=plan.name,
        survey_form_pk=get_survey_form_pk(session, scope.project_id, plan.survey_form_id),
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        poster_text=plan.poster_text,
        contact=plan.contact,
        target_share=definitions.target_share,
        definitions=dict(definitions.to_json()),
        created_by=by.actor_id,
        created_at=by.at,
    )
    session.add(campaign)
    session.flush()
    if campaign.id is None:
        raise AssertionError("a flushed row has a key")
    campaigns.replace_areas(session, campaign.id, plan.area_ids)
    plan_end(session, campaign, zone=zone)
    actee = Actee("campaign", str(campaign.id), scope.project_id)
    audits.note(session, by, "campaign.create", actee, details={"name": plan.name})
    return campaign


def check_days(opens_on: dt.date, closes_on: dt.date) -> None:
    """Raise UnexpectedValue unless the last day is not before the first."""
    if closes_on < opens_on:
        raise UnexpectedValue(
            field="closesOn", value=closes_on.isoformat(), reason=N_("it lies before the first day")
        )


def check_reach(session: Session, scope: Scope, area_ids: frozenset[int]) -> None:
    """Raise unless these areas (none: the whole project) are the project's and in the scope."""
    if areas.list_known_ids(session, scope.project_id, area_ids) != area_ids:
        raise NotFound
    if scope.area_ids is None:
        return
    if not area_ids or not area_ids <= areas.list_ids_below(session, scope.area_ids):
        raise NotAllowed


def get_survey_form_pk(session: Session, project_id: int, form_id: str) -> int:
    """Return the key of a published anonymous form that the survey page can ask.

    Raises NotFound, NoPublishedVersion, UnexpectedValue, FormNotForPage.
    """
    form = forms.get_form(session, project_id, form_id)
    if form.current_version_id is None or form.id is None:
        raise NoPublishedVersion
    if not form.is_anonymous:
        raise UnexpectedValue(
            field="surveyFormId",
            value=form_id,
            reason=N_("the survey of a campaign must be an anonymous form"),
        )
    check_page_form(read_xform(forms.get_current(session, form).xform))
    return form.id


def checked_definitions(given: Mapping[str, object]) -> Definitions:
    """Return what the figures are to mean, complete with defaults; raises UnexpectedValue."""
    try:
        return definitions_from_json(given)
    except (BadDefinitions, BadJson) as error:
        raise UnexpectedValue(
            field="definitions",
            value=error.args[0],
            reason=N_("see the documentation of definitions"),
        ) from error


def plan_end(session: Session, campaign: Campaign, *, zone: str) -> None:
    """Plan the end of a campaign for the midnight after its last day.

    Each last day has its own row of the outbox: when the day was changed, the earlier row finds
    that it has nothing to do.
    """
    midnight = dt.datetime.combine(
        campaign.closes_on + dt.timedelta(days=1), dt.time(), ZoneInfo(zone)
    )
    key = f"{campaign.id}:{campaign.closes_on.isoformat()}"
    payload = {"campaign_id": campaign.id}
    outbox.enqueue(session, END_CAMPAIGN, key, now=midnight.astimezone(dt.UTC), payload=payload)

"""The form of a campaign: new, or changed while it is not closed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.definitions import Definitions, definitions_from_json
from server.domain.lifecycle import CampaignState
from server.domain.roles import Verb
from server.operations.change_campaign import change_campaign, plan_of
from server.operations.create_campaign import CampaignPlan, create_campaign
from server.problems import (
    ChangedMeanwhile,
    NoPublishedVersion,
    NotAllowed,
    NotPossibleNow,
    UnexpectedValue,
)
from server.store.queries import campaigns
from server.store.row_key import stored
from server.web.auth import requires
from server.web.auth import scope as scope_of
from server.web.office.acting import acting
from server.web.office.campaigns.blueprint import blueprint
from server.web.office.campaigns.survey_forms import survey_forms
from server.web.office.campaigns.words import state_of
from server.web.office.choices import area_options
from server.web.office.dates import today
from server.web.office.form_errors import done, error_at
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.list_state import keys_from_form
from server.web.office.seen_form import changed_text, check_seen, seen_field
from server.web.state import state

Typed = Mapping[str, object]
Errors = Mapping[str, str]
_NO_ERRORS: Errors = {}
_NAMES = ("name", "survey_form", "opens_on", "closes_on", "poster_text", "contact", "target")
_LIMITS = {"name": 200, "poster_text": 500, "contact": 200}
_FIELDS = {"closesOn": "closes_on", "surveyFormId": "survey_form", "definitions": "target"}
_USUAL_DAYS = 30
_HUNDRED = Decimal(100)


@blueprint.get("/<pk:project_id>/campaigns/new")
@requires(Verb.CAMPAIGN_CHANGE)
def show_new(project_id: int) -> str:
    """Show the form with the usual days."""
    first = today()
    typed = {
        "opens_on": first.isoformat(),
        "closes_on": (first + dt.timedelta(days=_USUAL_DAYS)).isoformat(),
        "target": f"{Definitions().target_share:f}",
        "areas": [],
    }
    with state().store.reading() as session:
        return _form(session, project_id, typed)


@blueprint.post("/<pk:project_id>/campaigns/new")
@requires(Verb.CAMPAIGN_CHANGE)
def add(project_id: int) -> AnyResponse:
    """Create a campaign."""
    return _save(project_id, None)


@blueprint.get("/<pk:project_id>/campaigns/<pk:campaign_id>/change")
@requires(Verb.CAMPAIGN_CHANGE)
def show_change(project_id: int, campaign_id: int) -> str:
    """Show the form with what the campaign is."""
    with state().store.reading() as session:
        typed = _stored(session, project_id, campaign_id)
        return _form(session, project_id, typed, campaign_id=campaign_id)


def _stored(session: Session, project_id: int, campaign_id: int) -> Typed:
    """Return a campaign as the fields of its form."""
    plan = plan_of(session, campaigns.get_campaign(session, project_id, campaign_id))
    target = definitions_from_json(plan.definitions).target_share.normalize()
    return {
        "name": plan.name,
        "survey_form": plan.survey_form_id,
        "opens_on": plan.opens_on.isoformat(),
        "closes_on": plan.closes_on.isoformat(),
        "poster_text": plan.poster_text,
        "contact": plan.contact,
        "target": f"{target:f}",
        "areas": [str(one) for one in sorted(plan.area_ids)],
    }


@blueprint.post("/<pk:project_id>/campaigns/<pk:campaign_id>/change")
@requires(Verb.CAMPAIGN_CHANGE)
def change(project_id: int, campaign_id: int) -> AnyResponse:
    """Change a campaign."""
    return _save(project_id, campaign_id)


def _save(project_id: int, campaign_id: int | None) -> AnyResponse:
    typed: dict[str, object] = {name: request.form.get(name, "").strip() for name in _NAMES}
    typed["areas"] = request.form.getlist("areas")
    plan, errors = _plan(typed)
    if plan is not None:
        try:
            saved_id = _write(project_id, campaign_id, plan)
        except NotAllowed:
            errors = {"areas": gettext("Choose areas that you manage.")}
        except (UnexpectedValue, NotPossibleNow, NoPublishedVersion) as problem:
            errors = error_at(problem, _FIELDS)
        except ChangedMeanwhile:
            errors = {"": changed_text()}
    if errors:
        with state().store.reading() as session:
            page = _form(session, project_id, typed, errors=errors, campaign_id=campaign_id)
            return page_answer(page, 422)
    return done(
        gettext("The campaign has been saved."),
        url_for("office_campaigns.show_campaign", project_id=project_id, campaign_id=saved_id),
    )


def _write(project_id: int, campaign_id: int | None, plan: CampaignPlan) -> int:
    zone = state().settings.time_zone
    with state().store.writing() as session:
        reached = scope_of(Verb.CAMPAIGN_CHANGE, project_id)
        if campaign_id is None:
            saved = create_campaign(session, acting(), reached, plan, zone=zone)
        else:
            known = campaigns.get_campaign(session, project_id, campaign_id, is_locked=True)
            check_seen(_stored(session, project_id, campaign_id))
            plan = replace(plan, definitions={**known.definitions, **plan.definitions})
            saved = change_campaign(session, acting(), reached, campaign_id, plan, zone=zone)
        return stored(saved.id)


def _plan(typed: Typed) -> tuple[CampaignPlan | None, dict[str, str]]:
    """Return the plan that was typed, or what is wrong with it by field."""
    errors = {
        name: gettext("This text has at most %(most)s characters.", most=most)
        for name, most in _LIMITS.items()
        if len(str(typed[name])) > most
    }
    if not typed["name"]:
        errors["name"] = gettext("Enter the name of the campaign.")
    if not typed["survey_form"]:
        errors["survey_form"] = gettext("Choose the form that workers are asked.")
    days = {name: _day(str(typed[name])) for name in ("opens_on", "closes_on")}
    errors |= {name: gettext("Enter a day.") for name, day in days.items() if day is None}
    target = _share(str(typed["target"]))
    if target is None:
        errors["target"] = gettext("Enter a share between 1 and 100.")
    opens_on, closes_on = days["opens_on"], days["closes_on"]
    if errors or opens_on is None or closes_on is None:
        return None, errors
    plan = CampaignPlan(
        name=str(typed["name"]),
        survey_form_id=str(typed["survey_form"]),
        opens_on=opens_on,
        closes_on=closes_on,
        poster_text=str(typed["poster_text"]),
        contact=str(typed["contact"]),
        area_ids=frozenset(keys_from_form("areas")),
        definitions={"targetShare": str(target)},
    )
    return plan, errors


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _share(text: str) -> Decimal | None:
    try:
        share = Decimal(text)
    except InvalidOperation:
        return None
    return share if share.is_finite() and 1 <= share <= _HUNDRED else None


def _form(
    session: Session,
    project_id: int,
    typed: Typed,
    *,
    errors: Errors = _NO_ERRORS,
    campaign_id: int | None = None,
) -> str:
    place = open_place(session, project_id, Verb.CAMPAIGN_CHANGE)
    is_new, is_open, seen = campaign_id is None, False, ""
    if campaign_id is not None:
        seen = seen_field(_stored(session, project_id, campaign_id), errors)
        campaign = campaigns.get_campaign(session, project_id, campaign_id)
        is_open = state_of(campaign) is CampaignState.OPEN
    return render_page(
        session,
        place,
        "campaigns/form.html",
        page_title=gettext("New campaign") if is_new else gettext("Change a campaign"),
        action=request.path,
        typed=typed,
        errors=errors,
        seen=seen,
        is_open=is_open,
        forms=survey_forms(session, project_id),
        areas=area_options(place),
        covers_all=place.scope.is_whole_project,
        back=_back(project_id, campaign_id),
    )


def _back(project_id: int, campaign_id: int | None) -> str:
    if campaign_id is None:
        return url_for("office_campaigns.list_campaigns", project_id=project_id)
    return url_for("office_campaigns.show_campaign", project_id=project_id, campaign_id=campaign_id)

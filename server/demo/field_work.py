"""Puts what goes out into the field into the database: forms, campaigns with posters, app users.

As with the county, each step finds what an earlier run has made.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from server.demo.entrants import TOWNSHIP_OF
from server.demo.names import COUNTY, TOWNSHIPS
from server.demo.own_workbooks import OWN_SURVEY, own_survey
from server.keys import TokenBox
from server.operations.change_app_user import assign_form
from server.operations.create_app_user import create_app_user
from server.operations.create_campaign import CampaignPlan, create_campaign
from server.operations.create_posters import create_posters
from server.operations.job_context import JobContext
from server.operations.put_form import put_form
from server.operations.read_form_upload import read_form_upload
from server.store.queries import app_users, areas, campaigns, forms, posters
from server.store.queries.audits import By
from server.store.queries.posters import PosterFilter
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from xlsforms.delivered import (
    CHECK_FORM,
    DELIVERED_FORMS,
    FOLLOW_UP_FORM,
    SELF_FORM,
    SURVEY_FORM,
    VISIT_FORM,
    delivered_name,
    read_delivered,
)

FIRST_BATCH, SECOND_BATCH = 1, 2
_SELF_DESK, _SPARE_PHONE = "企业自评", "备用手机"
_INSPECTOR_FORMS = (CHECK_FORM, FOLLOW_UP_FORM, VISIT_FORM)
_POSTER_TEXT = "扫一扫，用两分钟说说您的工作。不记名，不留电话。"
_CONTACT = "劳动关系科，电话 0000-1234567"
_FIRST_OPENED, _SECOND_OPENED = timedelta(days=60), timedelta(days=6)
_FIRST_CLOSES, _SECOND_CLOSES = timedelta(days=2), timedelta(days=24)
"""The first batch is closed as soon as its answers are in; until then it must stay open."""
_EVALUATION_OPENED, _EVALUATION_CLOSES = timedelta(days=5), timedelta(days=2)
"""It opens last, so that what comes in belongs to it where it reaches."""


@dataclass(frozen=True, slots=True)
class Inspector:
    """An app user with its token and the township it checks (None: the whole county)."""

    name: str
    token: str
    township: str | None


def put_forms(context: JobContext, by: By, project_id: int) -> None:
    """Publish the delivered forms, and the county's own survey, where they are not."""
    for form_id in (*DELIVERED_FORMS, OWN_SURVEY):
        with context.store.reading() as session:
            form = forms.find_form(session, project_id, form_id)
        if form is not None and form.current_version_id is not None:
            continue
        data = own_survey() if form_id == OWN_SURVEY else read_delivered(form_id)
        upload = read_form_upload(data, context.blobs, file_name=delivered_name(form_id))
        with context.store.writing() as session:
            put_form(session, by, project_id=project_id, upload=upload, is_published=True)


def make_campaigns(
    context: JobContext, by: By, project_id: int, today: date, *, is_evaluated: bool
) -> tuple[Campaign, ...]:
    """Make the campaigns with a poster for each enterprise where missing, and return them."""
    scope, zone = Scope(project_id), context.settings.time_zone
    made = []
    plans = [_first(today), _second(today)]
    if is_evaluated:
        plans.append(_evaluation(context, project_id, today))
    for plan in plans:
        with context.store.writing() as session:
            campaign = _find(session, project_id, plan.name)
            if campaign is None:
                campaign = create_campaign(session, by, scope, plan, zone=zone)
            if campaign.closed_at is None:
                create_posters(session, by, scope, campaign_id=stored(campaign.id))
            made.append(campaign)
    return tuple(made)


def codes_of(session: Session, campaign: Campaign, today: date) -> Mapping[int, str]:
    """Return the code of each enterprise's poster in a campaign."""
    wanted = PosterFilter(campaign_id=campaign.id)
    listed = posters.list_posters(session, Scope(campaign.project_id), wanted, today=today)
    return {entry.poster.enterprise_id: entry.poster.code for entry in listed}


def make_inspectors(context: JobContext, by: By, project_id: int) -> tuple[Inspector, ...]:
    """Make two app users a township and one of the county where missing; return all of them.

    A spare phone, whose code nobody has scanned yet, is made besides and not returned.
    """
    wanted: list[tuple[str, str | None]] = [(f"{COUNTY}核查组", None)]
    wanted += [(f"{one}核查{part}组", one) for one in TOWNSHIPS for part in "一二"]
    made = _made(context, by, project_id, [*wanted, (_SPARE_PHONE, None)], _INSPECTOR_FORMS)
    return made[:-1]


def make_self_desk(context: JobContext, by: By, project_id: int) -> Inspector:
    """Make the app user that enterprises send their self-assessments with, and return it."""
    return _made(context, by, project_id, [(_SELF_DESK, None)], (SELF_FORM,))[0]


def _made(
    context: JobContext,
    by: By,
    project_id: int,
    wanted: Sequence[tuple[str, str | None]],
    form_ids: Sequence[str],
) -> tuple[Inspector, ...]:
    """Make app users (name, township) with their forms where missing, and return them."""
    tokens = TokenBox(context.settings.secret_key)
    with context.store.writing() as session:
        known = _known_tokens(session, tokens, project_id)
        return tuple(
            Inspector(
                name,
                known.get(name)
                or _make_inspector(session, by, tokens, (project_id, name, place), form_ids),
                place,
            )
            for name, place in wanted
        )


def _first(today: date) -> CampaignPlan:
    return _plan(
        f"{today.year}年第一批职工满意度调查", today - _FIRST_OPENED, today + _FIRST_CLOSES
    )


def _second(today: date) -> CampaignPlan:
    return _plan(
        f"{today.year}年第二批职工满意度调查", today - _SECOND_OPENED, today + _SECOND_CLOSES
    )


def _evaluation(context: JobContext, project_id: int, today: date) -> CampaignPlan:
    """Return the campaign that is evaluated: it covers two townships, each with its own table."""
    with context.store.reading() as session:
        covered = frozenset(area_ids_of(session, project_id, set(TOWNSHIP_OF.values())))
    name = f"{today.year}年和谐劳动关系企业评价"
    plan = _plan(name, today - _EVALUATION_OPENED, today + _EVALUATION_CLOSES)
    return replace(plan, survey_form_id=OWN_SURVEY, area_ids=covered)


def area_ids_of(session: Session, project_id: int, names: Collection[str]) -> tuple[int, ...]:
    """Return the keys of the areas of some names."""
    listed = areas.list_areas(session, project_id)
    return tuple(stored(area.id) for area in listed if area.name in names)


def _plan(name: str, opens_on: date, closes_on: date) -> CampaignPlan:
    return CampaignPlan(
        name=name,
        survey_form_id=SURVEY_FORM,
        opens_on=opens_on,
        closes_on=closes_on,
        poster_text=_POSTER_TEXT,
        contact=_CONTACT,
    )


def _find(session: Session, project_id: int, name: str) -> Campaign | None:
    found = campaigns.list_campaigns(session, project_id)
    return next((campaign for campaign in found if campaign.name == name), None)


def _known_tokens(session: Session, tokens: TokenBox, project_id: int) -> Mapping[str, str]:
    rows = app_users.list_app_users(session, Scope(project_id))
    sealed = app_users.list_tokens(session, [row.app_user.id for row in rows])
    return {
        row.actor.display_name: tokens.open(sealed[row.app_user.id][0].token_encrypted)
        for row in rows
        if sealed.get(row.app_user.id)
    }


def _make_inspector(
    session: Session,
    by: By,
    tokens: TokenBox,
    who: tuple[int, str, str | None],
    form_ids: Sequence[str],
) -> str:
    """Make an app user of a project (name, township) with forms; return its token."""
    project_id, name, township = who
    scope = Scope(project_id)
    area_ids = frozenset(area_ids_of(session, project_id, {township} if township else ()))
    made = create_app_user(session, by, scope, tokens, display_name=name, area_ids=area_ids)
    for form_id in form_ids:
        assign_form(session, by, scope, form_id=form_id, app_user_id=made.app_user.id)
    if made.token is None:
        raise AssertionError("a new app user has a token")
    return made.token

"""Campaigns: their days, their reach, and their end."""

import dataclasses
import datetime as dt

import pytest
from sqlmodel import Session, col, select

from server import clock
from server.domain.lifecycle import CampaignState
from server.jobs import HANDLERS
from server.operations.change_campaign import (
    CLOSE_SURVEY,
    campaign_state,
    change_campaign,
    close_campaign,
    plan_of,
)
from server.operations.create_campaign import END_CAMPAIGN, CampaignPlan, create_campaign
from server.operations.job_context import JobContext
from server.problems import (
    NoPublishedVersion,
    NotAllowed,
    NotFound,
    NotPossibleNow,
    UnexpectedValue,
)
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign
from server.store.tables.jobs import OutboxRow
from server.store.transaction import Store
from tests import factories

TODAY = clock.day_in(factories.ZONE)
PLAN = CampaignPlan("年度评价", "satisfaction", TODAY, TODAY + dt.timedelta(days=9))


def _project(session: Session) -> tuple[int, int, int]:
    project_id = factories.project(session)
    factories.survey_form(session, project_id)
    county = factories.area(session, project_id, "临江县")
    town = factories.area(session, project_id, "青石镇", below=county)
    return project_id, county.id or 0, town.id or 0


def _create(session: Session, scope: Scope, plan: CampaignPlan = PLAN) -> Campaign:
    return create_campaign(session, factories.by(), scope, plan, zone=factories.ZONE)


def _change(session: Session, campaign: Campaign, **given: object) -> Campaign:
    plan = dataclasses.replace(plan_of(session, campaign), **given)
    scope = Scope(campaign.project_id)
    return change_campaign(
        session, factories.by(), scope, campaign.id or 0, plan, zone=factories.ZONE
    )


def _waiting(session: Session, kind: str) -> list[OutboxRow]:
    return list(session.exec(select(OutboxRow).where(col(OutboxRow.kind) == kind)))


def test_both_days_of_a_campaign_are_open_days() -> None:
    campaign = Campaign(
        project_id=1,
        name="x",
        survey_form_pk=1,
        opens_on=TODAY,
        closes_on=TODAY + dt.timedelta(days=1),
        created_at=clock.now(),
    )
    states = [
        campaign_state(campaign, TODAY + dt.timedelta(days=number)) for number in (-1, 0, 1, 2)
    ]

    assert states == [
        CampaignState.PLANNED,
        CampaignState.OPEN,
        CampaignState.OPEN,
        CampaignState.CLOSED,
    ]


def test_a_campaign_needs_days_in_order_and_a_published_anonymous_form(store: Store) -> None:
    with store.writing() as session:
        project_id, _, _ = _project(session)
        factories.published_form(session, project_id, factories.compiled("site_check"))
        scope = Scope(project_id)

        with pytest.raises(UnexpectedValue):
            _create(session, scope, dataclasses.replace(PLAN, closes_on=TODAY - dt.timedelta(1)))
        with pytest.raises(UnexpectedValue):
            _create(session, scope, dataclasses.replace(PLAN, survey_form_id="site_check"))
        with pytest.raises(NotFound):
            _create(session, scope, dataclasses.replace(PLAN, survey_form_id="none"))
        with pytest.raises(UnexpectedValue):
            _create(session, scope, dataclasses.replace(PLAN, definitions={"threshold": 2}))


def test_an_unpublished_form_is_no_survey(store: Store) -> None:
    with store.writing() as session:
        project_id, _, _ = _project(session)
        form = factories.published_form(
            session,
            project_id,
            dataclasses.replace(factories.compiled("satisfaction"), form_id="draft"),
        )
        form.current_version_id = None
        session.flush()

        with pytest.raises(NoPublishedVersion):
            _create(session, Scope(project_id), dataclasses.replace(PLAN, survey_form_id="draft"))


def test_an_office_makes_changes_and_closes_campaigns_of_its_own_areas_only(store: Store) -> None:
    with store.writing() as session:
        project_id, county_id, town_id = _project(session)
        town = Scope(project_id, frozenset({town_id}))
        whole = _create(session, Scope(project_id))

        own = _create(session, town, dataclasses.replace(PLAN, area_ids=frozenset({town_id})))
        for area_ids in (frozenset(), frozenset({county_id})):
            with pytest.raises(NotAllowed):
                _create(session, town, dataclasses.replace(PLAN, area_ids=area_ids))
        with pytest.raises(NotAllowed):
            close_campaign(session, factories.by(), town, whole.id or 0)
        close_campaign(session, factories.by(), town, own.id or 0)

    assert own.closed_at is not None
    assert whole.closed_at is None


def test_an_open_campaign_keeps_its_first_day_and_form_and_a_closed_one_everything(
    store: Store,
) -> None:
    with store.writing() as session:
        project_id, _, _ = _project(session)
        campaign = _create(session, Scope(project_id))

        _change(session, campaign, name="新名称", closes_on=TODAY + dt.timedelta(days=20))
        with pytest.raises(NotPossibleNow):
            _change(session, campaign, opens_on=TODAY + dt.timedelta(days=1))
        close_campaign(session, factories.by(), Scope(project_id), campaign.id or 0)
        with pytest.raises(NotPossibleNow):
            _change(session, campaign, name="再改")

    assert campaign.name == "新名称"


def test_closing_enqueues_the_survey_once_however_often_it_is_asked(store: Store) -> None:
    with store.writing() as session:
        project_id, _, _ = _project(session)
        campaign = _create(session, Scope(project_id))

        for _ in range(2):
            close_campaign(session, factories.by(), Scope(project_id), campaign.id or 0)
        rows = _waiting(session, CLOSE_SURVEY)

    assert [(row.key, row.payload) for row in rows] == [
        (str(campaign.id), {"campaign_id": campaign.id})
    ]


def test_a_campaign_ends_by_itself_at_midnight_after_its_last_day(
    store: Store, blobs: BlobStore, settings: Settings
) -> None:
    with store.writing() as session:
        project_id, _, _ = _project(session)
        over = _create(
            session,
            Scope(project_id),
            dataclasses.replace(
                PLAN,
                opens_on=TODAY - dt.timedelta(days=5),
                closes_on=TODAY - dt.timedelta(days=1),
            ),
        )
        running = _create(session, Scope(project_id))
        rows = {row.payload["campaign_id"]: row for row in _waiting(session, END_CAMPAIGN)}
    midnight = dt.datetime.combine(running.closes_on, dt.time(16), dt.UTC)

    for row in rows.values():
        HANDLERS[END_CAMPAIGN](JobContext(store, blobs, settings), row.payload)

    assert rows[running.id].available_at == midnight
    with store.reading() as session:
        assert session.get(Campaign, over.id).closed_at is not None
        assert session.get(Campaign, running.id).closed_at is None
        assert [row.key for row in _waiting(session, CLOSE_SURVEY)] == [str(over.id)]


def test_the_thresholds_of_an_open_campaign_are_fixed(store: Store) -> None:
    strict = dataclasses.replace(PLAN, definitions={"threshold": 8, "textThreshold": 12})
    later = TODAY + dt.timedelta(days=1)
    with store.writing() as session:
        project_id, *_ = _project(session)
        campaign = _create(session, Scope(project_id), strict)

        for weaker in ({"threshold": 5, "textThreshold": 12}, {"threshold": 8}, {}):
            with pytest.raises(NotPossibleNow):
                _change(session, campaign, definitions=weaker)
        kept = {"threshold": 8, "textThreshold": 12, "targetShare": "90"}
        assert _change(session, campaign, definitions=kept).target_share == 90
        planned = _create(session, Scope(project_id), dataclasses.replace(strict, opens_on=later))
        assert _change(session, planned, definitions={}).definitions["threshold"] == 5

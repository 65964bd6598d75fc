"""The list of enterprises tells phones which posters hang there and which grade came last."""

import datetime as dt

import pytest
from sqlmodel import Session

from server import clock
from server.operations.change_campaign import close_campaign
from server.operations.change_poster import revoke_poster
from server.operations.job_context import JobContext
from server.operations.renew_listed_facts import listed_facts_changed
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.store.tables.entities import Entity
from server.store.tables.evaluations import StoredEvaluation
from server.store.tables.records import HeldTitle
from server.store.tables.schemes import Scheme, SchemeVersion
from server.store.transaction import Store
from tests import factories
from tests.evaluated import work


def _row(store: Store, key: int) -> Entity:
    with store.reading() as session:
        return session.get_one(Entity, key)


@pytest.fixture
def places(context: JobContext) -> tuple[int, int, int]:
    """Give a project with its survey form, and two enterprises."""
    with context.store.writing() as session:
        project_id = factories.project(session)
        county = factories.area(session, project_id, "临江县")
        factories.survey_form(session, project_id)
        one = factories.enterprise(session, project_id, county.id or 0)
        other = factories.enterprise(session, project_id, county.id or 0)
        return project_id, one.id, other.id


def test_posters_that_hang_are_in_the_row_in_order(
    context: JobContext, places: tuple[int, int, int]
) -> None:
    project_id, one, other = places
    with context.store.writing() as session:
        campaign = factories.campaign(session, project_id)
        made = [factories.poster(session, campaign, one, place=name) for name in ("门口", "食堂")]
        codes = sorted(poster.code for poster in made)
    work(context)
    both = _row(context.store, one)
    with context.store.writing() as session:
        revoke_poster(session, factories.by(), Scope(project_id), stored(made[0].id))
    work(context)
    left = _row(context.store, one)

    assert both.data["poster_codes"] == " ".join(codes)
    assert left.data["poster_codes"] == made[1].code
    assert (both.current_version, left.current_version) == (2, 3)
    assert _row(context.store, other).current_version == 1


def test_the_last_grade_is_of_a_campaign_that_is_over_or_of_a_later_title(
    context: JobContext, places: tuple[int, int, int]
) -> None:
    project_id, one, _ = places
    with context.store.writing() as session:
        campaign = factories.campaign(session, project_id)
        key = stored(campaign.id)
        _grade(session, key, one, "A")
        listed_facts_changed(session, project_id, {one}, now=clock.now())
    work(context)
    open_yet = _row(context.store, one)
    with context.store.writing() as session:
        close_campaign(session, factories.by(), Scope(project_id), key)
    work(context)
    closed = _row(context.store, one)
    with context.store.writing() as session:
        session.add(
            HeldTitle(
                project_id=project_id,
                enterprise_id=one,
                credit_code="",
                code="model",
                level="province",
                since=dt.date(2030, 1, 1),
                created_at=clock.now(),
            )
        )
        listed_facts_changed(session, project_id, None, now=clock.now())
    work(context)
    titled = _row(context.store, one)

    assert "last_grade" not in open_yet.data
    assert (closed.data["last_grade"], closed.current_version) == ("A", 2)
    assert (titled.data["last_grade"], titled.current_version) == ("province", 3)


def _grade(session: Session, campaign_id: int, enterprise_id: int, grade: str) -> None:
    now = clock.now()
    campaign = session.get_one(Campaign, campaign_id)
    scheme = Scheme(
        project_id=campaign.project_id, slug="one", name_zh="一", name_en="One", created_at=now
    )
    session.add(scheme)
    session.flush()
    version = SchemeVersion(
        scheme_id=stored(scheme.id),
        version="1",
        workbook_sha256="",
        workbook_name="",
        content=b"",
        content_sha256="",
        created_at=now,
        published_at=now,
    )
    session.add(version)
    session.flush()
    session.add(
        StoredEvaluation(
            campaign_id=campaign_id,
            scheme_version_id=stored(version.id),
            subject_id=enterprise_id,
            enterprise_id=enterprise_id,
            grade=grade,
            computed_generation=1,
            computed_at=now,
        )
    )
    session.flush()

"""Posters: codes that say nothing, made once for a place, pointed elsewhere, revoked, printed."""

import datetime as dt
import io

import pypdfium2
import pytest
import zxingcpp
from sqlmodel import Session, select

from qr.poster_code import parse_code, poster_qr_text
from server import clock
from server.domain.access import Grant, Role
from server.jobs import HANDLERS
from server.keys import TokenBox
from server.operations.change_campaign import close_campaign
from server.operations.change_poster import PosterTarget, repoint_poster, revoke_poster
from server.operations.create_posters import PostersMade, create_posters
from server.operations.job_context import JobContext
from server.operations.print_posters import PRINT_POSTERS, request_posters
from server.operations.request_job import get_result
from server.problems import NotFound, NotPossibleNow
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.queries import posters
from server.store.queries.posters import PosterFilter
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.jobs import Job, OutboxRow
from server.store.transaction import Store
from tests import factories

TODAY = clock.day_in(factories.ZONE)


def _campaign(session: Session) -> tuple[Campaign, list[int], dict[str, int]]:
    """Make a county of two townships with two enterprises each, and an open campaign."""
    project_id = factories.project(session)
    factories.survey_form(session, project_id)
    county = factories.area(session, project_id, "临江县")
    town = factories.area(session, project_id, "青石镇", below=county)
    beside = factories.area(session, project_id, "白沙镇", below=county)
    made = [
        factories.enterprise(session, project_id, area.id or 0, name=f"{area.name}{number}厂").id
        for area in (town, beside)
        for number in (1, 2)
    ]
    places = {"county": county.id or 0, "town": town.id or 0, "beside": beside.id or 0}
    return factories.campaign(session, project_id), made, places


def test_every_enterprise_gets_one_poster_and_asking_again_changes_nothing(store: Store) -> None:
    with store.writing() as session:
        campaign, made, _ = _campaign(session)
        scope = Scope(campaign.project_id)

        first = create_posters(session, factories.by(), scope, campaign_id=campaign.id or 0)
        again = create_posters(session, factories.by(), scope, campaign_id=campaign.id or 0)
        one = create_posters(
            session,
            factories.by(),
            scope,
            campaign_id=campaign.id or 0,
            enterprise_id=made[0],
            place="食堂",
        )
        stored = session.exec(select(Poster)).all()

    assert first == PostersMade(created_count=4, kept_count=0)
    assert again == PostersMade(created_count=0, kept_count=4)
    assert one == PostersMade(created_count=1, kept_count=0)
    assert {parse_code(poster.code) for poster in stored} == {poster.code for poster in stored}
    assert len({poster.code for poster in stored}) == 5


def test_a_campaign_of_one_area_and_an_office_of_one_area_reach_no_further(store: Store) -> None:
    with store.writing() as session:
        campaign, made, places = _campaign(session)
        whole = Scope(campaign.project_id)
        town = Scope(campaign.project_id, frozenset({places["town"]}))
        narrow = factories.campaign(
            session, campaign.project_id, area_ids=frozenset({places["beside"]}), name="白沙镇"
        )

        by_office = create_posters(session, factories.by(), town, campaign_id=campaign.id or 0)
        by_campaign = create_posters(session, factories.by(), whole, campaign_id=narrow.id or 0)
        seen = posters.list_posters(session, town, today=TODAY)

        with pytest.raises(NotFound):
            create_posters(
                session,
                factories.by(),
                town,
                campaign_id=campaign.id or 0,
                enterprise_id=made[2],
            )
        with pytest.raises(NotPossibleNow):
            create_posters(
                session,
                factories.by(),
                whole,
                campaign_id=narrow.id or 0,
                enterprise_id=made[0],
            )

    assert by_office.created_count == 2
    assert by_campaign.created_count == 2
    assert {entry.area_id for entry in seen} == {places["town"]}


def test_posters_of_open_campaigns_come_first_and_revoked_ones_last_if_at_all(
    store: Store,
) -> None:
    with store.writing() as session:
        campaign, made, _ = _campaign(session)
        scope = Scope(campaign.project_id)
        planned = factories.campaign(session, campaign.project_id, days=(5, 9), name="明年")
        for one in (planned, campaign):
            factories.poster(session, one, made[0])
            factories.poster(session, one, made[1])
        gone = factories.poster(session, campaign, made[2])
        revoke_poster(session, factories.by(), scope, gone.id or 0)

        names = [entry.campaign.name for entry in posters.list_posters(session, scope, today=TODAY)]
        count = posters.count_posters(session, scope)
        everything = posters.count_posters(session, scope, PosterFilter(has_revoked=True))

    assert names == [campaign.name, campaign.name, "明年", "明年"]
    assert (count, everything) == (4, 5)


def test_a_printed_poster_is_pointed_elsewhere_and_keeps_its_code(store: Store) -> None:
    with store.writing() as session:
        campaign, made, places = _campaign(session)
        poster = factories.poster(session, campaign, made[0])
        code, poster_id = poster.code, poster.id or 0
        town = Scope(campaign.project_id, frozenset({places["town"]}))

        with pytest.raises(NotFound):
            repoint_poster(
                session, factories.by(), town, poster_id, PosterTarget(enterprise_id=made[3])
            )
        repoint_poster(
            session,
            factories.by(),
            town,
            poster_id,
            PosterTarget(enterprise_id=made[1], place="宿舍"),
        )
        found = session.exec(select(Poster).where(Poster.code == code)).first()

    assert found is not None
    assert (found.enterprise_id, found.place) == (made[1], "宿舍")


def test_a_revoked_poster_stays_revoked_and_its_place_gets_a_new_code(store: Store) -> None:
    with store.writing() as session:
        campaign, made, _ = _campaign(session)
        scope = Scope(campaign.project_id)
        poster = factories.poster(session, campaign, made[0])
        revoke_poster(session, factories.by(), scope, poster.id or 0)

        with pytest.raises(NotPossibleNow):
            repoint_poster(session, factories.by(), scope, poster.id or 0, PosterTarget(made[1]))
        fresh = factories.poster(session, campaign, made[0])

    assert fresh.code != poster.code


def test_a_closed_campaign_gets_no_posters(store: Store) -> None:
    with store.writing() as session:
        campaign, made, _ = _campaign(session)
        scope = Scope(campaign.project_id)
        poster = factories.poster(session, campaign, made[0])
        other = factories.campaign(session, campaign.project_id, name="下一期")
        close_campaign(session, factories.by(), scope, campaign.id or 0)

        with pytest.raises(NotPossibleNow):
            create_posters(session, factories.by(), scope, campaign_id=campaign.id or 0)
        target = PosterTarget(campaign_id=other.id)
        moved = repoint_poster(session, factories.by(), scope, poster.id or 0, target)

    assert moved.campaign_id == other.id


def test_all_posters_of_a_campaign_come_as_one_pdf_and_each_is_scanned(
    store: Store, blobs: BlobStore, settings: Settings
) -> None:
    with store.writing() as session:
        campaign, _, _ = _campaign(session)
        scope = Scope(campaign.project_id)
        create_posters(session, factories.by(), scope, campaign_id=campaign.id or 0)
        job = request_posters(session, factories.by(), scope, campaign.id or 0)
        row = session.exec(select(OutboxRow).where(OutboxRow.kind == PRINT_POSTERS)).one()
        codes = {entry.poster.code for entry in posters.list_posters(session, scope, today=TODAY)}
    assert row.lane == "long"

    HANDLERS[PRINT_POSTERS](JobContext(store, blobs, settings), row.payload)

    with store.reading() as session:
        done = session.get(Job, job.id)
    assert done is not None
    assert (done.state, done.done_count, done.total_count) == ("finished", 4, 4)
    document = pypdfium2.PdfDocument(io.BytesIO(blobs.read(done.result_blob_sha256 or "")))
    scanned = {
        code.text
        for page in document
        for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    }
    assert scanned == {poster_qr_text(settings.base_url, code) for code in codes}


def test_a_print_without_posters_is_refused_and_a_job_that_fails_says_why(
    store: Store, blobs: BlobStore, settings: Settings
) -> None:
    with store.writing() as session:
        campaign, made, _ = _campaign(session)
        scope = Scope(campaign.project_id)
        with pytest.raises(NotPossibleNow):
            request_posters(session, factories.by(), scope, campaign.id or 0)
        poster = factories.poster(session, campaign, made[0])
        job = request_posters(session, factories.by(), scope, campaign.id or 0)
        revoke_poster(session, factories.by(), scope, poster.id or 0)

    HANDLERS[PRINT_POSTERS](JobContext(store, blobs, settings), {"job_id": job.id})

    with store.reading() as session:
        failed = session.get(Job, job.id)
    assert failed is not None
    assert failed.state == "failed"
    assert "no posters" in (failed.message or "")


def test_a_result_is_for_who_asked_and_only_while_they_may_see_what_is_in_it(
    store: Store, blobs: BlobStore, settings: Settings
) -> None:
    with store.writing() as session:
        campaign, made, places = _campaign(session)
        project_id = campaign.project_id
        factories.poster(session, campaign, made[0])
        actor = factories.app_user(session, TokenBox("x" * 40), project_id).app_user.id
        town = Scope(project_id, frozenset({places["town"]}))
        job = request_posters(session, factories.by(actor), town, campaign.id or 0)
    HANDLERS[PRINT_POSTERS](JobContext(store, blobs, settings), {"job_id": job.id})

    def fetch(actor_id: int, area_id: int | None) -> bool:
        grants = [Grant(Role.OFFICE, project_id, area_id)]
        with store.reading() as session:
            try:
                get_result(session, project_id, job.id or 0, actor_id=actor_id, grants=grants)
            except NotFound:
                return False
        return True

    assert fetch(actor, places["town"])
    assert fetch(actor, places["county"])
    assert fetch(actor, None)
    assert not fetch(actor, places["beside"])
    assert not fetch(actor + 1, None)


def test_a_campaign_of_days_gone_by_counts_as_closed_in_the_order(store: Store) -> None:
    with store.writing() as session:
        campaign, made, _ = _campaign(session)
        past = factories.campaign(session, campaign.project_id, days=(-9, -2), name="去年")
        factories.poster(session, past, made[0])
        factories.poster(session, campaign, made[0])
        later = TODAY + dt.timedelta(days=60)

        now = posters.list_posters(session, Scope(campaign.project_id), today=TODAY)
        then = posters.list_posters(session, Scope(campaign.project_id), today=later)

    assert [entry.campaign.name for entry in now] == [campaign.name, "去年"]
    assert [entry.campaign.name for entry in then] == ["去年", campaign.name]

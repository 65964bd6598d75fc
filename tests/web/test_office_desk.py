"""The desk: first steps, open campaigns, what waits."""

from flask import Flask

from server import clock
from server.domain.definitions import Definitions
from server.domain.disclosure import count_release
from server.store.queries import releases
from server.store.tables.areas import Area
from server.store.tables.jobs import Job
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.web.office_browser import browser


def _desk(app: Flask, people: People) -> str:
    client = browser(app, people.county_office)
    answer = client.get(f"/office/{people.places.project_id}/")
    assert answer.status_code == 200
    return answer.text


def test_a_new_project_shows_the_steps_to_take(app: Flask, people: People) -> None:
    page = _desk(app, people)

    assert "Set up this project" in page
    assert page.index("1. Areas") < page.index("2. Register") < page.index("4. Campaign")
    assert page.count("Done") == 1


def test_a_viewer_is_shown_no_steps(app: Flask, people: People) -> None:
    page = browser(app, people.viewer).get(f"/office/{people.places.project_id}/").text

    assert "Set up this project" not in page
    assert "No campaign is open now." in page


def test_an_open_campaign_shows_released_counts_only(
    app: Flask, store: Store, people: People
) -> None:
    places = people.places
    with store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign = factories.campaign(session, places.project_id)
        assert campaign.id is not None
        for answers in (7, 4, 0):
            made = factories.enterprise(session, places.project_id, places.township_id)
            factories.poster(session, campaign, made.id)
            counts = {made.id: count_release(answers, Definitions())}
            releases.store_counts(session, campaign.id, counts, day=clock.now().date())

    page = _desk(app, people)

    assert "Set up this project" not in page
    assert "Enterprises with 5 answers or more" in page
    assert "of 3 asked" in page
    assert "First township" in page
    assert ">1</div>" in page.replace("\n", "").replace(" ", "")
    assert ">2</div>" in page.replace("\n", "").replace(" ", "")
    assert ">7</div>" in page.replace("\n", "").replace(" ", "")


def test_the_desk_of_a_large_county_says_that_there_are_more_areas(
    app: Flask, store: Store, people: People
) -> None:
    places = people.places
    with store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign = factories.campaign(session, places.project_id)
        county = session.get_one(Area, places.county_id)
        for number in range(13):
            area = factories.area(session, places.project_id, f"Town {number}", below=county)
            made = factories.enterprise(session, places.project_id, area.id or 0)
            factories.poster(session, campaign, made.id)

    page = _desk(app, people)

    assert "Town 11" in page.split("<main")[1]
    assert "Town 12" not in page.split("<main")[1]
    assert f'/campaigns/{campaign.id}">All 13 areas</a>' in page


def test_running_jobs_renew_themselves(app: Flask, store: Store, people: People) -> None:
    with store.writing() as session:
        job = Job(
            project_id=people.places.project_id,
            requested_by=people.county_office.id,
            kind="print",
            title="Print 40 posters",
            state="running",
            done_count=10,
            total_count=40,
            created_at=clock.now(),
        )
        session.add(job)
    client = browser(app, people.county_office)

    page = client.get(f"/office/{people.places.project_id}/").text
    part = client.get(f"/office/{people.places.project_id}/desk/running").text

    assert "Print 40 posters" in page
    assert "10 / 40" in part
    assert 'hx-trigger="every 3s"' in part
    assert "<html" not in part

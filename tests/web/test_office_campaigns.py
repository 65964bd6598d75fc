"""Pages of campaigns."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import clock
from server.domain.definitions import Definitions
from server.domain.disclosure import count_release
from server.store.queries import campaigns, releases
from server.store.tables.campaigns import Campaign
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.web.office_browser import browser


@pytest.fixture
def survey(store: Store, people: People) -> str:
    """Give a published survey form."""
    with store.writing() as session:
        return factories.survey_form(session, people.places.project_id).form_id


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    return browser(app, people.county_office)


def _typed(survey: str, **changes: object) -> dict[str, object]:
    first = clock.day_in(factories.ZONE)
    return {
        "name": "Harmony 2026",
        "survey_form": survey,
        "opens_on": first.isoformat(),
        "closes_on": (first + dt.timedelta(days=30)).isoformat(),
        "poster_text": "Two minutes, please",
        "contact": "0000-1234567",
        "target": "85.5",
        **changes,
    }


def _made(store: Store, people: People) -> tuple[Campaign, ...]:
    with store.reading() as session:
        return campaigns.list_campaigns(session, people.places.project_id)


def test_a_campaign_is_made_and_changed(
    client: FlaskClient, store: Store, people: People, survey: str
) -> None:
    base = f"/office/{people.places.project_id}/campaigns"
    assert "No campaigns yet" in client.get(base).text
    assert "satisfaction" in client.get(f"{base}/new").text

    answer = client.post(f"{base}/new", data=_typed(survey))

    assert answer.status_code == 303
    page = client.get(answer.location).text
    for text in ("The campaign has been saved.", "Harmony 2026", "Open", "85.5% satisfied"):
        assert text in page
    (made,) = _made(store, people)
    changed = client.post(
        f"{base}/{made.id}/change",
        data=_typed(survey, name="Harmony!", areas=[str(people.places.township_id)]),
    )
    assert changed.status_code == 303
    page = client.get(changed.location).text
    assert "Harmony!" in page
    assert "First township" in page


def test_what_is_wrong_is_said_at_the_field(
    client: FlaskClient, people: People, survey: str
) -> None:
    address = f"/office/{people.places.project_id}/campaigns/new"

    for changes, text in (
        ({"name": ""}, "Enter the name of the campaign."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"survey_form": ""}, "Choose the form that workers are asked."),
        ({"opens_on": "soon"}, "Enter a day."),
        ({"closes_on": "2020-01-01"}, "It lies before the first day"),
        ({"target": "101"}, "Enter a share between 1 and 100."),
        ({"target": "NaN"}, "Enter a share between 1 and 100."),
    ):
        answer = client.post(address, data=_typed(survey, **changes))
        assert answer.status_code == 422
        assert text in answer.text
        assert "Two minutes, please" in answer.text


def test_only_anonymous_published_forms_are_offered(
    client: FlaskClient, store: Store, people: People, survey: str
) -> None:
    project_id = people.places.project_id
    with store.writing() as session:
        factories.published_form(session, project_id, factories.compiled("site_check"))

    page = client.get(f"/office/{project_id}/campaigns/new").text

    assert 'value="satisfaction"' in page
    assert 'value="site_check"' not in page
    answer = client.post(
        f"/office/{project_id}/campaigns/new", data=_typed(survey, survey_form="site_check")
    )
    assert answer.status_code == 422


def test_the_page_shows_which_enterprises_lack_answers(
    client: FlaskClient, store: Store, people: People, survey: str
) -> None:
    places = people.places
    with store.writing() as session:
        campaign = factories.campaign(session, places.project_id)
        assert campaign.id is not None
        for name, answers in (("Many works", 12), ("Few works", 4), ("No works", None)):
            made = factories.enterprise(session, places.project_id, places.village_id, name=name)
            factories.poster(session, campaign, made.id)
            if answers is not None:
                counts = {made.id: count_release(answers, Definitions())}
                releases.store_counts(session, campaign.id, counts, day=clock.now().date())
    address = f"/office/{places.project_id}/campaigns/{campaign.id}"

    everything = client.get(address).text
    short = client.get(f"{address}?answers=short").text

    assert "3 enterprises" in everything
    assert everything.count("fewer than 5") >= 2
    assert "2 enterprises" in short
    assert "Few works" in short
    assert "Many works" not in short
    assert "of 3 asked" in everything


def test_closing_says_what_will_happen_and_cannot_be_undone(
    client: FlaskClient, store: Store, people: People, survey: str
) -> None:
    with store.writing() as session:
        campaign = factories.campaign(session, people.places.project_id)
    address = f"/office/{people.places.project_id}/campaigns/{campaign.id}"
    assert "it can't be opened again" in client.get(address).text

    answer = client.post(f"{address}/close")

    assert answer.status_code == 303
    page = client.get(address).text
    assert "Closed" in page
    assert "/close" not in page
    assert client.post(f"{address}/change", data=_typed(survey)).status_code == 422


def test_a_township_makes_campaigns_of_its_own_areas_only(
    app: Flask, store: Store, people: People, survey: str
) -> None:
    client = browser(app, people.township_office)
    places = people.places
    address = f"/office/{places.project_id}/campaigns/new"

    for areas in ([], [str(places.sibling_id)], [str(places.county_id)]):
        answer = client.post(address, data=_typed(survey, areas=areas))
        assert answer.status_code == 422
        assert "Choose areas that you manage." in answer.text
    assert client.post(address, data=_typed(survey, areas=[str(places.village_id)])).location
    with store.writing() as session:
        county = factories.campaign(session, places.project_id, name="Of the county")
    page = client.get(f"/office/{places.project_id}/campaigns/{county.id}").text
    assert "/close" not in page
    closing = f"/office/{places.project_id}/campaigns/{county.id}/close"
    assert client.post(closing).status_code == 403
    assert browser(app, people.viewer).post(closing).status_code == 403


def test_a_change_on_the_page_keeps_what_the_page_does_not_ask(
    client: FlaskClient, store: Store, people: People, survey: str
) -> None:
    base = f"/office/{people.places.project_id}/campaigns"
    client.post(f"{base}/new", data=_typed(survey))
    (made,) = _made(store, people)
    strict = Definitions(threshold=8, text_threshold=12).to_json()
    with store.writing() as session:
        session.get_one(Campaign, made.id).definitions = dict(strict)

    answer = client.post(f"{base}/{made.id}/change", data=_typed(survey, target="90"))

    assert answer.status_code == 303
    (changed,) = _made(store, people)
    assert changed.definitions == {**strict, "targetShare": "90"}


@pytest.mark.parametrize("area", ["1" * 30, "1" * 5_000, "-1", "\u0663", "99999999999", "", "1 "])
def test_an_area_that_can_be_none_makes_no_campaign_of_the_whole_project(
    client: FlaskClient, store: Store, people: People, survey: str, area: str
) -> None:
    base = f"/office/{people.places.project_id}/campaigns"

    assert client.post(f"{base}/new", data=_typed(survey, areas=area)).status_code == 404
    assert not _made(store, people)

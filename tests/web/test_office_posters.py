"""Pages of posters."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from server.store.queries import campaigns, posters
from server.store.queries.posters import PosterFilter
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Poster
from server.store.tables.jobs import Job
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.web.office_browser import browser


@dataclass(frozen=True)
class Made:
    campaign_id: int
    ours: int
    foreign: int


@pytest.fixture
def made(store: Store, people: People) -> Made:
    """Give a campaign with an enterprise in the first township and one in the second."""
    places = people.places
    with store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign = factories.campaign(session, places.project_id)
        ours = factories.enterprise(session, places.project_id, places.village_id, name="Ours")
        other = factories.enterprise(session, places.project_id, places.sibling_id, name="Other")
        assert campaign.id is not None
        return Made(campaign.id, ours.id, other.id)


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    return browser(app, people.county_office)


def _address(people: People, rest: str = "") -> str:
    return f"/office/{people.places.project_id}/posters{rest}"


def _all(store: Store) -> list[Poster]:
    with store.reading() as session:
        return list(session.exec(select(Poster).order_by("id")))


def test_posters_are_made_for_all_enterprises_at_once(
    client: FlaskClient, store: Store, people: People, made: Made
) -> None:
    assert "Make 2 posters" in client.get(_address(people)).text

    answer = client.post(_address(people), data={"campaign": str(made.campaign_id)})

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "2 posters made; 0 were there already." in page
    assert "2 posters" in page
    assert "Make 2 posters" not in page
    again = client.post(_address(people), data={"campaign": str(made.campaign_id)})
    assert "0 posters made; 2 were there already." in client.get(again.location).text


def test_a_township_makes_and_sees_its_own_posters(
    app: Flask, store: Store, people: People, made: Made
) -> None:
    client = browser(app, people.township_office)
    client.post(_address(people), data={"campaign": str(made.campaign_id)})
    browser(app, people.county_office).post(
        _address(people), data={"campaign": str(made.campaign_id)}
    )
    foreign = next(one for one in _all(store) if one.enterprise_id == made.foreign)

    page = client.get(_address(people)).text

    assert "Ours" in page
    assert "Other" not in page
    for rest in (f"/{foreign.id}", f"/{foreign.id}/pdf", f"?enterprise={made.foreign}"):
        assert client.get(_address(people, rest)).status_code == 404
    revoking = {"pk": str(foreign.id), "confirmed": "1"}
    assert client.post(_address(people, "/revoke"), data=revoking).status_code == 404
    target = {"enterprise": str(made.ours)}
    assert client.post(_address(people, f"/{foreign.id}/target"), data=target).status_code == 404
    placed = {"campaign": str(made.campaign_id), "enterprise": str(made.foreign)}
    assert client.post(_address(people), data=placed).status_code == 404


def test_one_poster_shows_its_code_and_prints(
    client: FlaskClient, store: Store, people: People, made: Made
) -> None:
    typed = {"campaign": str(made.campaign_id), "enterprise": str(made.ours), "place": "Canteen"}
    client.post(_address(people), data=typed)
    (poster,) = _all(store)

    page = client.get(_address(people, f"/{poster.id}")).text
    printed = client.get(_address(people, f"/{poster.id}/pdf"))

    assert f"http://localhost/q/{poster.code}" in page
    assert "Canteen" in page
    assert "qr-modules" in page
    assert "These posters work on this computer only" in page
    assert printed.data.startswith(b"%PDF")
    assert f"{poster.code}.pdf" in printed.headers["Content-Disposition"]


def test_a_poster_is_pointed_elsewhere_and_keeps_its_code(
    client: FlaskClient, store: Store, people: People, made: Made
) -> None:
    typed = {"campaign": str(made.campaign_id), "enterprise": str(made.ours)}
    client.post(_address(people), data=typed)
    (poster,) = _all(store)
    address = _address(people, f"/{poster.id}")
    assert "Point here" in client.get(f"{address}?find=Other").text
    assert "Nothing was found." in client.get(f"{address}?find=zzz").text

    answer = client.post(f"{address}/target", data={"enterprise": str(made.foreign)})

    assert answer.status_code == 303
    (changed,) = _all(store)
    assert (changed.enterprise_id, changed.code) == (made.foreign, poster.code)


def test_revoking_says_how_many_first(
    client: FlaskClient, store: Store, people: People, made: Made
) -> None:
    client.post(_address(people), data={"campaign": str(made.campaign_id)})
    ids = [str(one.id) for one in _all(store)]

    asked = client.post(_address(people, "/revoke"), data={"pk": ids})

    assert "2 posters will be revoked" in asked.text
    assert all(one.revoked_at is None for one in _all(store))
    done = client.post(_address(people, "/revoke"), data={"pk": ids, "confirmed": "1"})
    assert "2 posters have been revoked." in client.get(done.location).text
    assert all(one.revoked_at is not None for one in _all(store))
    assert "0 posters" in client.get(_address(people)).text
    assert "Revoked" in client.get(_address(people, "?revoked=1")).text
    assert client.get(_address(people, f"/{ids[0]}/pdf")).status_code == 404


def test_printing_all_is_a_job(
    client: FlaskClient, store: Store, people: People, made: Made
) -> None:
    client.post(_address(people), data={"campaign": str(made.campaign_id)})

    answer = client.post(_address(people, "/print"), data={"campaign": str(made.campaign_id)})

    assert answer.status_code == 303
    with store.reading() as session:
        (job,) = session.exec(select(Job))
    assert job.kind == "print_posters"
    assert job.requested_by == people.county_office.id


def test_a_viewer_prints_but_changes_nothing(
    app: Flask, store: Store, people: People, made: Made
) -> None:
    with store.writing() as session:
        campaign = campaigns.get_campaign(session, people.places.project_id, made.campaign_id)
        factories.poster(session, campaign, made.ours)
    client = browser(app, people.viewer)

    page = client.get(_address(people)).text

    assert "Print all 1" in page
    assert "Revoke" not in page.replace("Revoked", "")
    assert client.post(_address(people), data={}).status_code == 403
    wanted = PosterFilter(campaign_id=made.campaign_id)
    with store.reading() as session:
        assert posters.count_posters(session, Scope(people.places.project_id), wanted) == 1


def test_a_poster_is_found_by_enterprise_and_by_its_printed_code(
    client: FlaskClient, store: Store, people: People, made: Made
) -> None:
    client.post(_address(people), data={"campaign": str(made.campaign_id)})
    ours = next(one for one in _all(store) if one.enterprise_id == made.ours)
    printed = f"{ours.code[:5]}-{ours.code[5:]}".lower()

    for text in ("our", "ＯＵＲＳ", printed):
        page = client.get(_address(people), query_string={"q": text}).text
        assert f"/posters/{ours.id}" in page
        assert "1 posters" in page
        assert "Print all" not in page
    assert "Nothing found" in client.get(_address(people), query_string={"q": "%"}).text

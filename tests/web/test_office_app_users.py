"""Pages of app users: who manages them, what their codes hold, how they end."""

import re

import pytest
from flask import Flask
from sqlmodel import select

from server.keys import TokenBox
from server.settings import Settings
from server.store.tables.app_users import Assignment
from server.store.tables.audits import Audit
from server.store.transaction import Store
from tests import factories
from tests.people import People, add_phone
from tests.web.office_browser import browser
from tests.web.office_checks import ESCAPED, HOSTILE, page, status


@pytest.fixture
def url(people: People) -> str:
    """Give the address of the list."""
    return f"/office/{people.places.project_id}/app-users"


@pytest.fixture
def site_check(store: Store, people: People) -> str:
    """Store the form that phones fill in, and return its id."""
    with store.writing() as session:
        form = factories.published_form(
            session, people.places.project_id, factories.compiled("site_check")
        )
        return form.form_id


def test_the_list_shows_areas_forms_and_last_use_but_no_token(
    app: Flask, people: People, url: str
) -> None:
    shown = page(app, people.county_office, url)

    for text in ("inspector 1", "First township", "no form yet", "never", "Active"):
        assert text in shown
    assert people.app_user.token not in shown


def test_an_app_user_is_added_with_areas_and_forms(
    app: Flask, people: People, url: str, site_check: str, store: Store
) -> None:
    client = browser(app, people.township_office)
    data = {"name": "Wang", "area": [people.places.village_id], "form": [site_check, "unknown"]}

    done = client.post(f"{url}/new", data=data)
    shown = client.get(done.location).text

    assert done.status_code == 303
    for text in ("Wang can begin", "First village", "Show the code"):
        assert text in shown
    with store.reading() as session:
        assert len(session.exec(select(Assignment)).all()) == 1


def test_what_was_typed_stays_when_something_is_missing(
    app: Flask, people: People, url: str
) -> None:
    client = browser(app, people.township_office)

    nameless = client.post(f"{url}/new", data={"area": [people.places.village_id]})
    nowhere = client.post(f"{url}/new", data={"name": HOSTILE})

    assert nameless.status_code == nowhere.status_code == 422
    assert 'href="#field-name"' in nameless.text
    assert re.search(rf'value="{people.places.village_id}"[^>]* checked', nameless.text)
    assert "Choose at least one of your areas." in nowhere.text
    assert ESCAPED in nowhere.text
    assert "<svg onload" not in nowhere.text


def test_areas_beyond_ones_own_are_not_given(app: Flask, people: People, url: str) -> None:
    client = browser(app, people.township_office)

    sibling = client.post(f"{url}/new", data={"name": "x", "area": [people.places.sibling_id]})
    county = client.post(f"{url}/new", data={"name": "x", "area": [people.places.county_id]})
    missing = client.post(f"{url}/new", data={"name": "x", "area": [999]})

    assert (sibling.status_code, county.status_code, missing.status_code) == (403, 403, 404)


@pytest.mark.parametrize("area", ["1" * 30, "1" * 5_000, "-1", "\u0663", "99999999999", "1 "])
def test_an_area_that_can_be_none_makes_no_phone_of_the_whole_project(
    app: Flask, people: People, url: str, area: str
) -> None:
    client = browser(app, people.county_office)

    assert client.post(f"{url}/new", data={"name": "stray", "area": area}).status_code == 404
    assert "stray" not in client.get(url).text


def test_codes_are_shown_and_noted(app: Flask, people: People, url: str, store: Store) -> None:
    client = browser(app, people.county_office)
    one = f"{url}/{people.app_user.id}"

    svg = client.get(f"{one}/code.svg")
    simple = client.get(f"{one}/code.svg?mode=simple")
    png = client.get(f"{one}/code.png")
    card = client.get(f"{one}/card.pdf")

    assert svg.mimetype == simple.mimetype == "image/svg+xml"
    assert svg.data != simple.data
    assert b"TEST ONLY" in svg.data
    assert png.data.startswith(b"\x89PNG")
    assert card.data.startswith(b"%PDF")
    assert {answer.headers["Cache-Control"] for answer in (svg, simple)} == {"no-store"}
    with store.reading() as session:
        noted = session.exec(select(Audit).where(Audit.action == "field_key.read")).all()
        assert len(noted) == 4


def test_a_loopback_address_is_warned_of(app: Flask, people: People, url: str) -> None:
    shown = page(app, people.county_office, f"{url}/{people.app_user.id}")

    assert "These codes work on this computer only" in shown
    assert people.app_user.token not in shown


def test_name_areas_and_forms_are_changed(
    app: Flask, people: People, url: str, site_check: str
) -> None:
    client = browser(app, people.county_office)
    one = f"{url}/{people.app_user.id}"

    done = client.post(f"{one}/change", data={"name": HOSTILE, "form": [site_check]})
    wrong = client.post(f"{one}/change", data={"name": "x" * 201})
    shown = client.get(one).text

    assert (done.status_code, wrong.status_code) == (303, 422)
    assert ESCAPED in shown
    assert "<svg onload" not in shown
    assert "Whole project" in shown


def test_a_revoked_phone_is_refused_at_once(app: Flask, people: People, url: str) -> None:
    client = browser(app, people.county_office)
    one = f"{url}/{people.app_user.id}"
    listing = f"{people.app_user.prefix}/projects/{people.places.project_id}/formList"
    assert app.test_client().get(listing).status_code == 200

    client.post(f"{one}/revoke")

    assert app.test_client().get(listing).status_code == 403
    assert "Revoked" in client.get(one).text
    assert client.get(f"{one}/code.svg").status_code == 409
    assert client.get(f"{one}/code.png").status_code == 409


def test_an_exchanged_code_may_still_send_for_its_grace(
    app: Flask, people: People, url: str
) -> None:
    client = browser(app, people.county_office)
    one = f"{url}/{people.app_user.id}"
    before = client.get(f"{one}/code.svg").data

    done = client.post(f"{one}/rotate", data={"grace": "7"})
    shown = client.get(one).text

    assert done.status_code == 303
    assert "An exchanged code may still send" in shown
    assert client.get(f"{one}/code.svg").data != before
    assert client.post(f"{one}/rotate", data={"grace": "365"}).status_code == 404


def test_a_deleted_app_user_is_gone(app: Flask, people: People, url: str) -> None:
    client = browser(app, people.county_office)

    done = client.post(f"{url}/{people.app_user.id}/delete")

    assert done.location == url
    assert client.get(f"{url}/{people.app_user.id}").status_code == 404
    assert "No app users yet" in client.get(url).text


def test_only_who_manages_them_sees_app_users(app: Flask, people: People, url: str) -> None:
    one = f"{url}/{people.app_user.id}"
    pages = (url, f"{url}/new", one, f"{one}/code.svg", f"{one}/code.png", f"{one}/card.pdf")

    assert {status(app, people.viewer, page_url) for page_url in pages} == {403}
    for person in (people.township_office, people.county_office, people.administrator):
        assert {status(app, person, page_url) for page_url in pages[:4]} == {200}
    other = f"/office/{people.places.other_project_id}/app-users/{people.app_user.id}"
    assert status(app, people.administrator, other) == 404


def test_phones_of_other_areas_are_missing(
    app: Flask, people: People, url: str, store: Store, settings: Settings
) -> None:
    tokens = TokenBox(settings.secret_key)
    with store.writing() as session:
        places = people.places
        foreign = [
            add_phone(session, tokens, places.project_id, area_id).id
            for area_id in (places.sibling_id, places.county_id, None)
        ]
    client = browser(app, people.township_office)

    for key in foreign:
        assert client.get(f"{url}/{key}").status_code == 404
        assert client.get(f"{url}/{key}/code.svg").status_code == 404
        for action in ("change", "rotate", "revoke", "delete"):
            data = {"name": "x", "area": [people.places.village_id], "grace": "0"}
            assert client.post(f"{url}/{key}/{action}", data=data).status_code == 404
    assert client.get(url).text.count("data-row-link") == 1

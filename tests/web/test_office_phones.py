"""Pages of many phones: filters, what came from one, sheets of cards, the admin password."""

import datetime as dt

import pytest
from flask import Flask
from sqlmodel import select

from server import clock
from server.keys import TokenBox
from server.settings import Settings
from server.store.tables.app_users import AppUserToken
from server.store.tables.audits import Audit
from server.store.tables.jobs import Job
from server.store.tables.submissions import SubmissionAttachment, SubmissionVersion
from server.store.transaction import Store
from tests.people import People, add_phone
from tests.web import openrosa_data as data
from tests.web.office_browser import browser
from tests.web.office_checks import page
from tests.web.openrosa_phone import Phone


@pytest.fixture
def url(people: People) -> str:
    """Give the address of the list."""
    return f"/office/{people.places.project_id}/app-users"


@pytest.fixture
def phone(app: Flask, people: People, store: Store) -> Phone:
    """Give the phone of the people's app user, with one form."""
    with store.writing() as session:
        form = data.make_form(session, people.places.project_id, assigned_to=people.app_user.id)
    return Phone(app, people, form)


@pytest.fixture
def others(people: People, store: Store, settings: Settings) -> list[int]:
    """Store 60 more app users of the village."""
    tokens = TokenBox(settings.secret_key)
    with store.writing() as session:
        return [
            add_phone(session, tokens, people.places.project_id, people.places.village_id).id
            for _ in range(60)
        ]


def _sync(phone: Phone) -> None:
    listed = phone.get("/formList").text
    phone.get(listed.partition("<downloadUrl>")[2].partition("<")[0])


def _lose_a_file(store: Store) -> None:
    """Let a file of the newest submission be announced that has not come."""
    with store.writing() as session:
        version = session.exec(select(SubmissionVersion)).one()
        assert version.id is not None
        session.add(
            SubmissionAttachment(
                submission_version_id=version.id,
                name="门口.jpg",
                order_index=0,
                is_expected=True,
            )
        )


def _rows(app: Flask, people: People, url: str) -> int:
    return page(app, people.county_office, url).count("data-row-link")


def test_five_thousand_would_be_shown_page_by_page(
    app: Flask, people: People, url: str, others: list[int]
) -> None:
    first = page(app, people.county_office, url)

    assert first.count("data-row-link") == 50
    assert "start=50" in first
    assert _rows(app, people, f"{url}?start=50") == len(others) + 1 - 50
    assert _rows(app, people, f"{url}?q=inspector&start=999999") == 0


def test_the_list_is_narrowed_to_phones_that_something_is_the_matter_with(
    app: Flask, people: People, url: str, phone: Phone, others: list[int], store: Store
) -> None:
    client = browser(app, people.county_office)
    assert _rows(app, people, f"{url}?state=never_seen&start=50") == 11
    assert _rows(app, people, f"{url}?state=behind") == 0

    phone.get("/formList")
    assert _rows(app, people, f"{url}?state=behind") == 1
    assert "1 of 1 behind" in page(app, people.county_office, f"{url}?start=50")
    _sync(phone)
    assert _rows(app, people, f"{url}?state=behind") == 0
    assert "up to date" in page(app, people.county_office, f"{url}?start=50")
    assert _rows(app, people, f"{url}?state=never_seen&start=50") == 10

    assert phone.send(data.submission_xml()).status_code == 201
    assert _rows(app, people, f"{url}?state=waiting") == 0
    _lose_a_file(store)
    assert _rows(app, people, f"{url}?state=waiting") == 1

    client.post(f"{url}/{others[0]}/revoke")
    assert _rows(app, people, f"{url}?state=revoked") == 1
    assert _rows(app, people, f"{url}?state=active&start=50") == 10
    assert _rows(app, people, f"{url}?state=strange") == 50


def test_the_list_is_narrowed_by_name_and_area(
    app: Flask, people: People, url: str, others: list[int]
) -> None:
    places = people.places
    browser(app, people.county_office).post(
        f"{url}/{others[3]}/change", data={"name": "张 100%", "area": [places.sibling_id]}
    )

    assert _rows(app, people, f"{url}?q=张") == 1
    assert _rows(app, people, f"{url}?q=100%25") == 1
    assert _rows(app, people, f"{url}?q=%25%25") == 0
    assert _rows(app, people, f"{url}?area={places.sibling_id}") == 1
    assert "No app user of yours is like this." in page(
        app, people.county_office, f"{url}?q=nobody"
    )


def test_a_phones_page_tells_what_came_what_has_not_and_what_nobody_knows(
    app: Flask, people: People, url: str, phone: Phone, store: Store
) -> None:
    one = f"{url}/{people.app_user.id}"
    before = page(app, people.county_office, one)
    _sync(phone)
    phone.send(data.submission_xml())
    _lose_a_file(store)

    shown = page(app, people.county_office, one)

    assert "Nothing has come from it so far." in before
    assert "1 submissions have come from it, the last one on" in shown
    assert "Files of 1 of them have not come and then never will." in shown
    assert "门口.jpg" in shown
    assert "nobody can see from here" in shown
    assert "up to date" in shown


def test_what_was_refused_is_told(app: Flask, people: People, url: str, phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1")
    phone.send(xml)
    assert phone.send(xml.replace("一切正常".encode(), "另一个".encode())).status_code == 409

    shown = page(app, people.county_office, f"{url}/{people.app_user.id}")

    assert "Refused and kept aside" in shown
    assert "<dd>1</dd>" in shown


def test_the_grace_of_an_exchanged_code_is_ended_before_its_time(
    app: Flask, people: People, url: str, phone: Phone
) -> None:
    client = browser(app, people.county_office)
    one = f"{url}/{people.app_user.id}"
    client.post(f"{one}/rotate", data={"grace": "7"})
    in_grace = phone.send(data.submission_xml())
    gets_forms = phone.get("/formList")

    assert "Reconfigure with QR code" in client.get(one).text
    client.post(f"{one}/end-grace")

    assert (in_grace.status_code, gets_forms.status_code) == (201, 403)
    assert phone.send(data.submission_xml()).status_code == 403
    assert "An exchanged code may still send" not in client.get(one).text
    assert client.get(f"{one}/code.svg").status_code == 200


def test_a_grace_that_is_over_is_no_longer_told(
    app: Flask, people: People, url: str, store: Store
) -> None:
    client = browser(app, people.county_office)
    one = f"{url}/{people.app_user.id}"
    client.post(f"{one}/rotate", data={"grace": "1"})
    with store.writing() as session:
        for token in session.exec(select(AppUserToken)):
            if token.submit_only_until is not None:
                token.submit_only_until = clock.now() - dt.timedelta(hours=1)

    assert "An exchanged code may still send" not in client.get(one).text


def test_cards_of_ticked_phones_or_of_the_whole_list_are_asked_for(
    app: Flask, people: People, url: str, others: list[int], store: Store
) -> None:
    client = browser(app, people.county_office)

    ticked = client.post(f"{url}/cards", data={"pk": others[:2], "action": "simple"})
    narrowed = client.post(f"{url}/cards?q=inspector&area={people.places.village_id}")
    nobody = client.post(f"{url}/cards?q=nobody")
    stranger = browser(app, people.viewer).post(f"{url}/cards")

    assert (ticked.status_code, narrowed.status_code) == (303, 303)
    assert (nobody.status_code, stranger.status_code) == (409, 403)
    with store.reading() as session:
        first, second = session.exec(select(Job).where(Job.kind == "print_cards")).all()
    assert first.parameters["appUserIds"] == sorted(others[:2], reverse=True)
    assert (first.parameters["isManaged"], second.parameters["isManaged"]) == (False, True)
    assert len(second.parameters["appUserIds"]) == 60


def test_phones_of_others_are_not_printed(
    app: Flask, people: People, url: str, store: Store, settings: Settings
) -> None:
    with store.writing() as session:
        foreign = add_phone(
            session,
            TokenBox(settings.secret_key),
            people.places.project_id,
            people.places.sibling_id,
        )

    done = browser(app, people.township_office).post(f"{url}/cards", data={"pk": [foreign.id]})

    assert done.status_code == 409


def test_the_admin_password_is_shown_noted_and_changed_by_the_county(
    app: Flask, people: People, url: str, store: Store
) -> None:
    one = f"{url}/admin-password"
    first = page(app, people.township_office, one).partition("<dd>")[2].partition("</dd>")[0]
    client = browser(app, people.county_office)

    refused = browser(app, people.township_office).post(one, data={"password": "Open-2026"})
    short = client.post(one, data={"password": "短"})
    changed = client.post(one, data={"password": "Open-2026"})
    shown = client.get(one).text

    assert len(first) == 8
    assert (refused.status_code, short.status_code, changed.status_code) == (403, 422, 303)
    assert 'href="#field-password"' in short.text
    assert "<dd>Open-2026</dd>" in shown
    assert f"<code>{first}</code>" in shown
    assert browser(app, people.viewer).get(one).status_code == 403
    with store.reading() as session:
        actions = set(session.exec(select(Audit.action)).all())
    assert {"project.admin_password.read", "project.admin_password.update"} <= actions

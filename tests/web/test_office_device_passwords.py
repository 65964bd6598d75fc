"""Passwords of phones in the office and over REST: shown to who may, exchanged, withdrawn."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from qr.collect_settings import read_settings_text
from server import clock
from server.device_passwords import app_user_of, new_device_password, user_name_of
from server.operations.app_user_settings import plan_codes, sign_in_settings
from server.operations.create_app_user import get_app_user
from server.operations.device_password import DevicePassword
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.app_users import AppUserToken
from server.store.tables.audits import Audit
from server.store.transaction import Store
from server.web.state import State
from tests.people import People
from tests.web.central import code_of
from tests.web.office_browser import browser
from tests.web.office_checks import page, status
from tests.web.signed_in_phone import basic

_PASSWORD = re.compile(r"[a-z2-9]{5}(?:-[a-z2-9]{5}){3}")


@pytest.fixture
def one(people: People) -> str:
    """Give the address of the app user's page."""
    return f"/office/{people.places.project_id}/app-users/{people.app_user.id}"


@pytest.fixture
def rest(people: People) -> str:
    """Give the address of the app user's password over REST."""
    return f"/v1/projects/{people.places.project_id}/app-users/{people.app_user.id}/password"


def _listing(people: People) -> str:
    return f"/v1/projects/{people.places.project_id}/formList"


def _works(client: FlaskClient, people: People, password: str) -> bool:
    headers = basic(user_name_of(people.app_user.id), password)
    answer = client.get(_listing(people), headers=headers)
    return answer.status_code == 200


def test_passwords_are_long_random_and_ascii_and_user_names_are_read_back() -> None:
    made = {new_device_password() for _ in range(100)}

    assert len(made) == 100
    assert all(_PASSWORD.fullmatch(password) for password in made)
    assert app_user_of(user_name_of(17)) == 17
    for name in ("", "phone-", "phone-0", "phone-x", "phone-17 ", "phone-9999999999", "a@b"):
        assert app_user_of(name) is None


def test_a_password_is_made_shown_exchanged_and_withdrawn(
    app: Flask, people: People, one: str
) -> None:
    client = browser(app, people.township_office)
    assert "There is no password yet." in client.get(f"{one}/password").text

    client.post(f"{one}/password")
    shown = client.get(f"{one}/password")
    first = _PASSWORD.findall(shown.text)[0]
    client.post(f"{one}/password", data={"grace": "7"})
    second = _PASSWORD.findall(client.get(f"{one}/password").text)[0]
    phone = app.test_client()
    assert first != second
    assert shown.headers["Cache-Control"] == "no-store"
    assert user_name_of(people.app_user.id) in shown.text
    assert (_works(phone, people, first), _works(phone, people, second)) == (False, True)

    done = client.post(f"{one}/password/withdraw")

    assert done.status_code == 303
    assert "There is no password yet." in client.get(f"{one}/password").text
    assert not _works(phone, people, second)
    assert phone.get(f"{people.app_user.prefix}{_listing(people)[3:]}").status_code == 200
    assert client.post(f"{one}/password/withdraw").status_code == 404


def test_the_page_of_the_app_user_leads_there_and_holds_no_password(
    app: Flask, people: People, one: str
) -> None:
    client = browser(app, people.county_office)
    client.post(f"{one}/password")

    shown = client.get(one).text

    assert f"{one}/password" in shown
    assert not _PASSWORD.search(shown)


def test_who_may_not_manage_phones_sees_and_changes_none(
    app: Flask, people: People, one: str, rest: str, store: Store
) -> None:
    viewer = people.viewer
    assert status(app, viewer, f"{one}/password") == 403
    assert browser(app, viewer).post(f"{one}/password").status_code == 403
    for method in ("GET", "POST", "DELETE"):
        answer = app.test_client().open(rest, method=method, json={}, headers=viewer.headers)
        assert answer.status_code == 403
    foreign = rest.replace(
        f"projects/{people.places.project_id}", f"projects/{people.places.other_project_id}"
    )
    answer = app.test_client().get(foreign, headers=people.administrator.headers)
    assert answer.status_code == 404
    with store.reading() as session:
        assert len(session.exec(select(AppUserToken)).all()) == 1


@pytest.mark.parametrize("grace", ["-1", "31", "x", "1e9", "٧"])
def test_a_grace_that_is_not_offered_is_refused(
    app: Flask, people: People, one: str, grace: str
) -> None:
    answer = browser(app, people.county_office).post(f"{one}/password", data={"grace": grace})

    assert answer.status_code == 404


def test_a_revoked_app_user_gets_no_password_and_loses_the_one_it_had(
    app: Flask, people: People, one: str, rest: str
) -> None:
    client = browser(app, people.county_office)
    client.post(f"{one}/password")
    password = _PASSWORD.findall(client.get(f"{one}/password").text)[0]

    client.post(f"{one}/revoke")

    assert not _works(app.test_client(), people, password)
    assert client.post(f"{one}/password").status_code == 409
    assert client.get(f"{one}/password/code.svg").status_code == 404
    over_rest = app.test_client().post(rest, json={}, headers=people.county_office.headers)
    assert over_rest.status_code == 409


def test_exchanging_the_code_exchanges_the_password_as_well(
    app: Flask, people: People, one: str
) -> None:
    client = browser(app, people.county_office)
    client.post(f"{one}/password")
    before = _PASSWORD.findall(client.get(f"{one}/password").text)[0]

    client.post(f"{one}/rotate", data={"grace": "0"})
    after = _PASSWORD.findall(client.get(f"{one}/password").text)[0]

    assert before != after
    assert (
        _works(app.test_client(), people, before),
        _works(app.test_client(), people, after),
    ) == (
        False,
        True,
    )


def test_over_rest_it_is_the_same(app: Flask, people: People, rest: str) -> None:
    client, headers = app.test_client(), people.county_office.headers

    missing = client.get(rest, headers=headers)
    made = client.post(rest, json={}, headers=headers)
    shown = client.get(rest, headers=headers)
    ended = client.delete(rest, headers=headers)

    assert code_of(missing) == 404.1
    assert made.get_json() == shown.get_json()
    assert made.get_json()["username"] == user_name_of(people.app_user.id)
    assert made.get_json()["serverUrl"].endswith(f"/v1/projects/{people.places.project_id}")
    assert made.headers["Cache-Control"] == "no-store"
    assert ended.get_json() == {"success": True}
    assert client.delete(rest, headers=headers).status_code == 404
    assert client.post(rest, json={"graceSeconds": -1}, headers=headers).status_code == 400


def test_the_code_holds_address_user_name_and_password_and_no_token(
    app: Flask, people: People
) -> None:
    state: State = app.extensions["concord"]
    device = DevicePassword("phone-7", "abcde-abcde-abcde-abcde")
    with state.store.writing() as session:
        found = get_app_user(
            session,
            By(None, clock.now()),
            Scope(people.places.project_id),
            state.tokens,
            people.app_user.id,
        )
        codes = plan_codes(
            session, By(None, clock.now()), state.tokens, people.places.project_id, is_managed=True
        )
        phone = sign_in_settings(
            session, found, device, codes, public_base_url="https://labour.example.org"
        )

    general = read_settings_text(phone.text)["general"]
    assert general["server_url"] == (
        f"https://labour.example.org/v1/projects/{people.places.project_id}"
    )
    assert (general["username"], general["password"]) == (device.user_name, device.password)
    assert general["metadata_username"] == "inspector 1"


def test_code_and_card_are_given_to_who_may(app: Flask, people: People, one: str) -> None:
    client = browser(app, people.county_office)
    client.post(f"{one}/password")

    code, card = client.get(f"{one}/password/code.svg"), client.get(f"{one}/password/card.pdf")

    assert code.mimetype == "image/svg+xml"
    assert code.headers["Cache-Control"] == "no-store"
    assert card.data.startswith(b"%PDF")


def test_showing_is_noted_and_no_password_lies_in_clear_or_in_the_log(
    app: Flask, people: People, one: str, store: Store
) -> None:
    client = browser(app, people.county_office)
    client.post(f"{one}/password")
    password = _PASSWORD.findall(page(app, people.county_office, f"{one}/password"))[0]
    client.post(f"{one}/password/withdraw")

    with store.reading() as session:
        noted = session.exec(select(Audit).where(Audit.action.startswith("field_key.pass"))).all()  # type: ignore[attr-defined]
        kept = session.exec(select(AppUserToken)).all()
    assert [entry.action for entry in noted] == [
        "field_key.password.create",
        "field_key.password.read",
        "field_key.password.delete",
    ]
    assert password not in str([entry.model_dump() for entry in noted])
    assert password.encode() not in b"".join(row.token_encrypted + row.lookup_hash for row in kept)

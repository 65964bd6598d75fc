"""Signing in and out of the office."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.web.office.own_addresses import is_address_of_ours
from tests.people import PASSWORD, People
from tests.web.office_browser import browser


def _sign_in(
    client: FlaskClient, email: str, password: str = PASSWORD, **more: str
) -> TestResponse:
    return client.post("/office/login", data={"email": email, "password": password, **more})


def _cookie(answer: TestResponse) -> str:
    return next(one for one in answer.headers.getlist("Set-Cookie") if "session=" in one)


def test_the_right_password_opens_the_office(app: Flask, people: People) -> None:
    client = browser(app)

    answer = _sign_in(client, people.township_office.email.upper())

    assert answer.status_code == 303
    assert answer.location == "/office/"
    cookie = _cookie(answer)
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    places = people.places
    assert client.get("/office/").location == f"/office/{places.project_id}/"


def test_over_https_the_cookie_is_bound_to_the_host(app: Flask, people: People) -> None:
    client = browser(app)

    answer = client.post(
        "/office/login",
        data={"email": people.viewer.email, "password": PASSWORD},
        base_url="https://localhost",
    )

    cookie = _cookie(answer)
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_signing_in_gives_a_new_id_and_ends_the_old_session(app: Flask, people: People) -> None:
    client = browser(app, people.viewer)
    before = people.viewer.token

    _sign_in(client, people.viewer.email)

    cookie = client.get_cookie("session")
    assert cookie is not None
    assert cookie.value != before
    assert browser(app, people.viewer).get("/office/").location.startswith("/office/login")


def test_an_id_that_was_given_is_never_adopted(app: Flask, people: People) -> None:
    client = browser(app)
    planted = "a" * 64
    client.set_cookie("session", planted)

    _sign_in(client, people.viewer.email)

    cookie = client.get_cookie("session")
    assert cookie is not None
    assert cookie.value != planted


def test_unknown_accounts_and_wrong_passwords_look_the_same(app: Flask, people: People) -> None:
    unknown = _sign_in(browser(app), "nobody@example.org", "not the password")
    wrong = _sign_in(browser(app), people.viewer.email, "not the password")

    assert unknown.status_code == wrong.status_code == 401
    without = [
        answer.text.replace("nobody@example.org", "").replace(people.viewer.email, "")
        for answer in (unknown, wrong)
    ]
    assert _no_nonce(without[0]) == _no_nonce(without[1])
    assert "The e-mail address or the password is wrong." in wrong.text
    assert people.viewer.email in wrong.text


def _no_nonce(page: str) -> str:
    head, _, rest = page.partition('nonce="')
    return head + rest.partition('"')[2]


def test_the_sixth_wrong_password_has_to_wait(app: Flask, people: People) -> None:
    client = browser(app)
    answers = [_sign_in(client, people.viewer.email, "wrong password") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert 0 < int(answers[5].headers["Retry-After"]) <= 30
    assert "Please try again in 1 minutes." in answers[5].text
    assert _sign_in(client, people.administrator.email).status_code == 303


def test_a_login_from_another_site_is_refused(app: Flask, people: People) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        client = app.test_client()
        answer = client.post(
            "/office/login",
            data={"email": people.viewer.email, "password": PASSWORD},
            headers=headers,
        )
        assert answer.status_code == 403
    nothing = app.test_client().post("/office/login", data={}, headers={"Origin": "null"})
    assert nothing.status_code == 403


@pytest.mark.parametrize("password", ["", "x" * 300, "nul\0nul"])
def test_no_password_breaks_the_page(app: Flask, people: People, password: str) -> None:
    answer = _sign_in(browser(app), people.viewer.email, password)

    assert answer.status_code in {400, 401, 422}
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example.org",
        "/\\evil.example.org",
        "\t//evil.example.org",
        "/office\t//evil",
        "javascript:alert(1)",
        "https://evil.example.org/office/",
        "/office/..//evil.example.org",
        "/officer",
        "/office/login",
        "/office/logout",
        "/v1/users",
        "",
    ],
)
def test_the_next_page_is_never_elsewhere(app: Flask, people: People, wanted: str) -> None:
    assert not is_address_of_ours(wanted)
    client = browser(app)

    page = client.get("/office/login", query_string={"next": wanted}).text
    assert 'name="next"' not in page
    assert _sign_in(client, people.viewer.email, next=wanted).location == "/office/"


def test_who_has_to_sign_in_goes_on_where_they_wanted_to_go(app: Flask, people: People) -> None:
    client = browser(app)
    wanted = f"/office/{people.places.project_id}/?area={people.places.township_id}"

    asked = client.get(wanted)

    assert asked.status_code == 302
    assert asked.location.startswith("/office/login?next=")
    page = client.get(asked.location)
    assert f'name="next" value="{wanted}"' in page.text
    assert _sign_in(client, people.viewer.email, next=wanted).location == wanted


def test_after_signing_out_the_cookie_opens_nothing(app: Flask, people: People) -> None:
    client = browser(app, people.viewer)
    copied = browser(app, people.viewer)

    answer = client.post("/office/logout")

    assert answer.status_code == 303
    assert answer.location == "/office/login"
    assert client.get_cookie("session") is None
    assert copied.get("/office/").location.startswith("/office/login")
    assert copied.post("/office/logout").status_code == 302


def test_the_login_page_speaks_both_languages(app: Flask, people: People) -> None:
    client = app.test_client()

    chinese = client.get("/office/login")
    english = client.get("/office/login?lang=en")

    assert '<html lang="zh-CN"' in chinese.text
    assert 'href="/office/login?lang=en"' in chinese.text
    assert '<html lang="en"' in english.text
    assert "Sign in" in english.text
    assert "locale=en" in english.headers["Set-Cookie"]
    assert '<html lang="en"' in client.get("/office/login").text


def test_credentials_in_the_address_are_not_read(app: Flask, people: People) -> None:
    answer = browser(app).post(
        "/office/login",
        query_string={"email": people.viewer.email, "password": PASSWORD},
    )

    assert answer.status_code == 422


def test_the_bare_address_leads_to_the_office(app: Flask, people: People) -> None:
    assert browser(app).get("/").location == "/office/"

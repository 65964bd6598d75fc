"""Sessions over REST: what pyODK reads, what cookies say, what guessing brings."""

import pytest
from flask.testing import FlaskClient

from tests.people import PASSWORD, People
from tests.web.central import code_of

HTTPS = {"X-Forwarded-Proto": "https"}


def test_a_session_begins_with_the_keys_that_pyodk_reads(
    client: FlaskClient, people: People
) -> None:
    response = client.post(
        "/v1/sessions", json={"email": "VIEWER@example.org", "password": PASSWORD}
    )

    body = response.get_json()
    assert response.status_code == 200
    assert set(body) == {"token", "csrf", "createdAt", "expiresAt"}
    assert len(body["token"]) == 64
    assert body["createdAt"].endswith("Z")
    headers = {"Authorization": f"Bearer {body['token']}"}
    current = client.get("/v1/users/current", headers=headers).get_json()
    assert current["email"] == people.viewer.email
    assert current["lastLoginAt"] is not None


def test_the_cookie_is_httponly_lax_and_bound_to_the_host_on_https(
    client: FlaskClient, people: People
) -> None:
    body = {"email": people.viewer.email, "password": PASSWORD}
    plain = client.post("/v1/sessions", json=body).headers.getlist("Set-Cookie")
    secure = client.post("/v1/sessions", json=body, headers=HTTPS).headers.getlist("Set-Cookie")

    assert any(one.startswith("session=") and "HttpOnly" in one for one in plain)
    host = next(one for one in secure if one.startswith("__Host-session="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(host.split("; "))
    assert "Domain" not in host


def test_a_session_ends_at_once(client: FlaskClient, people: People) -> None:
    headers = people.viewer.headers
    assert client.delete("/v1/sessions/current", headers=headers).get_json() == {"success": True}

    assert code_of(client.get("/v1/users/current", headers=headers)) == 401.2
    assert code_of(client.delete("/v1/sessions/current", headers=headers)) == 401.2


def test_a_session_is_restored_without_its_token(client: FlaskClient, people: People) -> None:
    found = client.get("/v1/sessions/restore", headers=people.viewer.headers)

    assert set(found.get_json()) == {"csrf", "createdAt", "expiresAt"}
    assert code_of(client.get("/v1/sessions/restore")) == 401.2


def test_a_phones_token_is_ended_like_a_session(client: FlaskClient, people: People) -> None:
    address = f"/v1/sessions/{people.app_user.token}"
    assert code_of(client.delete(address, headers=people.viewer.headers)) == 403.1
    ended = client.delete(address, headers=people.county_office.headers)
    assert ended.get_json() == {"success": True}
    assert code_of(client.delete(address, headers=people.county_office.headers)) == 403.1


@pytest.mark.parametrize("body", [{}, {"email": "a@example.org"}, {"password": "x"}])
def test_missing_credentials_are_named(client: FlaskClient, body: dict[str, str]) -> None:
    response = client.post("/v1/sessions", json=body)

    assert code_of(response) == 400.3
    assert response.get_json()["details"]["expected"] == ["email", "password"]


@pytest.mark.parametrize("password", ["x\0" + "y" * 10, "x" * 257, ["a"], 7, None, "z" * 300_000])
def test_what_is_no_password_is_refused_as_such(
    client: FlaskClient, people: People, password: object
) -> None:
    response = client.post(
        "/v1/sessions", json={"email": people.viewer.email, "password": password}
    )

    assert response.status_code == 400


def test_half_a_surrogate_pair_in_a_password_is_refused(
    client: FlaskClient, people: People
) -> None:
    body = b'{"email": "viewer@example.org", "password": "\\ud800 and ten more"}'

    assert code_of(client.post("/v1/sessions", data=body)) == 400.1


def test_known_and_unknown_accounts_answer_alike_and_guessing_is_slowed(
    client: FlaskClient, people: People
) -> None:
    answers = {
        email: [
            client.post("/v1/sessions", json={"email": email, "password": "wrong password"})
            for _ in range(6)
        ]
        for email in (people.viewer.email, "nobody@example.org")
    }
    for responses in answers.values():
        assert [one.status_code for one in responses] == [401] * 5 + [429]
        assert responses[0].get_json()["code"] == 401.2
        assert int(responses[5].headers["Retry-After"]) > 0

    other = {"email": people.county_office.email, "password": PASSWORD}
    assert client.post("/v1/sessions", json=other).status_code == 200
    assert client.get("/v1/users/current", headers=people.viewer.headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "http://evil.example.com"},
    ],
)
def test_a_login_from_another_site_is_refused(
    client: FlaskClient, people: People, headers: dict[str, str]
) -> None:
    body = {"email": people.viewer.email, "password": PASSWORD}
    response = client.post("/v1/sessions", json=body, headers=headers)

    assert code_of(response) == 403.2
    assert "Set-Cookie" not in response.headers


def test_a_write_by_cookie_from_another_site_is_refused(
    client: FlaskClient, people: People
) -> None:
    body = {"email": people.viewer.email, "password": PASSWORD}
    assert client.post("/v1/sessions", json=body).status_code == 200
    change = {"displayName": "Viewer"}
    address = f"/v1/users/{people.viewer.id}"

    ours = {"Origin": "http://localhost"}
    assert client.patch(address, json=change, headers=ours).status_code == 200
    assert client.patch(address, json=change).status_code == 403
    theirs = {"Origin": "http://evil.example.com"}
    assert client.patch(address, json=change, headers=theirs).status_code == 403


def test_a_given_session_is_never_adopted(client: FlaskClient, people: People) -> None:
    client.set_cookie("session", people.county_office.token)
    body = {"email": people.viewer.email, "password": PASSWORD}
    response = client.post("/v1/sessions", json=body, headers={"Origin": "http://localhost"})

    assert response.get_json()["token"] != people.county_office.token


def test_credentials_in_the_address_are_not_read(client: FlaskClient, people: People) -> None:
    query = {"email": people.viewer.email, "password": PASSWORD}

    assert code_of(client.post("/v1/sessions", query_string=query)) == 400.3


def test_basic_needs_https(client: FlaskClient, people: People) -> None:
    auth = (people.viewer.email, PASSWORD)
    assert code_of(client.get("/v1/users/current", auth=auth)) == 401.3
    found = client.get("/v1/users/current", auth=auth, headers=HTTPS)
    assert found.get_json()["email"] == people.viewer.email

"""Users over REST: who sees and changes whom."""

from flask.testing import FlaskClient

from tests.people import PASSWORD, People
from tests.web.central import as_person, code_of

USER_KEYS = {
    "id",
    "type",
    "email",
    "displayName",
    "lastLoginAt",
    "createdAt",
    "updatedAt",
    "deletedAt",
}


def test_the_current_user_has_the_keys_of_pyodk(client: FlaskClient, people: People) -> None:
    headers = people.township_office.headers
    found = client.get("/v1/users/current/", headers=headers).get_json()
    extended = client.get(
        "/v1/users/current", headers=as_person(people.township_office, X_Extended_Metadata="true")
    ).get_json()

    assert set(found) >= USER_KEYS
    assert found["type"] == "user"
    assert extended["roles"] == [
        {
            "role": "office",
            "projectId": people.places.project_id,
            "areaId": people.places.township_id,
        }
    ]
    assert client.head("/v1/users/current", headers=headers).status_code == 200


def test_users_are_listed_for_who_administers(client: FlaskClient, people: People) -> None:
    headers = people.administrator.headers
    found = client.get("/v1/users", headers=headers).get_json()
    searched = client.get("/v1/users?q=township", headers=headers).get_json()
    paged = client.get("/v1/users?limit=2&offset=1", headers=headers).get_json()

    assert len(found) == 5
    assert [one["email"] for one in searched] == [people.township_office.email]
    assert paged == found[1:3]
    assert code_of(client.get("/v1/users?limit=x", headers=headers)) == 400.8
    for person in (people.data_steward, people.county_office, people.viewer):
        assert code_of(client.get("/v1/users", headers=person.headers)) == 403.1
    assert code_of(client.get("/v1/users")) == 401.2
    assert client.get(f"{people.app_user.prefix}/users").status_code == 403


def test_a_user_is_created_and_logs_in(client: FlaskClient, people: People) -> None:
    body = {"email": "New@example.org", "password": "ten letters", "isAdministrator": True, "id": 1}
    made = client.post("/v1/users", json=body, headers=people.administrator.headers).get_json()

    assert made["email"] == made["displayName"] == "new@example.org"
    login = {"email": "new@example.org", "password": "ten letters"}
    token = client.post("/v1/sessions", json=login).get_json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/v1/projects", headers=headers).get_json() == []
    assert code_of(client.get("/v1/users", headers=headers)) == 403.1


def test_what_is_wrong_with_a_new_user_is_said(client: FlaskClient, people: People) -> None:
    headers = people.administrator.headers
    for body, code in (
        ({}, 400.2),
        ({"email": 5}, 400.11),
        ({"email": "none"}, 400.8),
        ({"email": "a@example.org", "password": "short"}, 400.21),
        ({"email": people.viewer.email}, 409.3),
    ):
        assert code_of(client.post("/v1/users", json=body, headers=headers)) == code
    assert code_of(client.post("/v1/users", json={}, headers=people.viewer.headers)) == 403.1


def test_everybody_changes_oneself_and_nobody_else(client: FlaskClient, people: People) -> None:
    viewer, office = people.viewer, people.county_office
    changed = client.patch(
        f"/v1/users/{viewer.id}",
        json={"displayName": "王芳", "role": "administrator", "verbs": ["*"]},
        headers=viewer.headers,
    )

    assert changed.get_json()["displayName"] == "王芳"
    for method in ("GET", "PATCH", "DELETE"):
        response = client.open(
            f"/v1/users/{office.id}", method=method, json={}, headers=viewer.headers
        )
        assert code_of(response) == 403.1
    assert client.get("/v1/users", headers=viewer.headers).status_code == 403


def test_disabling_ends_sessions_and_is_not_for_oneself(
    client: FlaskClient, people: People
) -> None:
    headers, viewer = people.administrator.headers, people.viewer
    body = {"disabled": True}
    assert client.patch(f"/v1/users/{viewer.id}", json=body, headers=headers).get_json()["disabled"]

    assert code_of(client.get("/v1/users/current", headers=viewer.headers)) == 401.2
    myself = f"/v1/users/{people.administrator.id}"
    assert code_of(client.patch(myself, json=body, headers=headers)) == 403.1
    assert code_of(client.delete(myself, headers=headers)) == 409.43


def test_a_new_password_needs_the_old_one_and_ends_sessions(
    client: FlaskClient, people: People
) -> None:
    viewer = people.viewer
    address = f"/v1/users/{viewer.id}/password"
    for body, code in (
        ({"new": "another password"}, 400.2),
        ({"old": "wrong one", "new": "another password"}, 401.2),
        ({"old": PASSWORD, "new": "short"}, 400.21),
        ({"old": PASSWORD}, 400.2),
    ):
        assert code_of(client.put(address, json=body, headers=viewer.headers)) == code
    body = {"old": PASSWORD, "new": "another password"}
    assert client.put(address, json=body, headers=viewer.headers).get_json() == {"success": True}
    assert code_of(client.get("/v1/users/current", headers=viewer.headers)) == 401.2
    login = {"email": viewer.email, "password": "another password"}
    assert client.post("/v1/sessions", json=login).status_code == 200


def test_an_administrator_sets_the_password_of_others(client: FlaskClient, people: People) -> None:
    address = f"/v1/users/{people.viewer.id}/password"
    body = {"new": "given password"}

    assert code_of(client.put(address, json=body, headers=people.county_office.headers)) == 403.1
    assert client.put(address, json=body, headers=people.administrator.headers).status_code == 200


def test_roles_are_those_of_central(client: FlaskClient, people: People) -> None:
    headers = people.viewer.headers
    found = client.get("/v1/roles", headers=headers).get_json()

    assert {(one["id"], one["system"]) for one in found} >= {(1, "admin"), (2, "app-user")}
    assert client.get("/v1/roles/app-user", headers=headers).get_json() == found[1]
    assert client.get("/v1/roles/2", headers=headers).get_json() == found[1]
    assert code_of(client.get("/v1/roles/none", headers=headers)) == 404.1

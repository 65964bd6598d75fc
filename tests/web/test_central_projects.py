"""Projects over REST: who sees which, and what is answered about the others."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from server.store.tables.audits import Audit
from server.store.transaction import Store
from tests.people import People
from tests.web.central import as_person, code_of, project_of

PROJECT_KEYS = {
    "id",
    "name",
    "description",
    "archived",
    "keyId",
    "createdAt",
    "updatedAt",
    "deletedAt",
}


def test_everybody_sees_their_own_projects(client: FlaskClient, people: People) -> None:
    places = people.places
    for person, expected in (
        (people.administrator, {places.project_id, places.other_project_id}),
        (people.viewer, {places.project_id}),
        (people.township_office, {places.project_id}),
    ):
        found = client.get("/v1/projects", headers=person.headers).get_json()
        assert {one["id"] for one in found} == expected
        assert set(found[0]) >= PROJECT_KEYS | {"verbs"}
        assert "project.read" in found[0]["verbs"]


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_a_foreign_project_is_answered_as_a_missing_one(
    client: FlaskClient, people: People, method: str
) -> None:
    headers = people.county_office.headers
    foreign = client.open(
        f"/v1/projects/{people.places.other_project_id}", method=method, json={}, headers=headers
    )
    missing = client.open("/v1/projects/999", method=method, json={}, headers=headers)

    assert code_of(foreign) == code_of(missing) == 404.1
    assert foreign.data == missing.data


@pytest.mark.parametrize("id_", ["-1", "1" + "0" * 30, "%D9%A3", "%00", "%ff", "1.5", "abc", "%"])
def test_ids_that_are_no_numbers_are_refused(client: FlaskClient, people: People, id_: str) -> None:
    for path in (f"/v1/projects/{id_}", f"/v1/projects/{id_}/forms", f"/v1/users/{id_}"):
        response = client.get(path, headers=people.administrator.headers)
        assert response.status_code in {400, 404}


def test_a_missing_project_has_no_forms(client: FlaskClient, people: People) -> None:
    headers = people.administrator.headers
    assert code_of(client.get("/v1/projects/999/forms", headers=headers)) == 404.1


def test_a_project_is_created_changed_and_deleted(
    client: FlaskClient, people: People, store: Store
) -> None:
    headers = as_person(people.administrator, X_Action_Notes="%E4%B8%8B%E4%B9%A1")
    made = client.post("/v1/projects/", json={"name": " New "}, headers=headers).get_json()
    address = f"/v1/projects/{made['id']}"
    changed = client.patch(
        address, json={"archived": True, "description": "D", "id": 7}, headers=headers
    ).get_json()

    assert (made["name"], made["archived"], changed["archived"]) == ("New", False, True)
    assert changed["id"] == made["id"]
    last = client.get("/v1/projects", headers=headers).get_json()[-1]
    assert last["id"] == made["id"]
    assert client.delete(address, headers=headers).get_json() == {"success": True}
    assert code_of(client.get(address, headers=headers)) == 404.1
    with store.reading() as session:
        notes = session.exec(select(Audit.notes).where(Audit.project_id == made["id"])).all()
    assert set(notes) == {"下乡"}


def test_names_are_asked_for(client: FlaskClient, people: People) -> None:
    headers = people.administrator.headers
    for body, code in (
        ({}, 400.2),
        ({"name": ""}, 400.8),
        ({"name": "x" * 201}, 400.8),
        ({"name": 5}, 400.11),
        ({"name": None}, 400.11),
        ([], 400.11),
    ):
        assert code_of(client.post("/v1/projects", json=body, headers=headers)) == code


def test_who_may_not_change_is_told_so(client: FlaskClient, people: People) -> None:
    body = {"name": "Mine"}
    for person in (people.township_office, people.viewer):
        assert code_of(client.patch(project_of(people), json=body, headers=person.headers)) == 403.1
    for person in (people.data_steward, people.county_office):
        assert code_of(client.post("/v1/projects", json=body, headers=person.headers)) == 403.1
        assert code_of(client.delete(project_of(people), headers=person.headers)) == 403.1
    assert client.get(f"{people.app_user.prefix}/projects").status_code == 403


def test_extended_metadata_counts_what_the_caller_sees(client: FlaskClient, people: People) -> None:
    office, viewer = (
        client.get(
            project_of(people), headers=as_person(person, X_Extended_Metadata="true")
        ).get_json()
        for person in (people.county_office, people.viewer)
    )

    assert (office["forms"], office["appUsers"], office["datasets"]) == (0, 1, 1)
    assert (office["lastSubmission"], office["lastEntity"]) == (None, None)
    assert viewer["appUsers"] == 0

"""Roles over REST: given, taken, and never to oneself or beyond one's own."""

from flask.testing import FlaskClient

from tests.people import People
from tests.web.central import code_of


def test_a_role_is_given_and_taken(client: FlaskClient, people: People) -> None:
    headers, places = people.administrator.headers, people.places
    address = f"/v1/users/{people.viewer.id}/roles"
    body = {"role": "office", "projectId": places.project_id, "areaId": places.village_id}
    made = client.post(address, json=body, headers=headers).get_json()

    assert made == {**body, "id": made["id"]}
    assert code_of(client.get("/v1/users/current", headers=people.viewer.headers)) == 401.2
    assert made in client.get(address, headers=headers).get_json()
    taken = client.delete(f"{address}/{made['id']}", headers=headers)
    assert taken.get_json() == {"success": True}
    assert code_of(client.delete(f"{address}/{made['id']}", headers=headers)) == 404.1


def test_nobody_gives_to_oneself_or_beyond_their_own(client: FlaskClient, people: People) -> None:
    project_id = people.places.project_id
    body = {"role": "data_steward", "projectId": project_id, "role_id": 1}
    for person in (people.administrator, people.data_steward, people.county_office, people.viewer):
        for receiver in (person, people.township_office):
            response = client.post(
                f"/v1/users/{receiver.id}/roles", json=body, headers=person.headers
            )
            if (person, receiver) == (people.administrator, people.township_office):
                assert response.status_code == 200
                continue
            assert code_of(response) == 403.1


def test_foreign_and_missing_places_are_answered_alike(client: FlaskClient, people: People) -> None:
    address, headers = f"/v1/users/{people.viewer.id}/roles", people.county_office.headers
    foreign = {"role": "viewer", "projectId": people.places.other_project_id}
    answers = [
        client.post(address, json=body, headers=headers)
        for body in (foreign, {"role": "viewer", "projectId": 999})
    ]

    assert [code_of(one) for one in answers] == [404.1, 404.1]
    assert answers[0].data == answers[1].data


def test_what_is_no_role_is_refused(client: FlaskClient, people: People) -> None:
    address, headers = f"/v1/users/{people.viewer.id}/roles", people.administrator.headers
    for body, code in (
        ({}, 400.2),
        ({"role": "king"}, 400.8),
        ({"role": 1}, 400.11),
        ({"role": "viewer", "projectId": "1"}, 400.11),
        ({"role": "viewer", "areaId": people.places.village_id}, 400.8),
        ({"role": "viewer", "projectId": 10**30}, 400.8),
        ({"role": "viewer", "projectId": people.places.project_id, "areaId": 2**31}, 400.8),
    ):
        assert code_of(client.post(address, json=body, headers=headers)) == code


def test_the_last_administrator_keeps_the_role(client: FlaskClient, people: People) -> None:
    headers, place = people.administrator.headers, f"/v1/users/{people.administrator.id}/roles"
    held = client.get(place, headers=headers).get_json()

    assert code_of(client.delete(f"{place}/{held[0]['id']}", headers=headers)) == 403.1
    assert code_of(client.get(place, headers=people.viewer.headers)) == 403.1


def test_further_keys_of_a_body_give_nothing(client: FlaskClient, people: People) -> None:
    viewer = people.viewer
    own, headers = f"/v1/users/{viewer.id}", viewer.headers
    before = client.get(f"{own}/roles", headers=headers).get_json()
    more = {"role": "administrator", "roles": ["administrator"], "grants": [{"role": "office"}]}

    body = {"displayName": "V", "id": people.administrator.id, "isDisabled": False, **more}
    changed = client.patch(own, json=body, headers=headers)

    assert changed.status_code == 200
    assert changed.get_json()["id"] == viewer.id
    assert client.get(f"{own}/roles", headers=headers).get_json() == before
    made = {"email": "new@example.org", "password": "a password of ten", "projectId": 1, **more}
    answer = client.post("/v1/users", json=made, headers=people.administrator.headers)
    place = f"/v1/users/{answer.get_json()['id']}/roles"
    assert client.get(place, headers=people.administrator.headers).get_json() == []

"""Areas over /v1: a tree that belongs to the whole project."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import state_of
from tests.people import People, make_people


@pytest.fixture
def people(app: Flask) -> People:
    return make_people(state_of(app).store, state_of(app).tokens)


@pytest.fixture
def base(people: People) -> str:
    return f"/v1/projects/{people.places.project_id}"


def test_areas_are_made_listed_as_a_tree_and_moved_with_all_below(
    client: FlaskClient, people: People, base: str
) -> None:
    places, headers = people.places, people.county_office.headers

    made = client.post(
        f"{base}/areas",
        json={"name": "新村", "level": "village", "parentId": places.sibling_id},
        headers=headers,
    )
    moved = client.patch(
        f"{base}/areas/{made.json['id']}", json={"parentId": places.township_id}, headers=headers
    )
    below_itself = client.patch(
        f"{base}/areas/{places.county_id}", json={"parentId": made.json["id"]}, headers=headers
    )
    wrong_level = client.patch(
        f"{base}/areas/{places.sibling_id}", json={"parentId": made.json["id"]}, headers=headers
    )
    twin = client.post(
        f"{base}/areas",
        json={"name": "新村", "level": "village", "parentId": places.township_id},
        headers=headers,
    )
    listed = client.get(f"{base}/areas", headers=people.viewer.headers)

    assert moved.json["path"] == ["Demo county", "First township", "新村"]
    assert (below_itself.status_code, wrong_level.status_code) == (409, 400)
    assert (twin.status_code, twin.json["code"]) == (409, 409.3)
    assert [one["name"] for one in listed.json] == [
        "Demo county",
        "First township",
        "First village",
        "新村",
        "Second township",
    ]


def test_a_township_office_cannot_change_the_tree_that_belongs_to_all(
    client: FlaskClient, people: People, base: str
) -> None:
    answer = client.post(
        f"{base}/areas",
        json={"name": "新村", "level": "village", "parentId": people.places.township_id},
        headers=people.township_office.headers,
    )

    assert answer.status_code == 403

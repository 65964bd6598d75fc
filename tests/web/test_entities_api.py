"""Entity lists and entities over /v1, as pyODK and ruODK call them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import state_of
from server.store.transaction import Store
from tests import factories
from tests.people import People, make_people
from tests.web.central import as_person, code_of, project_of

UUID = "0f7c5ba4-5d2f-4d7e-9a57-111122223333"


@pytest.fixture
def people(app: Flask) -> People:
    return make_people(state_of(app).store, state_of(app).tokens)


@pytest.fixture
def lists(client: FlaskClient, people: People) -> str:
    """Make the list `sites` with the property `trade`; give its address."""
    base = f"{project_of(people)}/datasets"
    headers = people.county_office.headers
    made = client.post(base, json={"name": "sites", "approvalRequired": False}, headers=headers)
    assert made.status_code == 200, made.text
    added = client.post(f"{base}/sites/properties", json={"name": "trade"}, headers=headers)
    assert added.json == {"success": True}
    return f"{base}/sites"


def _create(client: FlaskClient, people: People, address: str, **body: object) -> dict:
    answer = client.post(
        f"{address}/entities/",
        json={"label": "Mill", "data": {"trade": "paper"}, **body},
        headers=as_person(people.county_office, User_Agent="pyodk"),
    )
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_a_list_is_shown_with_its_properties_and_counts(
    client: FlaskClient, people: People, lists: str
) -> None:
    _create(client, people, lists)
    headers = as_person(people.viewer, X_Extended_Metadata="true")

    whole = client.get(lists, headers=headers).get_json()
    both = client.get(lists.rpartition("/")[0], headers=headers).get_json()

    assert [one["name"] for one in whole["properties"]] == ["trade"]
    assert whole["linkedForms"] == whole["sourceForms"] == []
    assert [(one["name"], one["entities"], one["conflicts"]) for one in both] == [
        ("enterprises", 0, 0),
        ("sites", 1, 0),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [("__x", 400.8), ("a.b", 400.8), ("", 400.8), ("sites", 409.3), ("Sites", 409.16)],
)
def test_names_of_lists_are_checked(
    client: FlaskClient, people: People, lists: str, name: str, code: float
) -> None:
    answer = client.post(
        lists.rpartition("/")[0], json={"name": name}, headers=people.county_office.headers
    )

    assert code_of(answer) == code


@pytest.mark.parametrize(
    ("name", "code"), [("label", 400.8), ("__a", 400.8), ("trade", 409.3), ("Trade", 409.17)]
)
def test_names_of_properties_are_checked(
    client: FlaskClient, people: People, lists: str, name: str, code: float
) -> None:
    answer = client.post(
        f"{lists}/properties", json={"name": name}, headers=people.county_office.headers
    )

    assert code_of(answer) == code


def test_an_entity_is_created_changed_and_deleted(
    client: FlaskClient, people: People, lists: str
) -> None:
    made = _create(client, people, lists, uuid=UUID.upper())
    one, headers = f"{lists}/entities/{UUID}", people.county_office.headers

    changed = client.patch(
        f"{one}?baseVersion=1", json={"data": {"trade": "glass"}}, headers=headers
    ).get_json()
    stale = client.patch(f"{one}?baseVersion=1", json={"label": "X"}, headers=headers)
    forced = client.patch(f"{one}?force=True", json={"label": "X"}, headers=headers).get_json()
    calm = client.patch(f"{one}?force=true&resolve=true", json={"label": "Y"}, headers=headers)
    diffs = client.get(f"{one}/diffs", headers=headers).get_json()
    versions = client.get(f"{one}/versions", headers=headers).get_json()
    gone = client.delete(one, headers=headers).get_json()
    again = client.post(f"{lists}/entities", json={"label": "A", "uuid": UUID}, headers=headers)

    assert made["uuid"] == UUID
    assert made["currentVersion"]["userAgent"] == "pyodk"
    assert made["currentVersion"]["data"] == {"trade": "paper"}
    assert (changed["currentVersion"]["version"], changed["currentVersion"]["baseVersion"]) == (
        2,
        1,
    )
    assert code_of(stale) == 409.15
    assert stale.get_json()["details"] == {"current": 2, "provided": 1}
    assert forced["currentVersion"]["label"] == "X"
    assert code_of(calm) == 400.32
    assert diffs == [
        [{"old": "paper", "new": "glass", "propertyName": "trade"}],
        [{"old": "Mill", "new": "X", "propertyName": "label"}],
    ]
    assert [row["version"] for row in versions] == [1, 2, 3]
    assert [row["current"] for row in versions] == [False, False, True]
    assert gone == {"success": True}
    assert client.get(f"{lists}/entities", headers=headers).get_json() == []
    deleted = client.get(f"{lists}/entities?deleted=true", headers=headers).get_json()
    assert [row["uuid"] for row in deleted] == [UUID]
    assert code_of(again) == 409.19


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 400.2),
        ({"label": " "}, 400.8),
        ({"label": "A", "data": {"trade": 1}}, 400.11),
        ({"label": "A", "data": {"none": "x"}}, 400.28),
        ({"label": "A", "uuid": "0f7c5ba4-5d2f-1d7e-9a57-111122223333"}, 400.11),
        ({"label": "A", "uuid": UUID}, 409.3),
        ({"entities": [], "source": {"name": "x"}}, 400.31),
        ({"entities": {}, "source": {"name": "x"}}, 400.31),
        ({"entities": [{"label": "A"}]}, 400.2),
        ([], 400.11),
    ],
)
def test_what_is_wrong_is_refused_with_centrals_number(
    client: FlaskClient, people: People, lists: str, body: object, code: float
) -> None:
    _create(client, people, lists, uuid=UUID)

    answer = client.post(f"{lists}/entities", json=body, headers=people.county_office.headers)

    assert code_of(answer) == code


def test_many_are_created_at_once_all_or_none(
    client: FlaskClient, people: People, lists: str
) -> None:
    headers = people.county_office.headers
    good = {"label": "A", "data": {"trade": "x"}}

    many = client.post(
        f"{lists}/entities",
        json={"entities": [good, good], "source": {"name": "a.csv", "size": 9}},
        headers=headers,
    )
    broken = client.post(
        f"{lists}/entities",
        json={"entities": [good, {"label": "B", "data": {"no": ""}}], "source": {"name": "b.csv"}},
        headers=headers,
    )

    assert many.get_json() == {"success": True}
    assert code_of(broken) == 400.28
    rows = client.get(f"{lists}/entities", headers=headers).get_json()
    assert len(rows) == 2
    versions = client.get(f"{lists}/entities/{rows[0]['uuid']}/versions", headers=headers)
    assert versions.get_json()[0]["source"] == {"name": "a.csv"}


def test_entities_are_cut_to_the_callers_areas(
    client: FlaskClient, store: Store, people: People
) -> None:
    places = people.places
    with store.writing() as session:
        for area_id in (places.village_id, places.sibling_id):
            factories.enterprise(session, places.project_id, area_id)
    address = f"{project_of(people)}/datasets/enterprises/entities"
    everything = client.get(address, headers=people.county_office.headers).get_json()
    township = client.get(address, headers=people.township_office.headers).get_json()
    (foreign,) = {row["uuid"] for row in everything} - {row["uuid"] for row in township}

    headers = people.township_office.headers
    shown = client.get(f"{address}/{foreign}", headers=headers)
    changed = client.patch(f"{address}/{foreign}?force=true", json={"label": "X"}, headers=headers)

    assert (len(everything), len(township)) == (2, 1)
    assert (shown.status_code, changed.status_code) == (404, 404)


def test_an_enterprise_is_changed_as_the_register_is(
    client: FlaskClient, store: Store, people: People
) -> None:
    places = people.places
    with store.writing() as session:
        factories.enterprise(session, places.project_id, places.village_id)
    address = f"{project_of(people)}/datasets/enterprises/entities"
    headers = people.county_office.headers
    (row,) = client.get(address, headers=headers).get_json()
    one = f"{address}/{row['uuid']}?force=true"

    changed = client.patch(one, json={"data": {"headcount": "7"}}, headers=headers)
    wrong = client.patch(one, json={"data": {"headcount": "many"}}, headers=headers)
    ours = client.patch(one, json={"data": {"last_grade": "A"}}, headers=headers)
    deleted = client.delete(one, headers=headers)

    assert changed.get_json()["currentVersion"]["data"]["headcount"] == "7"
    assert wrong.status_code == 400
    assert code_of(ours) == 400.28
    assert code_of(deleted) == 409.44


def test_those_who_only_read_change_nothing(
    client: FlaskClient, people: People, lists: str
) -> None:
    headers = people.viewer.headers

    answers = [
        client.post(lists.rpartition("/")[0], json={"name": "x"}, headers=headers),
        client.patch(lists, json={"approvalRequired": True}, headers=headers),
        client.post(f"{lists}/entities", json={"label": "x"}, headers=headers),
    ]

    assert {answer.status_code for answer in answers} == {403}


@pytest.mark.parametrize(
    ("field", "body"),
    [("label", {"label": "字" * 1_001}), ("trade", {"data": {"trade": "x" * 50_001}})],
)
def test_texts_that_would_end_every_phone_are_refused(
    client: FlaskClient, people: People, lists: str, field: str, body: dict[str, object]
) -> None:
    uuid, headers = _create(client, people, lists)["uuid"], people.county_office.headers

    made = client.post(f"{lists}/entities", json={"label": "A"} | body, headers=headers)
    changed = client.patch(f"{lists}/entities/{uuid}?force=true", json=body, headers=headers)

    assert code_of(made) == code_of(changed) == 400.8
    assert field in made.get_json()["message"]

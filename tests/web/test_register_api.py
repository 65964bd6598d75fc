"""The register over /v1: areas, parks and enterprises, cut to the caller's areas."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import state_of
from server.store.transaction import Store
from server.web.central.paging import TOTAL
from tests import factories
from tests.people import People, Person, make_people


@pytest.fixture
def people(app: Flask) -> People:
    return make_people(state_of(app).store, state_of(app).tokens)


@pytest.fixture
def base(people: People) -> str:
    return f"/v1/projects/{people.places.project_id}"


def _three(store: Store, people: People) -> dict[str, int]:
    """Make an enterprise in the village, beside it, and at the county itself."""
    places = people.places
    with store.writing() as session:
        return {
            name: factories.enterprise(session, places.project_id, area_id, name=name).id
            for name, area_id in (
                ("村厂", places.village_id),
                ("邻厂", places.sibling_id),
                ("县厂", places.county_id),
            )
        }


def _names(client: FlaskClient, address: str, person: Person) -> list[str]:
    answer = client.get(address, headers=person.headers)
    assert answer.status_code == 200
    return [one["name"] for one in answer.json]


def test_lists_searches_and_counts_show_the_callers_subtree_and_no_more(
    client: FlaskClient, store: Store, people: People, base: str
) -> None:
    _three(store, people)
    office, township = people.county_office, people.township_office

    answer = client.get(f"{base}/enterprises?limit=1", headers=township.headers)

    assert _names(client, f"{base}/enterprises", office) == ["县厂", "村厂", "邻厂"]
    assert _names(client, f"{base}/enterprises", township) == ["村厂"]
    assert _names(client, f"{base}/enterprises?q=厂", township) == ["村厂"]
    area = f"areaId={people.places.county_id}"
    assert _names(client, f"{base}/enterprises?{area}", township) == ["村厂"]
    assert answer.headers[TOTAL] == "1"


def test_what_is_foreign_is_answered_as_what_is_missing(
    client: FlaskClient, store: Store, people: People, base: str
) -> None:
    made = _three(store, people)
    township = people.township_office

    answers = [
        client.open(f"{base}/enterprises/{key}", method=method, headers=township.headers, json={})
        for key in (made["邻厂"], made["县厂"], 2**31 - 1)
        for method in ("GET", "PATCH")
    ]

    assert [one.status_code for one in answers] == [404] * 6
    assert len({one.data for one in answers}) == 1
    assert answers[0].json["code"] == 404.1


def test_a_page_of_the_list_goes_on_where_the_last_one_ended(
    client: FlaskClient, store: Store, people: People, base: str
) -> None:
    _three(store, people)

    pages = [
        _names(client, f"{base}/enterprises?limit=2&offset={offset}", people.county_office)
        for offset in (0, 2, 4)
    ]

    assert pages == [["县厂", "村厂"], ["邻厂"], []]


@pytest.mark.parametrize(
    ("text", "found"),
    [("%", ["100%厂"]), ("_", ["a_b厂"]), ("A_B", ["a_b厂"]), ("１００", ["100%厂"]), ("\\", [])],
)
def test_a_search_means_its_text_literally(
    text: str, found: list[str], client: FlaskClient, store: Store, people: People, base: str
) -> None:
    places = people.places
    with store.writing() as session:
        for name in ("100%厂", "a_b厂", "甲厂"):
            factories.enterprise(session, places.project_id, places.village_id, name=name)

    query = {"q": text}
    answer = client.get(
        f"{base}/enterprises", query_string=query, headers=people.county_office.headers
    )

    assert [one["name"] for one in answer.json] == found


@pytest.mark.parametrize("key", ["-1", "1" + "0" * 30, "٣", "%00", "%ff", "1.5"])
def test_ids_that_are_none_are_missing(
    key: str, client: FlaskClient, people: People, base: str
) -> None:
    for kind in ("enterprises", "areas", "campaigns", "posters", "app-users", "jobs"):
        answer = client.get(f"{base}/{kind}/{key}", headers=people.administrator.headers)
        assert answer.status_code == 404, kind


@pytest.mark.parametrize("query", ["limit=-1", "areaId=x", "parkId=" + "9" * 30, "offset=٣"])
def test_a_number_that_is_none_is_refused(
    query: str, client: FlaskClient, people: People, base: str
) -> None:
    answer = client.get(f"{base}/enterprises?{query}", headers=people.county_office.headers)

    assert answer.status_code == 400


def test_a_nul_in_a_search_finds_nothing_and_breaks_nothing(
    client: FlaskClient, people: People, base: str
) -> None:
    answer = client.get(f"{base}/enterprises?q=a%00b", headers=people.county_office.headers)

    assert (answer.status_code, answer.json) == (200, [])


def test_an_enterprise_is_created_changed_and_made_unknown_again(
    client: FlaskClient, people: People, base: str
) -> None:
    headers = people.township_office.headers
    code = factories.credit_code()
    body = {
        "name": "  江石五金厂 ",
        "uscc": f" {code[:9].lower()}-{code[9:]}",
        "areaId": people.places.village_id,
        "industry": "C3351",
        "ownership": "私营企业",
        "headcount": 1200,
        "headcountOn": "2026-01-31",
        "hasUnion": True,
        "unknownField": "ignored",
    }

    made = client.post(f"{base}/enterprises", json=body, headers=headers)
    changed = client.patch(
        f"{base}/enterprises/{made.json['id']}",
        json={"headcount": None, "hasUnion": False},
        headers=headers,
    )

    assert made.status_code == 200
    assert made.json["name"] == "江石五金厂"
    assert made.json["uscc"] == code
    assert made.json["ownership"] == "private"
    assert made.json["areaPath"] == ["Demo county", "First township", "First village"]
    assert changed.json["headcount"] is None
    assert changed.json["hasUnion"] is False
    assert changed.json["headcountOn"] == "2026-01-31"
    assert changed.json["uuid"] == made.json["uuid"]


def test_everything_that_is_wrong_with_an_enterprise_is_said_at_once(
    client: FlaskClient, people: People, base: str
) -> None:
    body = {
        "name": " ",
        "uscc": "91990100990000011A",
        "areaId": people.places.village_id,
        "headcount": -5,
        "headcountOn": "2999-01-01",
    }
    headers = {**people.county_office.headers, "Accept-Language": "en"}

    answer = client.post(f"{base}/enterprises", json=body, headers=headers)

    assert answer.status_code == 400
    assert answer.json["code"] == 400.53
    faults = {one["field"]: one["fault"] for one in answer.json["details"]["faults"]}
    assert faults == {
        "name": "missing",
        "uscc": "bad_credit_code",
        "headcount": "bad_number",
        "headcount_on": "in_the_future",
    }
    assert all(one["message"] for one in answer.json["details"]["faults"])


def test_a_foreign_credit_code_exists_and_no_more_is_said(
    client: FlaskClient, store: Store, people: People, base: str
) -> None:
    places = people.places
    with store.writing() as session:
        foreign = factories.enterprise(session, places.project_id, places.sibling_id, name="秘密厂")
    body = {"name": "甲", "uscc": foreign.uscc, "areaId": places.village_id}

    answer = client.post(f"{base}/enterprises", json=body, headers=people.township_office.headers)

    assert (answer.status_code, answer.json["code"]) == (409, 409.3)
    assert "秘密厂" not in answer.text
    assert "Second township" not in answer.text


def test_an_office_puts_enterprises_into_its_own_areas_only(
    client: FlaskClient, store: Store, people: People, base: str
) -> None:
    made, places = _three(store, people), people.places
    headers = people.township_office.headers

    created = client.post(
        f"{base}/enterprises", json={"name": "甲", "areaId": places.sibling_id}, headers=headers
    )
    moved = client.patch(
        f"{base}/enterprises/{made['村厂']}", json={"areaId": places.sibling_id}, headers=headers
    )

    assert (created.status_code, moved.status_code) == (404, 404)


def test_a_viewer_reads_and_changes_nothing(
    client: FlaskClient, store: Store, people: People, base: str
) -> None:
    made = _three(store, people)
    headers = people.viewer.headers

    refused = [
        client.post(f"{base}/enterprises", json={}, headers=headers),
        client.patch(f"{base}/enterprises/{made['村厂']}", json={}, headers=headers),
        client.post(f"{base}/enterprises/imports", data=b"x", headers=headers),
        client.post(f"{base}/areas", json={}, headers=headers),
        client.post(f"{base}/parks", json={}, headers=headers),
    ]

    assert [one.status_code for one in refused] == [403] * 5
    assert len(_names(client, f"{base}/enterprises", people.viewer)) == 3


def test_another_project_is_missing(client: FlaskClient, people: People) -> None:
    foreign = f"/v1/projects/{people.places.other_project_id}"

    for kind in ("areas", "parks", "enterprises", "campaigns", "posters", "app-users", "jobs"):
        answer = client.get(f"{foreign}/{kind}", headers=people.county_office.headers)
        assert answer.status_code == 404, kind

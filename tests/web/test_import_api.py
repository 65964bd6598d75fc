"""Imports over /v1: a file is previewed, shown to who sent it, and confirmed once."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import state_of
from server.store.transaction import Store
from tests import factories
from tests.people import People, make_people

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"


@pytest.fixture
def people(app: Flask) -> People:
    return make_people(state_of(app).store, state_of(app).tokens)


@pytest.fixture
def base(people: People) -> str:
    return f"/v1/projects/{people.places.project_id}"


def test_the_sample_files_are_previewed_and_confirmed_over_http(
    client: FlaskClient, people: People, base: str
) -> None:
    headers = people.county_office.headers
    areas = (SAMPLES / "areas-sample.csv").read_bytes()
    register = (SAMPLES / "register-sample.xlsx").read_bytes()

    first = client.post(f"{base}/areas/imports", data=areas, headers=headers).json
    client.post(f"{base}/areas/imports/{first['id']}/confirm", headers=headers)
    client.post(f"{base}/parks", json={"name": "临江经济开发区"}, headers=headers)
    preview = client.post(f"{base}/enterprises/imports", data=register, headers=headers).json
    shown = client.get(f"{base}/enterprises/imports/{preview['id']}", headers=headers).json
    confirm = f"{base}/enterprises/imports/{preview['id']}/confirm"
    foreign = client.post(confirm, headers=people.data_steward.headers)
    done = client.post(confirm, headers=headers)
    twice = client.post(confirm, headers=headers)

    assert first["newCount"] == 15
    assert (preview["newCount"], preview["wrongRowCount"]) == (288, 12)
    assert all(one["message"] and one["address"] for one in preview["problems"])
    assert shown["isCurrent"] is True
    assert foreign.status_code == 404
    assert done.json == {"success": True, "createdCount": 288, "changedCount": 0}
    assert twice.status_code == 409


def test_a_preview_is_out_of_date_as_soon_as_the_register_changes(
    client: FlaskClient, store: Store, people: People, base: str
) -> None:
    headers = people.county_office.headers
    data = "企业名称,所属区域\n甲厂,First village".encode()
    preview = client.post(f"{base}/enterprises/imports", data=data, headers=headers).json
    with store.writing() as session:
        factories.enterprise(session, people.places.project_id, people.places.sibling_id)

    shown = client.get(f"{base}/enterprises/imports/{preview['id']}", headers=headers).json
    answer = client.post(f"{base}/enterprises/imports/{preview['id']}/confirm", headers=headers)

    assert shown["isCurrent"] is False
    assert (answer.status_code, answer.json["code"]) == (409, 409.41)


def test_a_file_that_is_no_spreadsheet_says_what_to_do_in_the_readers_language(
    client: FlaskClient, people: People, base: str
) -> None:
    headers = {**people.county_office.headers, "Accept-Language": "en"}

    answer = client.post(
        f"{base}/enterprises/imports", data=b"\xd0\xcf\x11\xe0" + b"\0" * 99, headers=headers
    )

    assert (answer.status_code, answer.json["code"]) == (400, 400.52)
    assert ".xlsx" in answer.json["message"]

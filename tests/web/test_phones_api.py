"""Phones in numbers over /v1: lists narrowed and paged, reports, cards, imports, the password."""

import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import state_of
from tests.people import People, add_phone
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone
from tests.web.quarantine_office import Office


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


@pytest.fixture
def people(phone: Phone) -> People:
    return phone.people


@pytest.fixture
def base(people: People) -> str:
    return f"/v1/projects/{people.places.project_id}/app-users"


def test_the_list_is_narrowed_and_paged(
    app: Flask, client: FlaskClient, people: People, phone: Phone, base: str
) -> None:
    state = state_of(app)
    with state.store.writing() as session:
        for _ in range(3):
            add_phone(session, state.tokens, people.places.project_id, people.places.township_id)
    headers = people.county_office.headers
    phone.get("/formList")

    page = client.get(f"{base}?limit=2&offset=1", headers=headers)
    never = client.get(f"{base}?state=never_seen", headers=headers)
    behind = client.get(f"{base}?state=behind", headers=headers)
    named = client.get(f"{base}?q=nobody%00", headers=headers)
    strange = client.get(f"{base}?state=lost", headers=headers)

    assert (len(page.json), page.headers["X-Total-Count"]) == (2, "4")
    assert len(never.json) == 3
    assert [one["id"] for one in behind.json] == [people.app_user.id]
    assert named.json == []
    assert (strange.status_code, strange.json["code"]) == (400, 400.8)


def test_a_report_tells_what_came_and_what_was_fetched(
    client: FlaskClient, people: People, phone: Phone, base: str
) -> None:
    headers = people.township_office.headers
    before = client.get(f"{base}/{people.app_user.id}/report", headers=headers).json
    listed = phone.get("/formList").text
    phone.get(listed.partition("<downloadUrl>")[2].partition("<")[0])
    phone.send(data.submission_xml())

    after = client.get(f"{base}/{people.app_user.id}/report", headers=headers).json

    assert (before["arrivedCount"], before["lastArrivedAt"], before["lastUsed"]) == (0, None, None)
    assert before["forms"][0]["isBehind"] is True
    assert after["forms"][0]["fetchedVersion"] == phone.form.version
    assert after["forms"][0]["isBehind"] is False
    assert (after["arrivedCount"], after["arrived"][0]["formId"]) == (1, phone.form.form_id)
    assert (after["missingCount"], after["missing"], after["refusedCount"]) == (0, [], 0)
    assert after["lastUsed"] is not None


def test_a_report_counts_what_was_refused_until_it_is_decided_about(
    client: FlaskClient, people: People, phone: Phone, base: str
) -> None:
    headers, address = people.county_office.headers, f"{base}/{people.app_user.id}/report"
    phone.send(data.submission_xml(instance_id="uuid:1", note="first"))
    phone.send(data.submission_xml(instance_id="uuid:1", note="other"))
    waiting = client.get(address, headers=headers).json["refusedCount"]

    Office(phone).discard("sent twice by mistake")

    assert (waiting, client.get(address, headers=headers).json["refusedCount"]) == (1, 0)


def test_cards_are_asked_for_as_a_job(client: FlaskClient, people: People, base: str) -> None:
    headers = people.county_office.headers

    every = client.post(f"{base}/cards", json={}, headers=headers)
    some = client.post(f"{base}/cards", json={"appUserIds": [people.app_user.id]}, headers=headers)
    nobody = client.post(f"{base}/cards", json={"appUserIds": [9999]}, headers=headers)
    none = client.post(f"{base}/cards", json={"appUserIds": []}, headers=headers)
    wrong = client.post(f"{base}/cards", json={"appUserIds": ["x"]}, headers=headers)

    assert (every.status_code, every.json["kind"]) == (200, "print_cards")
    assert some.status_code == 200
    assert (nobody.status_code, none.status_code, wrong.status_code) == (409, 409, 400)


def test_the_admin_password_is_told_and_changed(
    client: FlaskClient, people: People, base: str
) -> None:
    headers, address = people.county_office.headers, f"{base}/admin-password"
    first = client.get(address, headers=headers).json

    changed = client.put(address, json={"password": "Open-2026"}, headers=headers)
    random = client.put(address, json={}, headers=headers)
    known = client.get(address, headers=people.township_office.headers).json
    refused = client.put(address, json={}, headers=people.township_office.headers)
    wrong = client.put(address, json={"password": "短"}, headers=headers)

    assert changed.json["password"] == "Open-2026"
    assert [one["password"] for one in known] == [
        random.json["password"],
        "Open-2026",
        first[0]["password"],
    ]
    assert (refused.status_code, wrong.status_code) == (403, 400)
    assert client.get(address, headers=people.viewer.headers).status_code == 403


def test_the_grace_of_a_token_is_ended(
    client: FlaskClient, people: People, phone: Phone, base: str
) -> None:
    headers, one = people.county_office.headers, f"{base}/{people.app_user.id}"
    client.post(f"{one}/rotate", json={"graceSeconds": 3600}, headers=headers)
    may_send = phone.send(data.submission_xml()).status_code

    ended = client.post(f"{one}/end-grace", headers=headers)

    assert (may_send, ended.json) == (201, {"success": True})
    assert phone.send(data.submission_xml()).status_code == 403


def test_app_users_are_imported_after_a_preview(
    client: FlaskClient, people: People, base: str
) -> None:
    headers = people.county_office.headers
    text = "姓名,区域,表单\n张一,First village,site_check\n李二,Nowhere,\n".encode()

    preview = client.post(f"{base}/imports", data=text, headers=headers)
    address = f"{base}/imports/{preview.json['id']}"
    shown = client.get(address, headers=headers)
    foreign = client.get(address, headers=people.township_office.headers)
    done = client.post(f"{address}/confirm", headers=headers)
    again = client.post(f"{address}/confirm", headers=headers)
    made = client.get(f"{base}?q=张一", headers=headers).json

    assert preview.json["newCount"] == 1
    assert preview.json["rows"][0]["areaIds"] == [people.places.village_id]
    (problem,) = preview.json["problems"]
    assert (problem["address"], problem["fault"], problem["text"]) == (
        "B3",
        "unknown_area",
        "Nowhere",
    )
    assert shown.json == preview.json
    assert (foreign.status_code, again.status_code) == (404, 409)
    assert done.json == {"success": True, "createdCount": 1}
    assert (made[0]["areaIds"], made[0]["formIds"]) == (
        [people.places.village_id],
        ["site_check"],
    )
    assert len(made[0]["token"]) == 64


def test_the_template_is_a_workbook(client: FlaskClient, people: People, base: str) -> None:
    sent = client.get(f"{base}/imports/template.xlsx", headers=people.township_office.headers)

    workbook = openpyxl.load_workbook(io.BytesIO(sent.data))

    assert len(workbook.worksheets) == 3


def test_a_simple_code_is_central_s_own(client: FlaskClient, people: People, base: str) -> None:
    headers, one = people.county_office.headers, f"{base}/{people.app_user.id}"

    managed = client.get(f"{one}/qr.svg", headers=headers)
    simple = client.get(f"{one}/qr.svg?mode=simple", headers=headers)

    assert managed.status_code == simple.status_code == 200
    assert len(simple.data) < len(managed.data)

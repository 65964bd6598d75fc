"""App users over /v1, as pyODK uses them, and who is told their tokens."""

import io

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from qr.captioned import WARNING
from qr.collect_settings import read_settings_text
from server.app import state_of
from tests import factories
from tests.people import People, make_people


@pytest.fixture
def people(app: Flask) -> People:
    made = make_people(state_of(app).store, state_of(app).tokens)
    with state_of(app).store.writing() as session:
        factories.published_form(session, made.places.project_id, factories.compiled("site_check"))
    return made


@pytest.fixture
def base(people: People) -> str:
    return f"/v1/projects/{people.places.project_id}"


def test_an_app_user_is_made_as_pyodk_does_and_its_address_works(
    client: FlaskClient, people: People, base: str
) -> None:
    headers = people.county_office.headers

    made = client.post(f"{base}/app-users", json={"displayName": "检查员二"}, headers=headers)
    given = client.post(f"{base}/forms/site_check/assignments/2/{made.json['id']}", headers=headers)
    listed = client.get(f"{base}/app-users", headers=headers)
    openrosa = {"X-OpenRosa-Version": "1.0"}
    phone = f"/v1/key/{made.json['token']}/projects/{people.places.project_id}"
    forms = client.get(f"{phone}/formList", headers=openrosa)

    assert made.status_code == 200
    assert {"projectId", "id", "type", "displayName", "createdAt", "updatedAt", "deletedAt"} <= set(
        made.json
    )
    assert (made.json["type"], len(made.json["token"])) == ("field_key", 64)
    assert given.json == {"success": True}
    assert made.json["id"] in {one["id"] for one in listed.json}
    assert b"site_check" in forms.data


def test_a_form_is_given_taken_and_listed_by_number_or_name_of_the_role(
    client: FlaskClient, people: People, base: str
) -> None:
    headers, key = people.county_office.headers, people.app_user.id
    address = f"{base}/forms/site_check/assignments"

    client.post(f"{address}/app-user/{key}", headers=headers)
    listed = client.get(f"{address}/2", headers=headers)
    whole = client.get(f"{base}/assignments/forms", headers=headers)
    taken = client.delete(f"{address}/2/{key}", headers=headers)
    again = client.delete(f"{address}/2/{key}", headers=headers)
    other_role = client.post(f"{address}/5/{key}", headers=headers)
    unknown = client.post(f"{base}/forms/none/assignments/2/{key}", headers=headers)

    assert [one["id"] for one in listed.json] == [key]
    assert whole.json == [{"actorId": key, "roleId": 2, "xmlFormId": "site_check"}]
    assert taken.json == {"success": True}
    assert [one.status_code for one in (again, other_role, unknown)] == [404, 404, 404]


def test_tokens_are_shown_to_who_manages_app_users_and_to_nobody_else(
    client: FlaskClient, people: People, base: str
) -> None:
    key = people.app_user.id
    addresses = ["", f"/{key}", f"/{key}/qr.svg", f"/{key}/qr.png", f"/{key}/card.pdf"]

    for rest in addresses:
        address = f"{base}/app-users{rest}"
        assert client.get(address, headers=people.viewer.headers).status_code == 403
        assert client.get(address).status_code == 401
        phone = address.replace("/v1", people.app_user.prefix, 1)
        assert client.get(phone).status_code == 403
        assert client.get(address, headers=people.township_office.headers).status_code == 200


def test_an_app_user_of_other_areas_is_missing(
    client: FlaskClient, people: People, base: str
) -> None:
    body = {"displayName": "邻镇", "areaIds": [people.places.sibling_id]}
    made = client.post(f"{base}/app-users", json=body, headers=people.county_office.headers)
    headers = people.township_office.headers

    for method, rest in (
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("GET", "/qr.svg"),
        ("GET", "/card.pdf"),
        ("POST", "/rotate"),
        ("POST", "/revoke"),
    ):
        address = f"{base}/app-users/{made.json['id']}{rest}"
        answer = client.open(address, method=method, json={}, headers=headers)
        assert answer.status_code == 404, (method, rest)


def test_who_works_in_an_area_makes_app_users_of_that_area(
    client: FlaskClient, people: People, base: str
) -> None:
    headers = people.township_office.headers

    made = client.post(f"{base}/app-users", json={"displayName": "一"}, headers=headers)
    beyond = client.post(
        f"{base}/app-users",
        json={"displayName": "二", "areaIds": [people.places.county_id]},
        headers=headers,
    )

    assert made.json["areaIds"] == [people.places.township_id]
    assert beyond.status_code == 403


def test_the_settings_code_is_scanned_and_warns_of_an_address_of_this_computer(
    client: FlaskClient, people: People, base: str
) -> None:
    address = f"{base}/app-users/{people.app_user.id}"
    headers = people.county_office.headers

    png = client.get(f"{address}/qr.png", headers=headers)
    svg = client.get(f"{address}/qr.svg", headers=headers)

    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png.data)))
    general = read_settings_text(code.text)["general"]
    path = f"/v1/key/{people.app_user.token}/projects/{people.places.project_id}"
    assert general["server_url"] == f"http://localhost{path}"
    assert WARNING in svg.text
    assert png.headers["Cache-Control"] == "no-store"


def test_a_rotated_token_sends_during_its_grace_and_a_revoked_one_is_refused_at_once(
    client: FlaskClient, people: People, base: str
) -> None:
    address = f"{base}/app-users/{people.app_user.id}"
    headers = people.county_office.headers
    openrosa = {"X-OpenRosa-Version": "1.0"}
    project = f"/projects/{people.places.project_id}"

    fresh = client.post(f"{address}/rotate", json={"graceSeconds": 600}, headers=headers).json
    old = client.get(f"{people.app_user.prefix}{project}/formList", headers=openrosa)
    sends = client.head(f"{people.app_user.prefix}{project}/submission", headers=openrosa)
    new = client.get(f"/v1/key/{fresh['token']}{project}/formList", headers=openrosa)
    client.post(f"{address}/revoke", headers=headers)
    ended = client.get(f"/v1/key/{fresh['token']}{project}/formList", headers=openrosa)
    shown = client.get(address, headers=headers)

    assert (old.status_code, sends.status_code, new.status_code) == (403, 204, 200)
    assert ended.status_code == 403
    assert shown.json["token"] is None
    assert client.get(f"{address}/qr.svg", headers=headers).status_code == 409


def test_an_exchanged_token_sends_for_two_weeks_unless_nothing_is_asked_for(
    client: FlaskClient, people: People, base: str
) -> None:
    address = f"{base}/app-users/{people.app_user.id}"
    headers = people.county_office.headers
    project = f"/projects/{people.places.project_id}"
    openrosa = {"X-OpenRosa-Version": "1.0"}

    second = client.post(f"{address}/rotate", json={}, headers=headers).json["token"]
    first_sends = client.head(f"{people.app_user.prefix}{project}/submission", headers=openrosa)
    client.post(f"{address}/rotate", json={"graceSeconds": 0}, headers=headers)
    second_sends = client.head(f"/v1/key/{second}{project}/submission", headers=openrosa)

    assert (first_sends.status_code, second_sends.status_code) == (204, 403)


def test_an_app_user_is_renamed_gets_areas_and_forms_and_is_deleted(
    client: FlaskClient, people: People, base: str
) -> None:
    address = f"{base}/app-users/{people.app_user.id}"
    headers = people.county_office.headers
    body = {
        "displayName": "新名字",
        "areaIds": [people.places.village_id],
        "formIds": ["site_check"],
    }

    changed = client.patch(address, json=body, headers=headers)
    gone = client.delete(address, headers=headers)
    after = client.get(address, headers=headers)

    assert changed.json["displayName"] == "新名字"
    assert changed.json["areaIds"] == [people.places.village_id]
    assert changed.json["formIds"] == ["site_check"]
    assert gone.json == {"success": True}
    assert after.status_code == 404


def test_the_list_tells_more_when_asked(client: FlaskClient, people: People, base: str) -> None:
    headers = {**people.county_office.headers, "X-Extended-Metadata": "true"}

    (one,) = client.get(f"{base}/app-users", headers=headers).json

    assert {"createdBy", "lastUsed"} <= set(one)

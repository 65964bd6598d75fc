"""Forms over REST, in the order of pyODK: create, files, publish, update, read."""

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people import People
from tests.web.central import (
    XLSX,
    XML,
    as_person,
    code_of,
    form_at,
    project_of,
    send_form,
)
from tests.xforms import xform
from tests.xlsform_md import workbook_bytes

FORMS = Path(__file__).parents[2] / "xlsforms" / "forms"
FORM_KEYS = {
    "projectId",
    "xmlFormId",
    "version",
    "hash",
    "state",
    "createdAt",
    "name",
    "enketoId",
    "keyId",
    "updatedAt",
    "publishedAt",
}
SLOT_KEYS = {"name", "type", "hash", "exists", "blobExists", "datasetExists", "updatedAt"}
HOSTILE_IDS = ["'=+/*-451%/%", "✅", "a b", "a.b", "../x", "%2F", "visit?x#y"]


def _get(client: FlaskClient, people: People, address: str, **headers: str) -> TestResponse:
    return client.get(address, headers=as_person(people.viewer, **headers), buffered=True)


def _post(client: FlaskClient, people: People, address: str, data: bytes = b"") -> TestResponse:
    headers = as_person(people.county_office, **({"Content_Type": XML} if data else {}))
    return client.post(address, data=data, headers=headers)


@pytest.mark.parametrize("form_id", HOSTILE_IDS)
def test_pyodk_creates_and_reads_a_form_of_any_id(
    client: FlaskClient, people: People, form_id: str
) -> None:
    made = send_form(
        client, people, xform(form_id, files=["a.png"]), "?ignoreWarnings=True&publish=False"
    ).get_json()
    at = form_at(people, form_id)
    slot = client.post(
        f"{at}/draft/attachments/a.png",
        data=b"picture",
        headers=as_person(people.county_office, Content_Type="image/png"),
    ).get_json()
    published = _post(client, people, f"{at}/draft/publish?version=v2")

    assert set(made) >= FORM_KEYS
    assert (made["xmlFormId"], made["publishedAt"]) == (form_id, None)
    assert set(slot) >= SLOT_KEYS
    assert None not in [slot[key] for key in SLOT_KEYS]
    assert published.get_json() == {"success": True}
    form = _get(client, people, at).get_json()
    assert (form["xmlFormId"], form["version"]) == (form_id, "v2")
    assert form["publishedAt"].endswith("Z")
    assert _get(client, people, f"{at}.xml").status_code == 200
    assert _get(client, people, f"{at}/attachments/a.png").data == b"picture"


def test_the_hash_is_that_of_the_bytes(client: FlaskClient, people: People) -> None:
    made = send_form(client, people, query="?publish=true").get_json()
    served = _get(client, people, f"{form_at(people)}.xml").data

    assert served == xform()
    assert hashlib.md5(served).hexdigest() == made["hash"]  # noqa: S324 - ODK's hash


def test_a_workbook_is_compiled_kept_and_served(client: FlaskClient, people: People) -> None:
    data = (FORMS / "site_check.xlsx").read_bytes()
    response = client.post(
        f"{project_of(people)}/forms?ignoreWarnings=True&publish=True",
        data=data,
        headers=as_person(people.county_office, Content_Type=XLSX),
    )

    assert response.status_code == 200, response.data
    at = form_at(people, "site_check")
    assert response.get_json()["xmlFormId"] == "site_check"
    assert _get(client, people, f"{at}.xlsx").data == data
    assert code_of(_get(client, people, f"{at}.xls")) == 404.1
    fields = _get(client, people, f"{at}/fields").get_json()
    assert {"path", "name", "type", "binary", "selectMultiple"} == set(fields[0])
    slots = {one["name"]: one for one in _get(client, people, f"{at}/attachments").get_json()}
    assert slots["enterprises.csv"]["datasetExists"] is True


def test_a_fallback_gives_the_form_id(client: FlaskClient, people: People) -> None:
    data = workbook_bytes("| survey | | |\n| | type | name | label |\n| | text | a | A |")
    response = client.post(
        f"{project_of(people)}/forms?ignoreWarnings=true",
        data=data,
        headers=as_person(
            people.county_office, Content_Type=XLSX, X_XlsForm_FormId_Fallback="%E2%9C%85x"
        ),
    )

    assert response.get_json()["xmlFormId"] == "✅x"


def test_warnings_wait_for_consent(client: FlaskClient, people: People) -> None:
    data = workbook_bytes(
        "| survey | | | | | |\n"
        "| | type | name | label::English (en) | label::中文 (zh) | hint::English (en) |\n"
        "| | text | a | A | 甲 | H |\n"
        "| settings | |\n| | form_id | version |\n| | w | 1 |"
    )
    headers = as_person(people.county_office, Content_Type=XLSX)
    address = f"{project_of(people)}/forms"
    asked = client.post(address, data=data, headers=headers)

    assert code_of(asked) == 400.16
    assert asked.get_json()["details"]["warnings"]["xlsFormWarnings"]
    again = client.post(f"{address}?ignoreWarnings=True", data=data, headers=headers)
    assert again.status_code == 200


def test_an_invalid_workbook_names_its_places_in_both_languages(
    client: FlaskClient, people: People
) -> None:
    headers = as_person(people.county_office, Content_Type=XLSX)
    address = f"{project_of(people)}/forms"
    english = client.post(address, data=b"not a workbook", headers=headers)
    chinese = client.post(
        address, data=b"not a workbook", headers={**headers, "Accept-Language": "zh-CN"}
    )

    assert code_of(english) == code_of(chinese) == 400.15
    problem = english.get_json()["details"]["problems"][0]
    assert set(problem) == {"sheet", "row", "column", "what", "advice", "code"}
    assert problem["code"] == "not_a_workbook"
    assert chinese.get_json()["details"]["problems"][0]["code"] == "not_a_workbook"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a",
        b"\xff\xfe<",
        xform(" "),
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY e "x">]><a/>'.encode(
            "utf-16"
        ),
        xform(model='<submission action="https://example.com/x"/>'),
        b"<a>" * 300 + b"</a>" * 300,
    ],
)
def test_a_broken_form_is_refused_and_nothing_is_stored(
    client: FlaskClient, people: People, data: bytes
) -> None:
    assert code_of(send_form(client, people, data)) == 400.15
    assert _get(client, people, f"{project_of(people)}/forms").get_json() == []


def test_a_version_with_markup_is_escaped(client: FlaskClient, people: People) -> None:
    send_form(client, people)
    address = f"{form_at(people)}/draft/publish"
    response = client.post(
        address, query_string={"version": '"><evil/>'}, headers=people.county_office.headers
    )

    assert response.status_code == 200
    form = _get(client, people, form_at(people)).get_json()
    served = _get(client, people, f"{form_at(people)}.xml").data

    assert form["version"] == '"><evil/>'
    assert b"<evil" not in served
    assert hashlib.md5(served).hexdigest() == form["hash"]  # noqa: S324 - ODK's hash


def test_state_is_changed_and_a_wrong_one_refused(client: FlaskClient, people: People) -> None:
    send_form(client, people, query="?publish=true")
    headers = people.county_office.headers
    closed = client.patch(form_at(people), json={"state": "closing"}, headers=headers)

    assert closed.get_json()["state"] == "closing"
    assert code_of(client.patch(form_at(people), json={"state": "x"}, headers=headers)) == 400.8
    assert code_of(client.patch(form_at(people), json={"state": 5}, headers=headers)) == 400.11


def test_a_deleted_form_is_gone_until_restored(client: FlaskClient, people: People) -> None:
    headers, forms = people.county_office.headers, f"{project_of(people)}/forms"
    send_form(client, people)
    assert client.delete(form_at(people), headers=headers).status_code == 200

    assert code_of(_get(client, people, form_at(people))) == 404.1
    assert _get(client, people, forms).get_json() == []
    deleted = _get(client, people, f"{forms}?deleted=true").get_json()[0]
    assert deleted["deletedAt"]
    restored = client.post(f"{forms}/{deleted['id']}/restore", headers=headers)
    assert restored.get_json() == {"success": True}
    assert code_of(client.post(f"{forms}/{deleted['id']}/restore", headers=headers)) == 404.1
    assert _get(client, people, form_at(people)).status_code == 200


def test_a_taken_form_id_is_a_conflict(client: FlaskClient, people: People) -> None:
    send_form(client, people)
    response = send_form(client, people)

    assert code_of(response) == 409.3
    assert response.get_json()["details"]["fields"] == ["projectId", "xmlFormId"]


def test_extended_metadata_has_what_ruodk_reads(client: FlaskClient, people: People) -> None:
    send_form(client, people, query="?publish=true")
    forms = f"{project_of(people)}/forms/"
    found = _get(client, people, forms, X_Extended_Metadata="true", Accept="application/xml")

    form = found.get_json()[0]
    assert (form["submissions"], form["lastSubmission"]) == (0, None)
    assert form["reviewStates"] == {"received": 0, "hasIssues": 0, "edited": 0}
    assert form["createdBy"]["displayName"] == "county_office"
    assert {"excelContentType", "publicLinks", "entityRelated"} <= set(form)


def test_areas_and_viewers_change_no_form(client: FlaskClient, people: People) -> None:
    send_form(client, people)
    at = form_at(people)
    for person in (people.township_office, people.viewer):
        for method, path in (
            ("POST", f"{project_of(people)}/forms"),
            ("PATCH", at),
            ("DELETE", at),
            ("POST", f"{at}/draft"),
            ("DELETE", f"{at}/draft"),
            ("POST", f"{at}/draft/publish"),
            ("POST", f"{at}/draft/attachments/x"),
        ):
            response = client.open(path, method=method, json={}, headers=person.headers)
            assert code_of(response) == 403.1
        assert client.get(at, headers=person.headers).status_code == 200
    prefix = people.app_user.prefix
    for path in (f"{project_of(people)}/forms", at, f"{at}/versions", f"{at}/draft"):
        assert client.get(path.replace("/v1", prefix, 1)).status_code == 403


def test_forms_of_a_foreign_project_are_missing(client: FlaskClient, people: People) -> None:
    foreign = f"/v1/projects/{people.places.other_project_id}/forms"
    client.post(foreign, data=xform(), headers=as_person(people.administrator, Content_Type=XML))
    for path in (foreign, f"{foreign}/visit", f"{foreign}/visit/draft", f"{foreign}/visit.xml"):
        assert client.get(path, headers=people.county_office.headers).status_code == 404

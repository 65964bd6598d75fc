"""Schemes and evaluations over /v1: from a workbook to a ranking with every step."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.app import state_of
from server.operations.job_context import JobContext
from server.operations.upload_scheme import XLSX
from server.web.central.paging import TOTAL
from tests.evaluated import submit_points, work
from tests.people import Person
from tests.scheme_books import SETTINGS_ROWS, Rows, book_of, file_of
from tests.site_checks import Checks

GRADES = (("code", "name_zh", "kind", "from_points"), ("T", "和谐企业", "grade_bands", 8))


def post(
    client: FlaskClient, person: Person, path: str, data: bytes = b"", **body: object
) -> TestResponse:
    """Send a workbook, or a body as JSON."""
    if data:
        headers = {**person.headers, "Content-Type": XLSX}
        return client.post(path, data=data, headers=headers)
    return client.post(path, json=body, headers=person.headers)


def workbook(version: str = "1", points: object = 10, **sheets: Rows) -> bytes:
    """Return a workbook of one row of so many points, and one grade."""
    settings = tuple(
        (name, version if name == "version" else value) for name, value in SETTINGS_ROWS
    )
    rows = (
        ("code", "name_zh", "kind", "points", "source", "max"),
        ("A", "合同", "manual_range", points, "assessor", points),
    )
    return file_of(book_of({"settings": settings, "indicators": rows, "grades": GRADES, **sheets}))


@pytest.fixture
def base(checks: Checks) -> str:
    return f"/v1/projects/{checks.project_id}"


def test_a_workbook_becomes_a_draft_a_version_and_evaluations(
    client: FlaskClient, app: Flask, context: JobContext, checks: Checks, base: str
) -> None:
    office = checks.people.county_office
    draft = post(client, office, f"{base}/schemes?fileName=办法.xlsx", workbook())
    again = post(client, office, f"{base}/schemes", workbook(points=9))
    published = post(client, office, f"{base}/schemes/demo/publish")
    assigned = post(
        client,
        office,
        f"{base}/campaigns/{checks.campaign_id}/schemes",
        versionId=published.json["id"],
    )
    with state_of(app).store.writing() as session:
        ids = (checks.campaign_id, published.json["id"], checks.enterprise_ids[0])
        submit_points(session, *ids, A="8.5")
    work(context)
    path = f"{base}/campaigns/{checks.campaign_id}/evaluations"
    listed = client.get(path, headers=office.headers)
    first = listed.json[0]
    rest = client.get(f"{path}?after={first['id']}&limit=1", headers=office.headers)
    shown = client.get(f"{path}/{first['id']}", headers=office.headers)

    assert (draft.status_code, draft.json["workbookName"]) == (200, "办法.xlsx")
    assert (again.json["version"], published.json["publishedAt"] is None) == ("1", False)
    assert (assigned.json["slug"], assigned.json["subjectKind"]) == ("demo", "enterprise")
    assert (listed.headers[TOTAL], len(listed.json)) == ("2", 2)
    assert (first["enterpriseId"], first["total"], first["grade"]) == (ids[2], "8.5", "T")
    assert [one["enterpriseId"] for one in rest.json] == [checks.enterprise_ids[1]]
    (used,) = shown.json["trace"]["rows"]["A"]["used"]
    assert used["origin"].startswith("assessment:")


def test_a_measure_that_no_form_has_is_told_and_accepted_before_publishing(
    client: FlaskClient, checks: Checks, base: str
) -> None:
    office = checks.people.county_office
    rows = (
        ("code", "name_zh", "kind", "points", "source", "measure", "target", "per_point"),
        ("A", "合同", "linear_deduct", 10, "inspection", "contracts.signingrate", 95, 1),
    )

    draft = post(client, office, f"{base}/schemes", workbook(indicators=rows))
    refused = post(client, office, f"{base}/schemes/demo/publish")
    published = post(client, office, f"{base}/schemes/demo/publish?ignoreWarnings=true")

    (warning,) = draft.json["warnings"]
    assert (warning["sheet"], warning["row"], warning["column"]) == ("indicators", 2, "measure")
    assert "contracts.signing_rate" in warning["advice"]
    assert (refused.status_code, refused.json["code"]) == (400, 400.56)
    assert refused.json["details"]["warnings"][0]["what"] == warning["what"]
    assert published.json["publishedAt"] is not None


def test_a_published_version_never_changes_and_a_new_one_shows_its_differences(
    client: FlaskClient, checks: Checks, base: str
) -> None:
    office = checks.people.county_office
    sent = workbook()
    post(client, office, f"{base}/schemes", sent)
    post(client, office, f"{base}/schemes/demo/publish")

    refused = post(client, office, f"{base}/schemes", workbook(points=9))
    draft = post(client, office, f"{base}/schemes", workbook("2", points=9))
    differences = client.get(f"{base}/schemes/demo/draft/differences", headers=office.headers)
    post(client, office, f"{base}/schemes/demo/publish")
    same = client.get(f"{base}/schemes/demo/versions/2/differences", headers=office.headers)
    kept = client.get(f"{base}/schemes/demo/versions/1.xlsx", headers=office.headers)
    data = kept.data
    kept.close()
    versions = client.get(f"{base}/schemes/demo/versions", headers=office.headers)

    assert (refused.status_code, refused.json["code"]) == (409, 409.47)
    assert draft.json["version"] == "2"
    changed = {one["key"]: one["change"] for one in differences.json}
    assert changed == {"A": "changed", "version": "changed"}
    assert same.json == differences.json
    assert data == sent
    assert [one["version"] for one in versions.json] == ["2", "1"]


def test_all_faults_of_a_workbook_come_at_once_in_the_readers_language(
    client: FlaskClient, checks: Checks, base: str
) -> None:
    office = checks.people.county_office
    wrong = workbook(points="ten", grades=(GRADES[0], ("T", "和谐企业", "no_such_kind", 8)))

    answers = [
        client.post(
            f"{base}/schemes",
            data=wrong,
            headers={**office.headers, "Content-Type": XLSX, "Accept-Language": language},
        )
        for language in ("en", "zh-CN")
    ]

    assert [one.status_code for one in answers] == [400, 400]
    english, chinese = (one.json["details"]["problems"] for one in answers)
    places = {(one["sheet"], one["row"], one["column"]) for one in english}
    assert {("indicators", 2, "points"), ("grades", 2, "kind")} <= places
    assert all(one["advice"] for one in english)
    assert [one["row"] for one in chinese] == [one["row"] for one in english]


def test_a_township_sees_its_own_enterprises_only_and_publishes_nothing(
    client: FlaskClient, context: JobContext, checks: Checks, base: str
) -> None:
    office, township = checks.people.county_office, checks.people.township_office
    post(client, office, f"{base}/schemes", workbook())
    version_id = post(client, office, f"{base}/schemes/demo/publish").json["id"]
    campaign = f"{base}/campaigns/{checks.campaign_id}"
    post(client, office, f"{campaign}/schemes", versionId=version_id)
    work(context)

    listed = client.get(f"{campaign}/evaluations", headers=township.headers)
    refused = post(client, township, f"{base}/schemes/demo/publish")
    whole = post(client, township, f"{campaign}/schemes", versionId=version_id)
    settled = post(client, township, f"{campaign}/schemes/settle")

    assert [one["enterpriseId"] for one in listed.json] == [checks.enterprise_ids[0]]
    assert listed.headers[TOTAL] == "1"
    assert [one.status_code for one in (refused, whole, settled)] == [403, 403, 403]


def test_an_assignment_is_taken_out_and_evaluations_are_renewed_and_settled(
    client: FlaskClient, context: JobContext, checks: Checks, base: str
) -> None:
    office = checks.people.county_office
    post(client, office, f"{base}/schemes", workbook())
    version_id = post(client, office, f"{base}/schemes/demo/publish").json["id"]
    campaign = f"{base}/campaigns/{checks.campaign_id}"
    made = post(client, office, f"{campaign}/schemes", versionId=version_id).json["id"]
    work(context)

    renewed = post(client, office, f"{campaign}/evaluations/renew")
    settled = post(client, office, f"{campaign}/schemes/settle", isSettled=True)
    gone = client.delete(f"{campaign}/schemes/{made}", headers=office.headers)
    work(context)
    left = client.get(f"{campaign}/evaluations", headers=office.headers)
    wrong = client.get(f"{campaign}/evaluations?order=chance", headers=office.headers)

    assert (renewed.status_code, gone.status_code) == (200, 200)
    assert settled.json[0]["settledAt"] is not None
    assert left.json == []
    assert wrong.status_code == 400

"""Pages of schemes: upload, faults in one table, draft, differences, publishing, assignment."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.operations.job_context import JobContext
from server.store.queries import schemes
from server.store.transaction import Store
from server.web.office.schemes.sheets import sheet_table
from tests import evaluated, factories
from tests.delivered_schemes import delivered
from tests.people import People
from tests.scheme_books import SETTINGS_ROWS, book_of, file_of
from tests.web.office_browser import browser
from tests.web.office_checks import page, status
from xlsforms.scheme import RECORDS

INDICATORS = (
    ("code", "parent", "name_zh", "name_en", "kind", "points", "source", "note_zh"),
    ("1", None, "规范用工", "Orderly work", "group", None, None, None),
    ("1.1", "1", "劳动合同", "Contracts", "manual_range", 60, "assessor", "看台账"),
    ("1.2", "1", "职工食堂", "Canteen", "manual_range", 40, "assessor", None),
)
GRADES = (("code", "name_zh", "kind", "from_points"), ("T", "和谐企业", "grade_bands", 60))


def workbook(*, version: str = "1", line: int = 60, indicators: object = INDICATORS) -> bytes:
    """Return a scheme workbook as an office would write it."""
    settings = [row for row in SETTINGS_ROWS if row[0] != "version"]
    sheets = {
        "settings": [*settings, ("version", version), ("name_en", "Example")],
        "indicators": indicators,
        "grades": [GRADES[0], (*GRADES[1][:3], line)],
    }
    return file_of(book_of(sheets))  # type: ignore[arg-type]  # rows as openpyxl takes them


def send(client: FlaskClient, project_id: int, data: bytes) -> TestResponse:
    """Upload a workbook as a browser does."""
    return client.post(
        f"/office/{project_id}/schemes/new",
        data={"workbook_file": (io.BytesIO(data), "table.xlsx")},
        content_type="multipart/form-data",
    )


def test_a_workbook_becomes_a_draft_is_published_and_assigned(
    app: Flask, people: People, store: Store
) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    with store.writing() as session:
        factories.survey_form(session, project_id)
        campaign_id = factories.campaign(session, project_id).id

    draft = send(client, project_id, workbook())
    shown = client.get(draft.location).text
    published = client.post(f"/office/{project_id}/schemes/demo/publish")
    one = client.get(published.location).text
    with store.reading() as session:
        version = schemes.list_versions(session, [1])[0]
    assigned = client.post(
        f"/office/{project_id}/schemes/demo/versions/{version.id}/assign",
        data={"campaign": campaign_id, "subject_kind": "enterprise", "area": ""},
    )

    assert draft.status_code == 303
    assert "Publish version 1?" in shown
    assert "Contracts" in shown
    assert "Assign this version" in one
    assert assigned.status_code == 303
    listed = client.get(f"/office/{project_id}/schemes/demo").text
    assert "Take this scheme out of the campaign?" in listed
    assert "The whole campaign" in listed


def test_all_faults_stand_in_one_table_at_their_cells(app: Flask, people: People) -> None:
    client = browser(app, people.county_office)
    bad = (*INDICATORS, ("1.3", "9", "孤儿", None, "manual_range", "many", "assessor", None))

    refused = send(client, people.places.project_id, workbook(indicators=bad))

    assert refused.status_code == 422
    assert "Places to mend" in refused.text
    assert "“many” is not a number." in refused.text
    assert "indicators" in refused.text


def test_a_file_that_is_no_workbook_is_refused(app: Flask, people: People) -> None:
    client = browser(app, people.county_office)

    refused = send(client, people.places.project_id, b"hello")
    nothing = client.post(f"/office/{people.places.project_id}/schemes/new")

    assert (refused.status_code, nothing.status_code) == (422, 422)
    assert "Choose the workbook of the scheme." in nothing.text


def test_a_draft_shows_what_it_changes(app: Flask, people: People) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    send(client, project_id, workbook())
    client.post(f"/office/{project_id}/schemes/demo/publish")

    shown = client.get(send(client, project_id, workbook(version="2", line=70)).location).text

    assert "Differences from version 1" in shown
    assert "From points" in shown
    assert ">60<" in shown
    assert ">70<" in shown


def test_warnings_are_shown_and_ticked_before_a_draft_is_published(
    app: Flask, people: People
) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    asking = (
        (*INDICATORS[0], "measure"),
        INDICATORS[1],
        (*INDICATORS[2][:6], "inspection", None, "contracts.held"),
        INDICATORS[3],
    )
    publish = f"/office/{project_id}/schemes/demo/publish"

    shown = client.get(send(client, project_id, workbook(indicators=asking)).location).text
    refused = client.post(publish)
    published = client.post(publish, data={"accept_warnings": "1"})

    assert "No form asks for “contracts.held”." in shown
    assert "I have read the warnings and accept them" in shown
    assert refused.status_code == 422
    assert "Read the warnings and tick that you accept them." in refused.text
    assert published.status_code == 303


def test_a_published_version_is_not_replaced(app: Flask, people: People) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    send(client, project_id, workbook())
    client.post(f"/office/{project_id}/schemes/demo/publish")

    again = send(client, project_id, workbook(line=70))

    assert again.status_code == 422
    assert "already has a published version 1" in again.text


def test_workbooks_are_saved_as_they_came_and_an_empty_one_can_be_had(
    app: Flask, people: People
) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    data = workbook()
    where = send(client, project_id, data).location

    saved = client.get(f"{where}/workbook")
    empty = client.get(f"/office/{project_id}/schemes/new/template/workbook")

    assert saved.data == data
    saved.close()
    assert empty.data[:2] == b"PK"
    assert "scheme.xlsx" in empty.headers["Content-Disposition"]


def test_who_only_looks_sees_no_draft(app: Flask, people: People, context: JobContext) -> None:
    project_id = people.places.project_id
    client = browser(app, people.county_office)
    where = send(client, project_id, workbook()).location

    assert status(app, people.viewer, where) == 404
    assert status(app, people.viewer, f"/office/{project_id}/schemes/demo") == 404
    evaluated.publish(context, project_id, evaluated.table(evaluated.HALL))
    shown = page(app, people.viewer, f"/office/{project_id}/schemes/made")
    assert "Publish" not in shown.replace("Published", "")
    assert "Assign" not in shown.replace("Assigned", "")


def test_delivered_schemes_are_offered_in_both_languages(app: Flask, people: People) -> None:
    url = f"/office/{people.places.project_id}/schemes"

    assert "Schemes that come with the server" in page(app, people.county_office, url)
    chinese = page(app, people.county_office, url, language="zh_CN")
    assert 'id="delivered"' in chinese
    missing = f"{url}/new/delivered/nowhere/workbook"
    assert status(app, people.county_office, missing) == 404


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_columns_of_a_sheet_are_headed_differently(app: Flask, language: str) -> None:
    scheme = delivered("suzhou_snd").source

    with app.test_request_context(headers={"Cookie": f"locale={language}"}):
        headings = sheet_table(scheme, RECORDS).headings

    assert len(headings) > 3
    assert len(set(headings)) == len(headings)

"""Pages of forms: upload, draft, publishing, files, state, downloads."""

import io
from xml.sax.saxutils import escape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.store.queries import forms
from server.store.tables.forms import Form
from server.store.transaction import Store
from tests.people import People
from tests.web.office_browser import browser
from tests.web.office_checks import ESCAPED, HOSTILE, page, status
from tests.xforms import xform
from tests.xlsform_md import workbook_bytes

GOOD = """
| survey   |         |           |           |              |
|          | type    | name      | label     | measure      |
|          | integer | headcount | Employees | test.persons |
| settings |         |           |           |              |
|          | form_id | version   | form_title |             |
|          | count   | 7         | Head count |             |
"""
BAD = """
| survey |         |           |           |         |
|        | type    | name      | label     | measure |
|        | integer | headcount | Employees | Bad One |
"""


def upload(
    client: FlaskClient, project_id: int, data: bytes, name: str = "form.xml", query: str = ""
) -> TestResponse:
    """Send a file to the page that takes forms."""
    return client.post(
        f"/office/{project_id}/forms/new{query}",
        data={"form_file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


def form_of(store: Store, project_id: int, form_id: str) -> Form:
    """Return the row of a form."""
    with store.reading() as session:
        return forms.get_form(session, project_id, form_id)


def test_an_uploaded_workbook_becomes_a_draft_with_its_fields(app: Flask, people: People) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)

    done = upload(client, project_id, workbook_bytes(GOOD), "count.xlsx")
    shown = client.get(done.location).text

    assert (done.status_code, done.location) == (303, f"/office/{project_id}/forms/count")
    for text in ("Head count", "Employees", "Whole number", "test.persons", "Publish…"):
        assert text in shown


def test_an_upload_of_what_is_published_changes_nothing(app: Flask, people: People) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    upload(client, project_id, xform("visit"))
    client.post(f"/office/{project_id}/forms/visit/publish", data={"version": "1"})

    again = upload(client, project_id, xform("visit"))

    assert "Nothing was changed." in client.get(again.location).text


def test_a_workbook_with_faults_is_answered_with_a_table_of_places(
    app: Flask, people: People
) -> None:
    project_id = people.places.project_id

    english = upload(
        browser(app, people.county_office), project_id, workbook_bytes(BAD), "bad.xlsx"
    )

    assert english.status_code == 422
    assert "1 places to mend" in english.text
    table = english.text.split('aria-label="Places to mend"')[1]
    assert "<td>survey</td>" in table
    assert '<td class="number">2</td>' in table
    assert "<td>measure</td>" in table


def test_an_upload_without_a_file_says_so_at_the_field(app: Flask, people: People) -> None:
    client = browser(app, people.county_office)

    answer = upload(client, people.places.project_id, b"")

    assert answer.status_code == 422
    assert 'href="#field-form_file"' in answer.text


def test_an_upload_of_another_form_is_refused_on_the_page_of_one(
    app: Flask, people: People
) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    upload(client, project_id, xform("visit"))

    answer = upload(client, project_id, xform("other"), query="?form_id=visit")

    assert answer.status_code == 422
    assert "This file is the form other, not visit." in answer.text
    assert status(app, people.county_office, f"/office/{project_id}/forms/other") == 404


def test_a_draft_is_published_and_a_used_version_refused(
    app: Flask, people: People, store: Store
) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    url = f"/office/{project_id}/forms/visit"
    upload(client, project_id, xform("visit", "1"))

    done = client.post(f"{url}/publish", data={"version": "1"})
    upload(client, project_id, xform("visit", "1", fields={"name": "string"}))
    refused = client.post(f"{url}/publish", data={"version": "1"})
    again = client.post(f"{url}/publish", data={"version": "2"})

    assert done.status_code == again.status_code == 303
    assert refused.status_code == 422
    assert 'href="#field-version"' in refused.text
    with store.reading() as session:
        published = forms.list_published(session, form_of(store, project_id, "visit").id or 0)
        assert [one.version for one in published] == ["2", "1"]


def test_warnings_must_be_accepted_before_publishing(
    app: Flask, people: People, store: Store
) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    url = f"/office/{project_id}/forms/visit"
    upload(client, project_id, xform("visit"))
    with store.writing() as session:
        form = forms.get_form(session, project_id, "visit")
        forms.get_draft(session, form).warnings = [HOSTILE]

    shown = client.get(url).text
    refused = client.post(f"{url}/publish", data={"version": "1"})
    done = client.post(f"{url}/publish", data={"version": "1", "accept_warnings": "1"})

    assert ESCAPED in shown
    assert refused.status_code == 422
    assert 'href="#field-accept_warnings"' in refused.text
    assert done.status_code == 303


def test_files_go_where_the_form_expects_them(app: Flask, people: People) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    url = f"/office/{project_id}/forms/visit"
    upload(client, project_id, xform("visit", files=("map.png", "list.csv")))

    assert "2 files of the form are missing" in client.get(url).text
    unknown = _send(client, url, "other.png")
    done = _send(client, url, "map.png")
    shown = client.get(url).text
    file = client.get(f"{url}/versions/1/files/map.png", buffered=True)
    client.post(f"{url}/draft/files/map.png/delete")

    assert unknown.status_code == 422
    assert "expects no file of this name: other.png" in unknown.text
    assert done.status_code == 303
    assert "1 files of the form are missing" in shown
    assert (file.data, file.headers["Content-Disposition"]) == (
        b"bytes",
        "attachment; filename=map.png",
    )
    assert "2 files of the form are missing" in client.get(url).text


def _send(client: FlaskClient, url: str, name: str) -> TestResponse:
    return client.post(
        f"{url}/draft/files",
        data={"files": (io.BytesIO(b"bytes"), name)},
        content_type="multipart/form-data",
    )


def test_a_form_is_closed_and_opened_again(app: Flask, people: People, store: Store) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    url = f"/office/{project_id}/forms/visit"
    upload(client, project_id, xform("visit"))
    client.post(f"{url}/publish", data={"version": "1"})

    for state in ("closing", "closed", "open"):
        assert client.post(f"{url}/state", data={"state": state}).status_code == 303
        assert form_of(store, project_id, "visit").state.value == state
    assert client.post(f"{url}/state", data={"state": "odd"}).status_code == 404


def test_a_draft_is_begun_from_what_is_published_and_removed_again(
    app: Flask, people: People, store: Store
) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    url = f"/office/{project_id}/forms/visit"
    upload(client, project_id, xform("visit"))
    client.post(f"{url}/publish", data={"version": "1"})

    client.post(f"{url}/draft/copy")
    assert form_of(store, project_id, "visit").draft_version_id is not None
    client.post(f"{url}/draft/delete")
    assert form_of(store, project_id, "visit").draft_version_id is None


def test_workbook_and_xform_are_given_as_they_are(app: Flask, people: People) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    workbook = workbook_bytes(GOOD)
    upload(client, project_id, workbook, "count.xlsx")
    base = f"/office/{project_id}/forms/count/versions/1"

    assert client.get(f"{base}/workbook", buffered=True).data == workbook
    xml = client.get(f"{base}/xml")
    assert b"<h:title>Head count</h:title>" in xml.data
    assert xml.headers["Content-Security-Policy"] == "sandbox"
    assert client.get(f"/office/{project_id}/forms/count/versions/9/xml").status_code == 404


def test_hostile_ids_titles_and_labels_are_text(app: Flask, people: People) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    data = xform("a/b").replace(b"Title of a/b", escape(HOSTILE).encode())
    data = data.replace(b"<label>name</label>", f"<label>{escape(HOSTILE)}</label>".encode())

    done = upload(client, project_id, data, f"{HOSTILE}.xml")

    assert done.location == f"/office/{project_id}/forms/a%2Fb"
    for url in (done.location, f"/office/{project_id}/forms"):
        shown = client.get(url).text
        assert ESCAPED in shown
        assert "<svg onload" not in shown


def test_viewers_see_published_forms_and_change_nothing(app: Flask, people: People) -> None:
    project_id = people.places.project_id
    url = f"/office/{project_id}/forms/visit"
    upload(browser(app, people.county_office), project_id, xform("visit"))

    drafted = page(app, people.viewer, url)
    assert "Not published yet" in drafted
    assert status(app, people.viewer, f"{url}/versions/1/xml") == 404
    browser(app, people.county_office).post(f"{url}/publish", data={"version": "1"})
    assert "What version 1 asks" in page(app, people.viewer, url)
    assert status(app, people.viewer, f"{url}/versions/1/xml") == 200
    assert "Upload" not in page(app, people.viewer, f"/office/{project_id}/forms")


def test_who_may_change_forms(app: Flask, people: People) -> None:
    project_id = people.places.project_id
    for person in (people.viewer, people.township_office):
        assert status(app, person, f"/office/{project_id}/forms") == 200
        assert status(app, person, f"/office/{project_id}/forms/new") == 403
        assert upload(browser(app, person), project_id, xform("visit")).status_code == 403
    for person in (people.county_office, people.data_steward, people.administrator):
        assert status(app, person, f"/office/{project_id}/forms/new") == 200
    other = people.places.other_project_id
    assert status(app, people.county_office, f"/office/{other}/forms") == 404


def test_without_forms_the_list_says_what_they_are_for(app: Flask, people: People) -> None:
    url = f"/office/{people.places.project_id}/forms"

    assert "No forms yet" in page(app, people.viewer, url)
    assert "Upload a form" in page(app, people.county_office, url)

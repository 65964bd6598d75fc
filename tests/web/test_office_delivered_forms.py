"""The forms that come with the server: taken as drafts, or saved as workbooks to change."""

import io

from flask import Flask

from server.store.queries import forms
from server.store.transaction import Store
from tests.people import People
from tests.web.office_browser import browser


def test_the_delivered_forms_are_taken_without_uploading_anything(
    app: Flask, people: People, store: Store
) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    base = f"/office/{project_id}/forms"
    assert client.get(base).text.count("Use it") == 7

    done = client.post(f"{base}/new/delivered/satisfaction")

    assert (done.status_code, done.location) == (303, f"{base}/satisfaction")
    assert "Publish…" in client.get(done.location).text
    with store.reading() as session:
        assert forms.get_form(session, project_id, "satisfaction").is_anonymous
    offered = client.get(f"{base}/new").text
    assert offered.count("Use it") == 6
    assert "is in this project" in offered


def test_the_delivered_workbooks_can_be_saved_and_uploaded_again(
    app: Flask, people: People
) -> None:
    project_id, client = people.places.project_id, browser(app, people.county_office)
    saved = client.get(f"/office/{project_id}/forms/new/delivered/site_check/workbook")

    done = client.post(
        f"/office/{project_id}/forms/new",
        data={"form_file": (io.BytesIO(saved.data), "site_check.xlsx")},
        content_type="multipart/form-data",
    )

    assert done.status_code == 303
    assert "site_check.xlsx" in saved.headers["Content-Disposition"]


def test_only_delivered_forms_are_taken_and_only_by_who_may(app: Flask, people: People) -> None:
    base = f"/office/{people.places.project_id}/forms/new/delivered"
    county, viewer = browser(app, people.county_office), browser(app, people.viewer)

    assert county.post(f"{base}/other").status_code == 404
    assert county.get(f"{base}/other/workbook").status_code == 404
    assert viewer.post(f"{base}/satisfaction").status_code == 403
    assert viewer.get(f"{base}/satisfaction/workbook").status_code == 403

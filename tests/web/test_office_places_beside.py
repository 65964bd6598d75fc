"""Townships and parks beside one another, in a what-if, and in spreadsheets of points."""

import io
import re

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.operations.job_context import JobContext
from server.store.tables.areas import Area
from tests import evaluated
from tests.people import People
from tests.web.office_browser import browser
from tests.web.office_checks import page, status
from tests.web.place_pages import Places, make_places


@pytest.fixture
def made(context: JobContext, people: People) -> Places:
    """Give two townships with 9 and 5 points, and two parks, one of them in both."""
    return make_places(context, people)


def test_two_townships_stand_beside_each_other(app: Flask, people: People, made: Places) -> None:
    places = people.places
    base = made.url("township", places.township_id).replace("?", "/compare?")

    alone = page(app, people.county_office, base)
    looked = page(app, people.county_office, f"{base}&q=Second")
    both = page(app, people.county_office, f"{base}&second={places.sibling_id}")
    park = made.url("park", made.own_park_id).replace("?", "/compare?")

    assert "Too few others for a median" in alone
    assert f"second={places.sibling_id}" in looked
    assert "First township · Second township" in both
    assert "+4" in both
    assert status(app, people.county_office, f"{base}&second={made.own_park_id}99") == 404
    assert status(app, people.township_office, f"{base}&second={places.sibling_id}") == 404
    assert "River park" in page(app, people.township_office, park)


def test_a_what_if_begins_with_the_values_of_a_township_or_a_park(
    app: Flask, people: People, made: Places
) -> None:
    places = people.places
    base = (
        f"/office/{made.project_id}/evaluation/what-if"
        f"?version={made.version_id}&campaign={made.campaign_id}"
    )
    url = f"{base}&enterprise={places.sibling_id}&kind=township"

    begun = page(app, people.county_office, url)
    better = browser(app, people.county_office).post(url, data={"typed": "1", "v.A": "9"}).text

    assert "Second township" in begun
    assert 'value="5"' in begun
    assert "9 points reach the line of 8." in better
    assert "Second township" in better
    assert status(app, people.township_office, url) == 404
    park = f"{base}&enterprise={made.own_park_id}&kind=park"
    assert "River park" in page(app, people.township_office, park)


def test_two_versions_are_compared_over_townships(
    app: Flask, people: People, made: Places, context: JobContext
) -> None:
    url = f"{made.list_url}/{made.campaign_id}/versions"
    form = {"before": made.version_id, "after": made.version_id, "kind": "township"}

    asked = [
        browser(app, one).post(url, data=form).location
        for one in (people.county_office, people.township_office)
    ]
    evaluated.work(context)
    townships = page(app, people.county_office, asked[0])
    own = page(app, people.township_office, asked[1])

    assert _compared(townships) == "2"
    assert _compared(own) == "1"


def test_points_of_townships_go_out_and_come_back_in_a_spreadsheet_by_their_codes(
    app: Flask, people: People, made: Places, context: JobContext
) -> None:
    office, places = browser(app, people.county_office), people.places
    with context.store.writing() as session:
        session.get_one(Area, places.township_id).code = "330212101"
    base = f"{made.sheets_url}/{made.scheme_id}/spreadsheet"

    fetched = office.get(f"{base}/self/sample?kind=township").data
    sheet = openpyxl.load_workbook(io.BytesIO(fetched)).active
    rows = {row[1].value: row[0].value for row in sheet.iter_rows(min_row=3)}
    sheet["C3"] = 7
    sheet["A4"] = "Second township"
    sheet["C4"] = 3
    changed = io.BytesIO()
    sheet.parent.save(changed)
    preview = _sent(office, f"{base}?kind=township", changed.getvalue(), "points.xlsx")
    shown = office.get(preview).text
    done = office.post(f"{preview.partition('?')[0]}/submit", follow_redirects=True)

    assert sheet["A1"].value == "Code"
    assert rows["First township"] == "330212101"
    assert rows["Second township"].endswith("/Second township")
    assert "Wrong rows" not in shown
    assert "Township" in shown
    assert "Sheets of points saved: 2" in done.text
    given = page(app, people.county_office, made.sheet_url("township", places.township_id, "self"))
    assert "Submitted" in given


def test_a_file_of_parks_names_only_parks_of_the_own_areas(
    app: Flask, people: People, made: Places
) -> None:
    office = browser(app, people.township_office)
    url = f"{made.sheets_url}/{made.scheme_id}/spreadsheet?kind=park"

    listed = office.get(f"{made.sheets_url}?kind=park").text
    table = "code,A\nRiver park,6\nHill park,6\nriver PARK,5\n,1\n"
    shown = office.get(_sent(office, url, table.encode(), "points.csv")).text

    assert "/spreadsheet?" in listed
    assert "No park or area of yours goes by this code." in shown
    assert "It is in the file twice." in shown
    assert "There is nothing here." in shown
    assert "River park" in shown


def _sent(office: FlaskClient, url: str, data: bytes, name: str) -> str:
    """Send a file of points of the level `self` and return where its preview is."""
    form = {"level": "self", "file": (io.BytesIO(data), name)}
    location = office.post(url, data=form).location
    assert location is not None
    return location


def _compared(html: str) -> str:
    """Return how many subjects a comparison of versions is of."""
    found = re.search(r'Compared</div>\s*<div class="measure-value">(\d+)', html)
    return found[1] if found else ""

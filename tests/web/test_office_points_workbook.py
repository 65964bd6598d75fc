"""Points in a spreadsheet: fetched with its ranges, sent back, every wrong cell, confirmed once."""

import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl.worksheet.worksheet import Worksheet

from server.store.queries import assessments
from server.store.row_key import stored
from server.store.tables.enterprises import Enterprise
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.schemes import UsedScheme, used_scheme
from tests.web.office_browser import browser


class Workbook:
    """A campaign with two enterprises, one of which lies in a township of its own."""

    def __init__(self, client: FlaskClient, store: Store, base: str, used: UsedScheme) -> None:
        self.client, self.store, self.base, self.used = client, store, base, used
        self.codes: list[str] = []
        self.ids: list[int] = []
        self.campaign_id = 0

    def add(self, enterprise: Enterprise) -> None:
        self.codes.append(enterprise.uscc or "")
        self.ids.append(enterprise.id)

    def fetched(self, level: str) -> Worksheet:
        answer = self.client.get(f"{self.base}/{level}/sample")
        return openpyxl.load_workbook(io.BytesIO(answer.data)).active

    def sent(self, table: str, level: str = "self") -> str:
        data = {"level": level, "file": (io.BytesIO(table.encode()), "points.csv")}
        return self.client.post(self.base, data=data).location

    def values(self, place: int, level: str = "self") -> dict[str, str | None]:
        with self.store.reading() as session:
            found = assessments.list_assessments(
                session, self.campaign_id, self.used.scheme_id, [self.ids[place]]
            )
            own = [stored(one.id) for one in found if one.level == level]
            rows = assessments.values_of(session, own)
            return {key: one.value for key, one in rows[own[0]].items()} if own else {}


@pytest.fixture
def workbook(app: Flask, store: Store, people: People) -> Workbook:
    places = people.places
    with store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign = stored(factories.campaign(session, places.project_id).id)
        used = used_scheme(session, places.project_id, campaign)
        base = (
            f"/office/{places.project_id}/campaigns/{campaign}/assessments"
            f"/{used.scheme_id}/spreadsheet"
        )
        made = Workbook(browser(app, people.county_office), store, base, used)
        made.campaign_id = campaign
        for name, area_id in (("First works", places.village_id), ("Next", places.sibling_id)):
            made.add(factories.enterprise(session, places.project_id, area_id, name=name))
        return made


def test_the_workbook_has_a_row_an_enterprise_and_only_the_own_columns(workbook: Workbook) -> None:
    sheet = workbook.fetched("self")

    assert [cell.value for cell in sheet[1]] == [
        "Credit code", "Name", "1.1", "1.1 reason", "1.2", "1.2 reason",
    ]  # fmt: skip
    assert sheet["C2"].value == "Employee register 0–2.5"
    assert [sheet.cell(row, 1).value for row in (3, 4)] == workbook.codes
    ranges = {str(one.sqref): (one.formula1, one.formula2) for one in
              sheet.data_validations.dataValidation}  # fmt: skip
    assert ranges["C3:C4"] == ("0", "2.5")


def test_what_comes_back_is_saved_as_drafts(workbook: Workbook) -> None:
    table = f"统一社会信用代码,企业名称,1.1,1.1 理由\n{workbook.codes[0]},,1.5,名册不全\n"

    preview = workbook.sent(table)
    page = workbook.client.get(preview).text
    workbook.client.post(f"{preview}/draft")

    assert "Still lacking for a submission" in page
    assert f"{preview}/submit" not in page
    assert workbook.values(0) == {"1.1": "1.5"}
    assert workbook.values(1) == {}


def test_a_complete_file_is_submitted_at_once_and_once(workbook: Workbook) -> None:
    table = f"credit code,1.1,1.2,1.2 reason\n{workbook.codes[0]},2.5,N/A,No agency staff\n"
    preview = workbook.sent(table)

    first = workbook.client.post(f"{preview}/submit", follow_redirects=True)
    second = workbook.client.post(f"{preview}/submit")
    again = workbook.client.get(workbook.sent(table)).text

    assert "Sheets of points saved: 1" in first.text
    assert second.status_code == 409
    assert workbook.values(0) == {"1.1": "2.5", "1.2": None}
    assert "These points have been submitted." in again


def test_every_wrong_cell_is_shown_and_nothing_written(workbook: Workbook) -> None:
    table = (
        "credit code,1.1,1.2,1.3,9.9\n"
        f"{workbook.codes[0]},3,0.3,,\n"
        "91000000000000001X,1,1,,\n"
        f"{factories.credit_code()},1,1,,\n"
    )

    page = workbook.client.get(workbook.sent(table)).text

    assert "This must be between 0 and 2.5." in page
    assert "B2" in page
    assert "This must go in steps of 0.5." in page
    assert "Another level or department fills this row." in page
    assert "The scheme has no such row." in page
    assert "No enterprise of your areas has this credit code." in page
    assert "A3" in page
    assert "/draft" not in page


def test_an_assessor_fills_only_enterprises_of_the_own_areas(
    app: Flask, people: People, workbook: Workbook
) -> None:
    workbook.client = browser(app, people.township_office)

    sheet = workbook.fetched("township")
    table = f"credit code,1.1\n{workbook.codes[1]},1\n"
    page = workbook.client.get(workbook.sent(table, "township")).text

    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == [workbook.codes[0]]
    assert "No enterprise of your areas has this credit code." in page


def test_points_saved_meanwhile_are_not_overwritten(workbook: Workbook) -> None:
    preview = workbook.sent(f"credit code,1.1\n{workbook.codes[0]},1\n")
    other = workbook.sent(f"credit code,1.1\n{workbook.codes[0]},2\n")
    workbook.client.post(f"{other}/draft")

    answer = workbook.client.post(f"{preview}/draft")

    assert answer.status_code == 409
    assert "Something has changed since this file was checked" in answer.text
    assert workbook.values(0) == {"1.1": "2"}


def test_the_fetched_workbook_can_be_sent_back_as_it_is(workbook: Workbook) -> None:
    workbook.client.post(
        f"{workbook.sent(f'credit code,1.1{chr(10)}{workbook.codes[0]},1.5')}/draft"
    )
    fetched = workbook.client.get(f"{workbook.base}/self/sample").data

    data = {"level": "self", "file": (io.BytesIO(fetched), "points.xlsx")}
    page = workbook.client.get(workbook.client.post(workbook.base, data=data).location).text

    assert "Wrong rows" not in page
    assert "First works" in page

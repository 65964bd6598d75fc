"""Pages of points by hand: who is missing, a sheet of a level, its errors, files and return."""

import io
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.store.row_key import stored
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.schemes import used_scheme
from tests.web.office_browser import browser

_FULL = {"value-1.1": "2.5", "value-1.2": "1", "action": "submit"}


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses of a campaign in which one enterprise of a village is assessed."""

    client: FlaskClient
    base: str
    scheme_id: int
    enterprise_id: int

    def sheet(self, level: str) -> str:
        return f"{self.base}/{self.scheme_id}/{self.enterprise_id}/{level}"

    def post(self, level: str, data: dict[str, object], *, revision: int = 0) -> TestResponse:
        sent = {"revision": str(revision), **data}
        return self.client.post(self.sheet(level), data=sent, content_type="multipart/form-data")


@pytest.fixture
def pages(app: Flask, store: Store, people: People) -> Pages:
    places = people.places
    with store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign = stored(factories.campaign(session, places.project_id).id)
        used = used_scheme(session, places.project_id, campaign)
        enterprise = factories.enterprise(
            session, places.project_id, places.village_id, name="First works"
        )
        base = f"/office/{places.project_id}/campaigns/{campaign}/assessments"
        return Pages(browser(app, people.county_office), base, used.scheme_id, enterprise.id)


def test_the_list_says_which_level_has_not_begun(pages: Pages) -> None:
    page = pages.client.get(pages.base).text

    assert "First works" in page
    assert page.count("Not begun") >= 3
    assert "Small scheme" in page


def test_the_list_is_narrowed_to_who_is_missing(pages: Pages) -> None:
    pages.post("self", _FULL)

    missing = pages.client.get(f"{pages.base}?level=self&state=not_begun").text
    handed_in = pages.client.get(f"{pages.base}?level=self&state=submitted").text

    assert "First works" not in missing
    assert "First works" in handed_in


def test_a_campaign_without_scheme_says_what_to_do(
    pages: Pages, store: Store, people: People
) -> None:
    with store.writing() as session:
        other = stored(factories.campaign(session, people.places.project_id, name="Other").id)

    page = pages.client.get(f"/office/{people.places.project_id}/campaigns/{other}/assessments")

    assert "No scheme is used in this campaign yet" in page.text


def test_a_sheet_has_fields_for_its_own_rows_only(pages: Pages) -> None:
    page = pages.client.get(pages.sheet("self")).text

    assert 'name="value-1.1"' in page
    assert 'max="2.5"' in page
    assert 'name="value-record:insurance:rate"' not in page
    assert 'name="na-1.2"' in page
    assert 'name="na-1.1"' not in page
    assert "Premiums" in page
    assert 'name="value-V1"' not in page


def test_a_draft_is_saved_and_shown_again(pages: Pages) -> None:
    answer = pages.post("self", {"value-1.1": "1.5", "reason-1.1": "since May", "action": "save"})

    page = pages.client.get(pages.sheet("self")).text
    assert answer.status_code == 303
    assert 'value="1.5"' in page
    assert "since May" in page
    assert "Draft" in page


def test_wrong_points_are_told_at_the_field_and_nothing_typed_is_lost(pages: Pages) -> None:
    answer = pages.post("self", {"value-1.1": "7", "value-1.2": "0.5", "reason-1.2": "partly"})

    assert answer.status_code == 422
    assert 'href="#field-value-1.1"' in answer.text
    assert "This must be between 0 and 2.5." in answer.text
    assert 'value="7"' in answer.text
    assert 'value="0.5"' in answer.text
    assert "partly" in answer.text


def test_a_file_that_came_with_wrong_points_is_kept(pages: Pages) -> None:
    file = (io.BytesIO(b"%PDF-1.4 list"), "名册.pdf")

    answer = pages.post("self", {"value-1.1": "7", "file-0-1.1": file})

    assert answer.status_code == 422
    assert "名册.pdf" in answer.text


def test_a_file_in_a_slot_that_no_row_has_is_kept_without_its_name(pages: Pages) -> None:
    for slot in ("9" * 5000, "9999", "٣", ""):
        file = (io.BytesIO(b"%PDF-1.4 list"), "list.pdf")
        answer = pages.post("self", {"value-1.1": "7", f"file-{slot}-1.1": file})
        assert answer.status_code in {409, 422}


def test_a_file_is_shown_with_its_slot_and_can_be_taken_out(pages: Pages) -> None:
    file = (io.BytesIO(b"%PDF-1.4 list"), "list.pdf")
    pages.post("self", {"file-1-1.1": file, "action": "save"})
    page = pages.client.get(pages.sheet("self")).text
    file_id = page.split("/assessment-files/")[1].split('"')[0]

    with pages.client.get(f"{pages.base.removesuffix('s')}-files/{file_id}") as shown:
        assert shown.data == b"%PDF-1.4 list"
        assert shown.headers["Content-Disposition"].startswith("attachment")
    pages.post("self", {"drop": file_id}, revision=1)

    assert "payroll · " in page
    assert "工资表" not in page
    assert "list.pdf" not in pages.client.get(pages.sheet("self")).text


def test_submitted_points_are_shown_beside_the_level_above(pages: Pages) -> None:
    pages.post("self", _FULL)

    page = pages.client.get(pages.sheet("township")).text
    own = pages.client.get(pages.sheet("self")).text

    assert 'data-label="Self-assessment">2.5' in page
    assert 'name="value-1.1"' not in own
    assert "They can be changed only after they were returned." in own


def test_a_difference_to_the_level_below_asks_for_its_reason(pages: Pages) -> None:
    pages.post("self", _FULL)

    answer = pages.post("township", {**_FULL, "value-1.1": "2"})

    assert answer.status_code == 422
    assert 'href="#field-reason-1.1"' in answer.text
    assert "The level below gave 2.5." in answer.text


def test_points_are_returned_with_a_reason(pages: Pages) -> None:
    pages.post("self", _FULL)
    address = f"{pages.sheet('self')}/return"

    without = pages.client.post(address, data={"reason": " "}, follow_redirects=True)
    pages.client.post(address, data={"reason": "The list lacks dates"})

    page = pages.client.get(pages.sheet("self")).text
    assert "Say why the points are returned." in without.text
    assert "The list lacks dates" in page
    assert 'name="value-1.1"' in page


def test_two_who_save_at_once_are_told(pages: Pages) -> None:
    pages.post("self", {"value-1.1": "1", "action": "save"})

    answer = pages.post("self", {"value-1.1": "2", "action": "save"}, revision=0)

    assert answer.status_code == 409
    assert "Somebody else has changed these points meanwhile" in answer.text
    assert 'value="2"' in answer.text


def test_a_township_sees_the_countys_sheet_without_fields(
    app: Flask, people: People, pages: Pages
) -> None:
    township = browser(app, people.township_office)

    own, county = township.get(pages.sheet("township")), township.get(pages.sheet("county"))

    assert 'name="value-1.1"' in own.text
    assert 'name="value-1.1"' not in county.text
    assert "it is filled by others" in county.text
    assert township.post(pages.sheet("county"), data=_FULL).status_code == 403


def test_a_viewer_sees_but_does_not_type(app: Flask, people: People, pages: Pages) -> None:
    viewer = browser(app, people.viewer)

    assert 'name="value-1.1"' not in viewer.get(pages.sheet("self")).text
    assert viewer.post(pages.sheet("self"), data=_FULL).status_code == 403


def test_the_navigation_leads_to_the_newest_campaign(pages: Pages, people: People) -> None:
    base = f"/office/{people.places.project_id}"

    answer = pages.client.get(f"{base}/assessments")

    assert answer.location.endswith(pages.base)
    assert f'href="{pages.base}"' in pages.client.get(pages.base.removesuffix("/assessments")).text


def test_an_unknown_level_is_not_there(pages: Pages) -> None:
    assert pages.client.get(pages.sheet("province")).status_code == 404


def test_the_page_is_there_in_chinese(app: Flask, people: People, pages: Pages) -> None:
    chinese = browser(app, people.county_office, language="zh_CN")

    page = chinese.get(pages.sheet("self")).text

    assert "职工名册" in page
    assert "规范性指标" in page

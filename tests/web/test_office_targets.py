"""The page of targets: goals, counts and shares, in words and shapes, in both languages."""

import io

import openpyxl
import pytest
from flask import Flask

from server.operations.job_context import JobContext
from tests.operations.test_targets import TAKES_PART, Aimed, aim
from tests.people import People
from tests.web.office_browser import browser
from tests.web.office_checks import page

PILOTS = {
    "code": "T2",
    "kind": "count_target",
    "metric": "pilots",
    "goal": "2",
    "note_zh": "先行先试",
    "note_en": "A trial first",
}
OPEN = {"code": "T3", "kind": "coverage_target", "metric": "takes_part", "goal": "unknown"}


@pytest.fixture
def aimed(context: JobContext, people: People) -> Aimed:
    """Give a campaign with three targets."""
    return aim(context, people, TAKES_PART, PILOTS, OPEN)


def test_the_page_shows_goal_count_share_and_every_area(
    app: Flask, people: People, aimed: Aimed
) -> None:
    base = f"/office/{people.places.project_id}/evaluations"
    html = page(app, people.county_office, f"{base}/targets?campaign={aimed.campaign_id}")

    assert "1 of 2 areas reach the goal" in html
    assert "50.0 %" in html
    assert "100 %" in html
    assert "First township" in html
    assert "Second township" in html
    assert "Reached" in html
    assert "Not counted" in html
    assert "No number stated" in html
    assert "A trial first" in html
    assert "先行先试" not in html
    assert "/evaluations/targets?" in page(app, people.county_office, base)


def test_a_township_sees_its_own_figures_and_is_told_so(
    app: Flask, people: People, aimed: Aimed
) -> None:
    url = f"/office/{people.places.project_id}/evaluations/targets"
    html = page(app, people.township_office, url)

    assert "First township" in html
    assert "Second township" not in html
    assert "Counted in your areas" in html
    chinese = page(app, people.township_office, url, language="zh_CN")
    assert "Counted in your areas" not in chinese


def test_the_targets_can_be_saved_as_a_spreadsheet_with_a_row_an_area(
    app: Flask, people: People, aimed: Aimed
) -> None:
    url = f"/office/{people.places.project_id}/evaluations/targets"
    offered = page(app, people.county_office, url)

    answer = browser(app, people.county_office).get(f"{url}/spreadsheet")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    rows = {(row[0].value, row[2].value): row for row in book["Targets"].iter_rows(min_row=2)}
    titles = [cell.value for cell in book["Targets"][1]]

    def value(code: str, area: str | None, title: str) -> object:
        return rows[code, area][titles.index(title)].value

    assert "/targets/spreadsheet?" in offered
    assert value("T1", None, "Goal") == "50 %"
    assert value("T1", "First township", "Counted so far") == 1
    assert value("T1", "First township", "Share") == 0.5
    assert value("T1", "First township", "Missing") == 0
    assert value("T1", "First township", "State") == "Reached"
    assert "50" in str(value("T1", None, "Which are meant"))
    assert value("T2", None, "State") == "Not counted"
    assert value("T3", None, "State") == "No number stated"
    assert len(list(book["Notes"].iter_rows())) == 5


def test_a_spreadsheet_of_targets_holds_only_the_own_areas_and_speaks_chinese(
    app: Flask, people: People, aimed: Aimed
) -> None:
    url = f"/office/{people.places.project_id}/evaluations/targets/spreadsheet"

    answer = browser(app, people.township_office, language="zh_CN").get(url)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["目标进度"]

    areas = {row[2].value for row in sheet.iter_rows(min_row=2)}
    assert sheet["C1"].value == "行政区域"
    assert areas == {None, "First township"}

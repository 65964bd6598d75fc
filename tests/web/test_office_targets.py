"""The page of targets: goals, counts and shares, in words and shapes, in both languages."""

import pytest
from flask import Flask

from server.operations.job_context import JobContext
from tests.operations.test_targets import TAKES_PART, Aimed, aim
from tests.people import People
from tests.web.office_checks import page

PILOTS = {"code": "T2", "kind": "count_target", "metric": "pilots", "goal": "2", "note": "先行先试"}
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
    assert "先行先试" in html
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

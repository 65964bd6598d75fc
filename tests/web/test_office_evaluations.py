"""Pages of evaluations: the campaign's ranking, one enterprise's score table, comparisons."""

import re

import pytest
from flask import Flask

from server import clock
from server.operations.inputs_changed import inputs_changed
from server.operations.job_context import JobContext
from tests import evaluated
from tests.people import People
from tests.web.evaluated_pages import GIVEN, Shown, make_evaluated
from tests.web.office_browser import browser
from tests.web.office_checks import page, status


@pytest.fixture
def shown(context: JobContext, people: People) -> Shown:
    """Give five evaluated enterprises."""
    return make_evaluated(context, people)


def ranks(html: str) -> dict[str, str]:
    """Return name -> rank as the list shows them."""
    rows = re.findall(
        r"data-row-link>(Works \d)</a>.*?<td class=\"number\">(\d+)<", html, re.DOTALL
    )
    return dict(rows)


def test_the_list_ranks_by_points_and_equal_points_share_a_place(
    app: Flask, people: People, shown: Shown
) -> None:
    html = page(app, people.county_office, shown.list_url)

    assert list(ranks(html).items()) == [
        ("Works 1", "1"),
        ("Works 5", "2"),
        ("Works 2", "3"),
        ("Works 3", "3"),
        ("Works 4", "5"),
    ]
    assert "5 enterprises" in html
    assert "How many reached which grade?" in html


def test_the_list_is_filtered_by_grade_state_text_and_area(
    app: Flask, people: People, shown: Shown
) -> None:
    def names(query: str) -> set[str]:
        return set(ranks(page(app, people.county_office, f"{shown.list_url}?{query}")))

    village = people.places.village_id
    assert names("grade=-") == {"Works 4"}
    assert names("grade=T&q=Works+1") == {"Works 1"}
    assert len(names("state=gaps")) == 5
    assert names("state=vetoed") == set()
    assert "Works 5" not in names(f"area={village}")


def test_another_townships_enterprises_are_not_there(
    app: Flask, people: People, shown: Shown
) -> None:
    html = page(app, people.township_office, shown.list_url)

    assert "Works 5" not in html
    assert "Works 1" in html
    assert status(app, people.township_office, shown.url(shown.beside_id)) == 404
    theirs = f"{shown.url(shown.enterprise_ids[0])}/compare?second={shown.beside_id}"
    assert status(app, people.township_office, theirs) == 404


def test_one_evaluation_shows_levels_gaps_and_what_is_lacking(
    app: Flask, people: People, shown: Shown
) -> None:
    html = page(app, people.county_office, shown.url(shown.enterprise_ids[3]))

    assert "Final points" in html
    assert "County" in html
    assert "Survey not released" in html
    assert "2 points were given; 0 to 10 are possible." in html
    assert "What is lacking for" in html
    assert "6 points short of the line of 8." in html
    assert "/evaluation/what-if?" in html


def test_one_evaluation_reads_the_same_in_chinese(app: Flask, people: People, shown: Shown) -> None:
    html = page(app, people.county_office, shown.url(shown.enterprise_ids[0]), language="zh_CN")

    assert 'lang="zh-CN"' in html
    assert "Final points" not in html


def test_a_changed_input_is_told(
    app: Flask, people: People, shown: Shown, context: JobContext
) -> None:
    first = shown.enterprise_ids[0]
    with context.store.writing() as session:
        inputs_changed(session, [first], now=clock.now())

    assert "An input has changed since" in page(app, people.county_office, shown.url(first))
    assert "To be renewed" in page(app, people.county_office, f"{shown.list_url}?state=stale")
    evaluated.work(context)
    assert "An input has changed" not in page(app, people.county_office, shown.url(first))


def test_an_enterprise_beside_the_median_of_its_area_and_beside_another(
    app: Flask, people: People, shown: Shown
) -> None:
    first, second = shown.enterprise_ids[:2]

    median = page(app, people.county_office, f"{shown.url(first)}/compare")
    both = page(app, people.county_office, f"{shown.url(first)}/compare?second={second}")
    found = page(app, people.county_office, f"{shown.url(first)}/compare?q=Works+2")

    assert "Median of 3 others" in median
    assert "Too few others" not in median
    assert "+2" in both
    assert f"second={second}" in found


def test_a_median_of_too_few_is_not_told(app: Flask, people: People, shown: Shown) -> None:
    html = page(app, people.county_office, f"{shown.url(shown.beside_id)}/compare")

    assert "Too few others for a median" in html


def test_another_version_is_compared_over_the_whole_campaign_before_it_is_published(
    app: Flask, people: People, shown: Shown, context: JobContext
) -> None:
    stricter = evaluated.table(GIVEN, evaluated.PLEASED, line="9", version="2")
    after = evaluated.publish(context, shown.project_id, stricter)
    url = f"{shown.list_url}/{shown.campaign_id}/versions"
    client = browser(app, people.county_office)

    form = client.get(f"{url}?before={shown.version_id}").text
    incomplete = client.post(url, data={"before": shown.version_id})
    asked = client.post(url, data={"before": shown.version_id, "after": after})
    running = client.get(asked.location).text
    evaluated.work(context)
    html = client.get(asked.location).text
    fewer = client.get(f"{asked.location}?show=fell").text

    assert f'value="{shown.version_id}" selected' in form
    assert incomplete.status_code == 422
    assert "Waiting" in running
    assert "Works 2" in html
    assert "Works 3" in html
    assert "Works 1" not in html
    assert "No grade" in html
    assert ".xlsx" in html
    assert "Works 2" not in fewer


def test_a_comparison_is_only_for_whoever_asked_for_it(
    app: Flask, people: People, shown: Shown, context: JobContext
) -> None:
    stricter = evaluated.table(GIVEN, evaluated.PLEASED, line="9", version="2")
    after = evaluated.publish(context, shown.project_id, stricter)
    url = f"{shown.list_url}/{shown.campaign_id}/versions"
    data = {"before": shown.version_id, "after": after}
    asked = browser(app, people.county_office).post(url, data=data)
    evaluated.work(context)

    others = [
        browser(app, person).get(asked.location).status_code
        for person in (people.viewer, people.township_office, people.data_steward)
    ]

    assert others == [404, 404, 404]


def test_the_whole_campaign_is_evaluated_anew(app: Flask, people: People, shown: Shown) -> None:
    url = f"{shown.list_url}/{shown.campaign_id}/start"

    assert browser(app, people.county_office).post(url).status_code == 303
    assert browser(app, people.viewer).post(url).status_code == 403


def test_a_campaign_without_a_scheme_says_what_to_do(app: Flask, people: People) -> None:
    html = page(app, people.county_office, f"/office/{people.places.project_id}/evaluations")

    assert "No evaluation yet" in html
    assert "Assign a published scheme to a campaign." in html

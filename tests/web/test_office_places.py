"""Townships and parks as subjects: ranked, looked at, and given points, each within its scope."""

import pytest
from flask import Flask

from server.domain.enterprise_facts import EnterpriseFacts
from server.operations.job_context import JobContext
from tests import evaluated, factories
from tests.people import People
from tests.web.office_browser import browser
from tests.web.office_checks import page, status
from tests.web.place_pages import Places, make_places


@pytest.fixture
def made(context: JobContext, people: People) -> Places:
    """Give two townships with 9 and 5 points, and two parks, one of them in both."""
    return make_places(context, people)


def test_townships_and_parks_are_ranked_each_in_a_list_of_their_own(
    app: Flask, people: People, made: Places
) -> None:
    townships = page(app, people.county_office, f"{made.list_url}?kind=township")
    parks = page(app, people.county_office, f"{made.list_url}?kind=park")
    first = page(app, people.county_office, made.list_url)

    assert townships.index("First township</a>") < townships.index("Second township</a>")
    assert "River park</a>" in parks
    assert "Hill park</a>" in parks
    assert "2 subjects" in townships
    assert 'name="kind"' in first
    assert "River park</a>" in first


def test_one_township_shows_its_score_table(app: Flask, people: People, made: Places) -> None:
    html = page(app, people.county_office, made.url("township", people.places.township_id))

    assert "First township" in html
    assert "Final points" in html
    assert "9 points were given; 0 to 10 are possible." in html
    assert "kind=township" in html
    assert "/compare?" in html
    assert "/what-if?" in html


def test_a_township_sees_itself_and_the_parks_it_has_a_part_of(
    app: Flask, people: People, made: Places
) -> None:
    office, places = people.township_office, people.places
    townships = page(app, office, f"{made.list_url}?kind=township")
    parks = page(app, office, f"{made.list_url}?kind=park")

    assert "First township</a>" in townships
    assert "Second township</a>" not in townships
    assert "River park</a>" in parks
    assert "Hill park</a>" not in parks
    assert status(app, office, made.url("township", places.sibling_id)) == 404
    assert status(app, office, made.url("park", made.other_park_id)) == 404
    assert status(app, office, made.url("park", made.own_park_id)) == 200
    assert status(app, office, made.url("street", made.own_park_id)) == 404


def test_points_are_given_to_a_park_and_count(
    app: Flask, people: People, made: Places, context: JobContext
) -> None:
    office, key = people.county_office, made.other_park_id
    listed = page(app, office, f"{made.sheets_url}?kind=park")
    url = made.sheet_url("park", key, "county")
    stale_url = f"{made.list_url}?kind=park&state=stale"
    sheet = page(app, office, url)

    assert "Hill park" in listed
    assert "kind=park" in listed
    assert "Hill park" in sheet
    assert "Hill park</a>" not in page(app, office, stale_url)
    form = {"value-A": "8", "revision": "0", "action": "submit"}
    assert browser(app, office).post(url, data=form).status_code == 303
    assert "Submitted" in page(app, office, url)
    assert "Hill park</a>" in page(app, office, stale_url)
    evaluated.work(context)
    html = page(app, office, made.url("park", key))
    assert "8 points were given" in html
    assert "/assessments/" in html
    assert "Hill park</a>" not in page(app, office, stale_url)


def test_a_township_gives_points_to_itself_and_to_parks_that_lie_in_it_alone(
    app: Flask, people: People, made: Places
) -> None:
    office, places = people.township_office, people.places
    form = {"value-A": "7", "revision": "0"}

    def sent(url: str) -> int:
        return browser(app, office).post(url, data=form).status_code

    assert sent(made.sheet_url("park", made.own_park_id, "self")) == 303
    assert sent(made.sheet_url("park", made.other_park_id, "self")) == 404
    assert sent(made.sheet_url("township", places.township_id, "self")) == 303
    assert sent(made.sheet_url("township", places.sibling_id, "self")) == 404
    listed = page(app, office, f"{made.sheets_url}?kind=park")
    assert "River park" in listed
    assert "Hill park" not in listed
    assert "Draft" in listed


def test_a_park_that_reaches_beyond_is_seen_but_given_no_points(
    app: Flask, people: People, made: Places, context: JobContext
) -> None:
    office, places = people.township_office, people.places
    with context.store.writing() as session:
        facts = EnterpriseFacts(
            name="Works 3",
            area_id=places.sibling_id,
            uscc=factories.credit_code(),
            park_id=made.own_park_id,
        )
        factories.enterprise(session, places.project_id, places.sibling_id, facts=facts)
    url = made.sheet_url("park", made.own_park_id, "self")

    assert status(app, office, url) == 200
    form = {"value-A": "7", "revision": "0"}
    assert browser(app, office).post(url, data=form).status_code == 403

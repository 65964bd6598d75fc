"""Townships and parks as subjects: ranked, looked at, and given points, each within its scope."""

import io
from dataclasses import dataclass

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import clock
from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.lifecycle import AssessmentState
from server.operations.assign_scheme import SchemeAssignment, assign_scheme
from server.operations.job_context import JobContext
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.areas import Area
from server.store.tables.assessments import Assessment, AssessmentValue
from server.store.tables.schemes import SchemeVersion
from tests import evaluated, factories
from tests.people import People
from tests.web.office_browser import browser
from tests.web.office_checks import page, status

GIVEN = {**evaluated.HALL, "source": "assessor self", "na": "full"}


@dataclass(frozen=True, slots=True)
class Places:
    """A campaign that evaluates townships and parks by a scheme."""

    project_id: int
    campaign_id: int
    scheme_id: int
    version_id: int
    own_park_id: int
    other_park_id: int

    @property
    def list_url(self) -> str:
        """The campaign's evaluation."""
        return f"/office/{self.project_id}/evaluations"

    def url(self, kind: str, key: int) -> str:
        """Return the evaluation of one of them."""
        return f"{self.list_url}/{self.campaign_id}/enterprises/{key}?kind={kind}"

    def sheet_url(self, kind: str, key: int, level: str) -> str:
        """Return the sheet of a level."""
        base = f"/office/{self.project_id}/campaigns/{self.campaign_id}/assessments"
        return f"{base}/{self.scheme_id}/{key}/{level}?kind={kind}"


@pytest.fixture
def made(context: JobContext, people: People) -> Places:
    """Give two townships with 9 and 5 points, and two parks, one of them in both."""
    places = people.places
    with context.store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign_id = stored(factories.campaign(session, places.project_id).id)
        parks = [
            stored(factories.park(session, places.project_id, name).id)
            for name in ("River park", "Hill park")
        ]
        for number, (area_id, park_id) in enumerate(
            ((places.township_id, parks[0]), (places.sibling_id, parks[1])), 1
        ):
            facts = EnterpriseFacts(
                name=f"Works {number}",
                area_id=area_id,
                uscc=factories.credit_code(),
                park_id=park_id,
            )
            factories.enterprise(session, places.project_id, area_id, facts=facts)
    table = evaluated.table(GIVEN, line="8")
    version_id = evaluated.publish(context, places.project_id, table)
    with context.store.writing() as session:
        for kind in ("township", "park"):
            wanted = SchemeAssignment(version_id, subject_kind=kind)
            assign_scheme(session, evaluated.by(), Scope(places.project_id), campaign_id, wanted)
        scheme_id = session.get_one(SchemeVersion, version_id).scheme_id
        for key, points in ((places.township_id, "9"), (places.sibling_id, "5")):
            given = Assessment(
                campaign_id=campaign_id,
                scheme_id=scheme_id,
                scheme_version_id=version_id,
                subject_kind="township",
                subject_id=key,
                level="county",
                state=AssessmentState.SUBMITTED,
                saved_at=clock.now(),
                submitted_at=clock.now(),
            )
            session.add(given)
            session.flush()
            value = AssessmentValue(assessment_id=stored(given.id), measure="A", value=points)
            session.add(value)
    evaluated.work(context)
    return Places(places.project_id, campaign_id, scheme_id, version_id, parks[0], parks[1])


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
    assert "9 points were given, of 0 to 10." in html
    assert "kind=township" in html
    assert "/compare" not in html


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
    listed = page(app, office, f"{_assessments(made)}?kind=park")
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
    listed = page(app, office, f"{_assessments(made)}?kind=park")
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


def test_points_of_townships_go_out_and_come_back_in_a_spreadsheet_by_their_codes(
    app: Flask, people: People, made: Places, context: JobContext
) -> None:
    office, places = browser(app, people.county_office), people.places
    with context.store.writing() as session:
        session.get_one(Area, places.township_id).code = "330212101"
    base = f"{_assessments(made)}/{made.scheme_id}/spreadsheet"

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
    url = f"{_assessments(made)}/{made.scheme_id}/spreadsheet?kind=park"

    listed = office.get(f"{_assessments(made)}?kind=park").text
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


def _assessments(made: Places) -> str:
    return f"/office/{made.project_id}/campaigns/{made.campaign_id}/assessments"

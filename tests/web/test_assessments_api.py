"""Points by hand over /v1: who is missing, the sheet of a level, its faults, and its return."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.store.row_key import stored
from server.store.transaction import Store
from tests.people import People, Person
from tests.schemes import assessed
from tests.web.central import code_of

FULL = {"1.1": {"values": {"1.1": "2.5"}}, "1.2": {"values": {"1.2": 1}}}


@dataclass(frozen=True, slots=True)
class Sheets:
    """The interface of a campaign in which an enterprise here and one beside are assessed."""

    client: FlaskClient
    people: People
    base: str
    own_id: int
    sibling_id: int

    def path(self, level: str, subject_id: int | None = None) -> str:
        return f"{self.base}/{level}/{subject_id or self.own_id}"

    def get(self, person: Person, path: str) -> TestResponse:
        return self.client.get(path, headers=person.headers)

    def put(self, level: str, rows: object, revision: int = 0) -> TestResponse:
        body = {"revision": revision, "rows": rows}
        headers = self.people.county_office.headers
        return self.client.put(self.path(level), json=body, headers=headers)

    def submit(self, level: str, rows: object, revision: int = 0) -> TestResponse:
        body = {"revision": revision, "rows": rows}
        headers = self.people.county_office.headers
        return self.client.post(f"{self.path(level)}/submit", json=body, headers=headers)


@pytest.fixture
def sheets(client: FlaskClient, store: Store, people: People) -> Sheets:
    places = people.places
    with store.writing() as session:
        made = assessed(session, places)
        base = f"/v1/projects/{places.project_id}/campaigns/{made.campaign_id}/assessments/small"
        return Sheets(client, people, base, stored(made.own.id), stored(made.sibling.id))


def row_of(answer: TestResponse, code: str) -> dict[str, object]:
    """Return a row of a sheet."""
    return next(one for one in answer.json["rows"] if one["code"] == code)


def test_a_sheet_tells_its_rows_with_their_ranges(sheets: Sheets) -> None:
    answer = sheets.get(sheets.people.county_office, sheets.path("self"))

    assert (answer.json["state"], answer.json["revision"]) == ("not_begun", 0)
    assert (answer.json["mayFill"], answer.json["isOpen"]) == (True, True)
    row = row_of(answer, "1.1")
    assert (row["isOpen"], row["nameEn"], row["most"]) == (True, "Employee register", "2.5")
    assert row["fields"][0]["maximum"] == "2.5"
    assert row_of(answer, "1.3")["isOpen"] is False


def test_a_draft_is_saved_and_read_again(sheets: Sheets) -> None:
    saved = sheets.put("self", {"1.1": {"values": {"1.1": "1.5"}, "reason": "since May"}})
    again = sheets.get(sheets.people.county_office, sheets.path("self"))

    assert saved.json == again.json
    assert (again.json["state"], again.json["revision"]) == ("draft", 1)
    given = row_of(again, "1.1")["given"]["self"]
    assert given == {"values": {"1.1": "1.5"}, "reason": "since May", "isNotApplicable": False}


def test_each_wrong_value_is_named_and_nothing_is_written(sheets: Sheets) -> None:
    answer = sheets.put("self", {"1.1": {"values": {"1.1": 7}}, "1.2": {"values": {"1.2": "x"}}})
    after = sheets.get(sheets.people.county_office, sheets.path("self"))

    assert code_of(answer) == 400.53
    assert answer.json["details"]["fields"] == ["1.1", "1.2"]
    messages = [one["message"] for one in answer.json["details"]["faults"]]
    assert messages[0].startswith("This must be between 0 and 2.5.")
    assert after.json["revision"] == 0


def test_rows_that_are_not_there_or_not_ones_own_are_refused(sheets: Sheets) -> None:
    rows = {
        "9.9": {"values": {"9.9": "1"}},
        "1.3": {"values": {"record:insurance:rate": "99"}},
        "1.1": {"values": {"1.2": "1"}},
    }

    answer = sheets.put("self", rows)

    faults = {one["code"]: one["fault"] for one in answer.json["details"]["faults"]}
    assert faults == {"9.9": "unknown_row", "1.3": "not_own_row", "1.1": "unknown_row"}


def test_a_sheet_with_something_missing_is_not_submitted(sheets: Sheets) -> None:
    answer = sheets.submit("self", {"1.1": {"values": {"1.1": "1"}}})
    after = sheets.get(sheets.people.county_office, sheets.path("self"))

    assert answer.json["details"]["fields"] == ["1.2"]
    assert after.json["state"] == "not_begun"


def test_submitted_points_stand_beside_the_level_above_until_they_are_returned(
    sheets: Sheets,
) -> None:
    office = sheets.people.county_office
    submitted = sheets.submit("self", FULL)
    closed = sheets.put("self", FULL, revision=1)
    above = sheets.get(office, sheets.path("township"))
    empty = sheets.client.post(
        f"{sheets.path('self')}/return", json={"reason": " "}, headers=office.headers
    )
    returned = sheets.client.post(
        f"{sheets.path('self')}/return", json={"reason": "no dates"}, headers=office.headers
    )

    assert (submitted.json["state"], submitted.json["isOpen"]) == ("submitted", False)
    assert code_of(closed) == 409.44
    assert row_of(above, "1.1")["given"]["self"]["values"] == {"1.1": "2.5"}
    assert empty.status_code == 400
    assert (returned.json["state"], returned.json["returnReason"]) == ("returned", "no dates")


def test_who_saves_on_an_old_revision_is_told_so(sheets: Sheets) -> None:
    sheets.put("self", FULL)

    assert code_of(sheets.put("self", FULL)) == 409.41


def test_who_is_missing_is_listed(sheets: Sheets) -> None:
    sheets.submit("self", FULL)

    everybody = sheets.get(sheets.people.county_office, sheets.base)
    missing = sheets.get(sheets.people.county_office, f"{sheets.base}?level=self&state=not_begun")
    wrong = sheets.get(sheets.people.county_office, f"{sheets.base}?level=self&state=lost")

    assert {one["subjectId"]: one["states"] for one in everybody.json} == {
        sheets.own_id: {"self": "submitted"},
        sheets.sibling_id: {},
    }
    assert [one["subjectId"] for one in missing.json] == [sheets.sibling_id]
    assert code_of(wrong) == 400.8


def test_a_township_fills_no_sheet_of_the_county_and_sees_no_other_township(
    sheets: Sheets,
) -> None:
    township = sheets.people.township_office
    body = {"revision": 0, "rows": FULL}

    read = sheets.get(township, sheets.path("county"))
    as_county = sheets.client.put(sheets.path("county"), json=body, headers=township.headers)
    foreign = sheets.get(township, sheets.path("self", sheets.sibling_id))
    listed = sheets.get(township, sheets.base)

    assert read.json["mayFill"] is False
    assert code_of(as_county) == 403.1
    assert foreign.status_code == 404
    assert [one["subjectId"] for one in listed.json] == [sheets.own_id]


def test_who_only_reads_writes_no_points(sheets: Sheets) -> None:
    viewer = sheets.people.viewer
    body = {"revision": 0, "rows": FULL}

    read = sheets.get(viewer, sheets.path("self"))
    written = sheets.client.put(sheets.path("self"), json=body, headers=viewer.headers)

    assert (read.status_code, read.json["mayFill"]) == (200, False)
    assert row_of(read, "1.1")["isOpen"] is False
    assert code_of(written) == 403.1

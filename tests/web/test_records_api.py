"""Department records and held titles over /v1: rows or a spreadsheet, previews, lists, undoing."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.store.transaction import Store
from server.web.central.paging import TOTAL
from tests.people import People, Person
from tests.schemes import assessed
from tests.web.central import code_of


@dataclass(frozen=True, slots=True)
class Register:
    """The interface of a project whose scheme asks for records."""

    client: FlaskClient
    people: People
    base: str
    own: str
    sibling: str

    def get(self, path: str, person: Person | None = None) -> TestResponse:
        headers = (person or self.people.county_office).headers
        return self.client.get(f"{self.base}/{path}", headers=headers)

    def post(self, path: str, person: Person | None = None, **body: object) -> TestResponse:
        headers = (person or self.people.county_office).headers
        return self.client.post(f"{self.base}/{path}", json=body, headers=headers)

    def imported(self, path: str, *rows: dict[str, object]) -> TestResponse:
        what = path.partition("/")[0]
        preview = self.post(path, rows=list(rows))
        return self.post(f"{what}/imports/{preview.json['id']}/confirm")

    def row(self, **more: object) -> dict[str, object]:
        return {"credit_code": self.own, "dated_on": "2026-03-01", "rate": 98.5, **more}


@pytest.fixture
def register(client: FlaskClient, store: Store, people: People) -> Register:
    places = people.places
    with store.writing() as session:
        made = assessed(session, places)
        base = f"/v1/projects/{places.project_id}"
        return Register(client, people, base, made.own.uscc or "", made.sibling.uscc or "")


def test_the_kinds_tell_the_keys_and_titles_of_their_columns(register: Register) -> None:
    kinds = {one["kind"]: one for one in register.get("records/kinds").json}
    titles = register.get("titles/kinds").json

    assert set(kinds) == {"insurance", "arrears"}
    columns = {one["key"]: one for one in kinds["insurance"]["columns"]}
    assert (columns["rate"]["type"], columns["credit_code"]["isRequired"]) == ("number", True)
    assert "日期" in columns["dated_on"]["titles"]
    assert {one["key"] for one in titles[0]["columns"]} >= {"code", "since", "until"}


def test_rows_are_looked_at_first_and_written_when_confirmed(register: Register) -> None:
    row = register.row(source="No. 7")
    preview = register.post("records/imports?kind=insurance", rows=[row])
    before = register.get("records")
    done = register.post(f"records/imports/{preview.json['id']}/confirm")
    after = register.get("records?kind=insurance")

    assert (preview.json["newCount"], preview.json["problems"]) == (1, [])
    assert "file" not in preview.json
    assert before.json == []
    assert (done.json["rowCount"], done.json["fileName"]) == (1, "rows.json")
    assert after.headers[TOTAL] == "1"
    found = after.json[0]
    assert (found["uscc"], found["datedOn"]) == (register.own, "2026-03-01")
    assert (found["columns"], found["source"]) == ({"rate": "98.5"}, "No. 7")
    assert found["batchId"] == done.json["id"]


def test_every_wrong_cell_is_told_with_its_row_and_key(register: Register) -> None:
    rows = [
        register.row(dated_on="2026-13-01"),
        register.row(rate="many", colour="red"),
        register.row(credit_code="91000000000000001X"),
        register.row(),
        register.row(),
    ]

    preview = register.post("records/imports?kind=insurance", rows=rows).json

    told = {one["address"]: one["fault"] for one in preview["problems"]}
    assert told == {
        "1.dated_on": "bad_date",
        "2.rate": "not_a_number",
        "3.credit_code": "bad_credit_code",
        "5": "twice_in_file",
    }
    assert preview["unknownColumns"] == ["colour"]
    assert all(one["message"] for one in preview["problems"])
    assert preview["newCount"] == 1


def test_the_spreadsheet_of_the_pages_is_taken_too(register: Register) -> None:
    table = f"信用代码,日期,settled,amount\n{register.own},2026-03-01,是,5000\n"
    office = register.people.county_office
    headers = {
        **office.headers,
        "Content-Type": "text/csv",
        "Content-Disposition": 'attachment; filename="arrears.csv"',
    }

    preview = register.client.post(
        f"{register.base}/records/imports?kind=arrears", data=table.encode(), headers=headers
    )
    register.post(f"records/imports/{preview.json['id']}/confirm")

    assert preview.json["fileName"] == "arrears.csv"
    found = register.get("records?kind=arrears").json[0]
    assert found["columns"] == {"settled": True, "amount": "5000"}


def test_titles_are_imported_and_listed(register: Register) -> None:
    held = {"credit_code": register.own, "code": "AAA", "since": "2024-05-01", "level": "市级"}

    done = register.imported("titles/imports", held)

    found = register.get("titles?kind=AAA").json
    assert done.json["kind"] == "titles"
    assert [(one["since"], one["until"], one["level"]) for one in found] == [
        ("2024-05-01", None, "市级")
    ]


def test_an_import_is_undone_with_a_reason_and_once_only(register: Register) -> None:
    batch = register.imported("records/imports?kind=insurance", register.row()).json["id"]

    without = register.post(f"records/batches/{batch}/undo", reason=" ")
    undone = register.post(f"records/batches/{batch}/undo", reason="wrong year")
    again = register.post(f"records/batches/{batch}/undo", reason="wrong year")

    assert (without.status_code, undone.status_code) == (400, 200)
    assert code_of(again) == 409.44
    assert register.get("records").json == []
    assert register.get("records/batches").json[0]["undoReason"] == "wrong year"


def test_bodies_of_another_shape_are_refused(register: Register) -> None:
    path = "records/imports?kind=insurance"

    answers = [
        register.post(path),
        register.post(path, rows={"a": 1}),
        register.post(path, rows=[["a"]]),
        register.post(path, rows=[{"rate": {"value": 1}}]),
    ]
    unknown = register.post("records/imports?kind=weather", rows=[])

    assert [code_of(one) for one in answers] == [400.11] * 4
    assert unknown.status_code == 404


def test_a_township_imports_for_its_own_enterprises_only(register: Register) -> None:
    township = register.people.township_office
    rows = [register.row(), register.row(credit_code=register.sibling)]

    preview = register.post("records/imports?kind=insurance", township, rows=rows)
    foreign = register.get(f"records/imports/{preview.json['id']}")
    register.imported("records/imports?kind=insurance", rows[1])
    seen = register.get("records", township)

    assert [one["fault"] for one in preview.json["problems"]] == ["unknown_enterprise"]
    assert foreign.status_code == 404
    assert seen.json == []


def test_who_only_reads_imports_nothing(register: Register) -> None:
    viewer = register.people.viewer

    refused = register.post("records/imports?kind=insurance", viewer, rows=[register.row()])

    assert code_of(refused) == 403.1

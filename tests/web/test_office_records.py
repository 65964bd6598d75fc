"""Department records and held titles: samples, previews with every wrong cell, lists, undoing."""

import io
from dataclasses import dataclass

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from server.store.row_key import stored
from server.store.tables.audits import Audit
from server.store.tables.records import DepartmentRecord, HeldTitle, RecordBatch
from server.store.transaction import Store
from tests.people import People
from tests.schemes import assessed
from tests.web.office_browser import browser


@dataclass(frozen=True, slots=True)
class Register:
    """A project whose scheme asks for records, with an enterprise here and one elsewhere."""

    client: FlaskClient
    store: Store
    base: str
    own: str
    sibling: str

    def upload(self, table: str, *, what: str = "records", kind: str = "insurance") -> TestResponse:
        data = {"kind": kind, "file": (io.BytesIO(table.encode()), f"{kind}.csv")}
        return self.client.post(f"{self.base}/{what}/import", data=data)

    def imported(self, table: str, *, what: str = "records", kind: str = "insurance") -> str:
        preview = self.upload(table, what=what, kind=kind).location
        return self.client.post(f"{preview}/confirm", follow_redirects=True).text

    def count(self, table: type) -> int:
        with self.store.reading() as session:
            return len(session.exec(select(table)).all())


@pytest.fixture
def register(app: Flask, store: Store, people: People) -> Register:
    places = people.places
    with store.writing() as session:
        made = assessed(session, places, own="Own works", sibling="Sibling works")
        return Register(
            browser(app, people.county_office),
            store,
            f"/office/{places.project_id}",
            made.own.uscc or "",
            made.sibling.uscc or "",
        )


def test_each_kind_of_the_schemes_has_a_sample(register: Register) -> None:
    page = register.client.get(f"{register.base}/records/import").text
    sample = register.client.get(f"{register.base}/records/sample?kind=arrears")

    header = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(sample.data)).active[1]]
    assert "Insurance rate" in page
    assert "Wage arrears" in page
    assert header == ["uscc", "name", "date", "settled", "amount", "source document"]


def test_every_wrong_cell_is_shown_before_anything_is_written(register: Register) -> None:
    table = (
        "信用代码,日期,rate,文号\n"
        f"{register.own},2026-03-01,98.5,人社〔2026〕1号\n"
        f"{register.own},2026-13-01,98.5,\n"
        f"{register.own},2099-01-01,98.5,\n"
        f"{register.own},2026-03-02,many,\n"
        "91000000000000001X,2026-03-01,98,\n"
        f"{register.own},2026-03-01,98.5,人社〔2026〕1号\n"
    )

    page = register.client.get(register.upload(table).location).text

    assert "B3" in page
    assert "This is not a date." in page
    assert "The day lies in the future." in page
    assert "This is not a number." in page
    assert "A6" in page
    assert "It is in the file twice." in page
    assert register.count(DepartmentRecord) == 0


def test_records_are_listed_with_where_they_came_from(register: Register) -> None:
    table = f"信用代码,日期,rate,文号\n{register.own},2026-03-01,98.50,人社〔2026〕1号\n"

    done = register.imported(table)
    page = register.client.get(f"{register.base}/records").text

    assert "Imported: 1 rows." in done
    assert "Own works" in page
    assert "rate 98.5" in page
    assert "人社〔2026〕1号" in page
    assert "insurance.csv" in page


def test_the_same_record_is_not_imported_twice(register: Register) -> None:
    table = f"信用代码,日期,rate\n{register.own},2026-03-01,98.5\n"
    register.imported(table)

    page = register.client.get(register.upload(table).location).text

    assert "The same was imported before." in page
    assert "/confirm" not in page


def test_a_file_without_rows_says_that_nothing_happened(register: Register) -> None:
    register.imported("信用代码,日期,amount\n", kind="arrears")

    assert register.count(RecordBatch) == 1
    assert register.count(DepartmentRecord) == 0


def test_one_imports_only_for_enterprises_of_ones_own_areas(
    app: Flask, people: People, register: Register
) -> None:
    township = browser(app, people.township_office)
    table = f"信用代码,日期,rate\n{register.sibling},2026-03-01,98\n{register.own},2026-03-01,99\n"
    data = {"kind": "insurance", "file": (io.BytesIO(table.encode()), "rates.csv")}

    preview = township.post(f"{register.base}/records/import", data=data).location
    page = township.get(preview).text

    assert "No enterprise of your areas has this credit code." in page
    assert "Sibling works" not in page
    assert "Own works" in page


def test_a_whole_import_is_undone_with_a_reason_and_stays_in_the_history(
    register: Register,
) -> None:
    register.imported(f"信用代码,日期,rate\n{register.own},2026-03-01,98\n")
    page = register.client.get(f"{register.base}/records/imports").text
    address = page.split('/undo"')[0].rsplit('"', 1)[1] + "/undo"

    without = register.client.post(address, data={}, follow_redirects=True).text
    register.client.post(address, data={"reason": "Wrong month"})
    again = register.client.post(address, data={"reason": "Once more"})

    history = register.client.get(f"{register.base}/records/imports").text
    assert "Say why the import is undone." in without
    assert register.count(DepartmentRecord) == 0
    assert "Wrong month" in history
    assert again.status_code == 409
    with register.store.reading() as session:
        actions = [one.action for one in session.exec(select(Audit))]
    assert "records.import" in actions
    assert "records.undo" in actions


def test_nobody_undoes_an_import_for_other_areas(
    app: Flask, people: People, register: Register
) -> None:
    register.imported(f"信用代码,日期,rate\n{register.sibling},2026-03-01,98\n")
    with register.store.reading() as session:
        batch = stored(session.exec(select(RecordBatch)).one().id)
    township = browser(app, people.township_office)

    answer = township.post(
        f"{register.base}/records/imports/{batch}/undo", data={"reason": "Not mine"}
    )

    assert answer.status_code == 404
    assert register.count(DepartmentRecord) == 1
    assert "insurance.csv" not in township.get(f"{register.base}/records/imports").text


def test_titles_are_imported_with_their_days_and_shown(register: Register) -> None:
    table = (
        "信用代码,称号,授予日期,有效期至,文号\n"
        f"{register.own},A级和谐企业,2025-12-01,2028-11-30,文2\n"
        f"{register.sibling},A级和谐企业,2025-12-01,2024-11-30,\n"
    )

    preview = register.client.get(register.upload(table, what="titles").location).text
    done = register.imported(table, what="titles")
    page = register.client.get(f"{register.base}/titles").text

    assert "It ends before it begins." in preview
    assert "Imported: 1 rows." in done
    assert register.count(HeldTitle) == 1
    assert "A级和谐企业" in page
    assert "2028-11-30" in page


def test_the_file_of_an_import_is_kept(register: Register) -> None:
    table = f"信用代码,日期,rate\n{register.own},2026-03-01,98\n"
    register.imported(table)
    with register.store.reading() as session:
        batch = stored(session.exec(select(RecordBatch)).one().id)

    with register.client.get(f"{register.base}/records/imports/{batch}/file") as answer:
        assert answer.data.decode() == table


def test_a_viewer_sees_records_but_imports_none(
    app: Flask, people: People, register: Register
) -> None:
    viewer = browser(app, people.viewer)

    assert viewer.get(f"{register.base}/records").status_code == 200
    assert viewer.get(f"{register.base}/records/import").status_code == 403


def test_without_a_scheme_the_page_says_what_to_do(
    app: Flask, people: People, store: Store
) -> None:
    client = browser(app, people.county_office)

    page = client.get(f"/office/{people.places.project_id}/records/import").text

    assert "No scheme asks for records yet" in page

"""The import of enterprises: upload, preview, confirmation."""

import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.store.queries import enterprises
from server.store.queries.scope import Scope
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.web.office_browser import browser


def _upload(
    client: FlaskClient, people: People, table: str | bytes, name: str = "register.csv"
) -> TestResponse:
    data = table.encode() if isinstance(table, str) else table
    return client.post(
        f"/office/{people.places.project_id}/imports",
        data={"file": (io.BytesIO(data), name)},
    )


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    return browser(app, people.county_office)


def _names(store: Store, people: People) -> list[str]:
    with store.reading() as session:
        found = enterprises.list_enterprises(session, Scope(people.places.project_id))
        return [one.name for one in found]


def test_a_file_is_shown_before_anything_is_written(
    client: FlaskClient, store: Store, people: People
) -> None:
    with store.writing() as session:
        known = factories.enterprise(
            session, people.places.project_id, people.places.township_id, name="Known works"
        )
    table = (
        "企业名称,统一社会信用代码,所属区域,职工人数,备注\n"
        f"Known works,{known.uscc},First township,99,x\n"
        f"New works,{factories.credit_code()},First village,12,\n"
        "Bad works,1234,First village,12,\n"
    )

    answer = _upload(client, people, table)
    page = client.get(answer.location).text

    assert answer.status_code == 303
    assert _names(store, people) == ["Known works"]
    assert "Add 1, change 1" in page
    assert "B4" in page
    assert "A credit code has 18 characters." in page
    assert "Compare it with the business licence." in page
    assert "120" in page
    assert "99" in page
    assert "备注" in page
    assert "these rows stay out" in page


def test_confirming_writes_what_the_preview_promised(
    client: FlaskClient, store: Store, people: People
) -> None:
    preview = _upload(client, people, "name,area\nOne works,First village\nTwo works,x\n").location

    confirmed = client.post(f"{preview}/confirm")

    assert confirmed.status_code == 303
    page = client.get(confirmed.location).text
    assert "Imported: 1 enterprises added, 0 changed." in page
    assert "/confirm" not in page
    assert _names(store, people) == ["One works"]


def test_a_preview_is_confirmed_once_and_by_who_made_it(
    app: Flask, client: FlaskClient, people: People
) -> None:
    preview = _upload(client, people, "name,area\nOne works,First village\n").location
    other = browser(app, people.administrator)

    assert other.get(preview).status_code == 404
    assert other.post(f"{preview}/confirm").status_code == 404
    assert client.post(f"{preview}/confirm").status_code == 303
    assert client.post(f"{preview}/confirm").status_code == 409


def test_a_preview_of_a_register_that_changed_is_not_written(
    client: FlaskClient, store: Store, people: People
) -> None:
    preview = _upload(client, people, "name,area\nOne works,First village\n").location
    with store.writing() as session:
        factories.enterprise(
            session, people.places.project_id, people.places.sibling_id, name="Faster works"
        )

    shown = client.get(preview)
    answer = client.post(f"{preview}/confirm")

    assert "The register has changed since this file was checked" in shown.text
    assert "/confirm" not in shown.text
    assert answer.status_code == 409
    assert "Upload the file again" in answer.text
    assert _names(store, people) == ["Faster works"]


def test_an_importer_learns_nothing_of_other_areas(
    app: Flask, store: Store, people: People
) -> None:
    with store.writing() as session:
        foreign = factories.enterprise(
            session, people.places.project_id, people.places.sibling_id, name="Secret works"
        )
    client = browser(app, people.township_office)
    table = f"name,uscc,area\nMy works,{foreign.uscc},First village\nX,,Second township\n"

    page = client.get(_upload(client, people, table).location).text

    assert "This credit code is taken outside your areas." in page
    assert "This area is not one of yours." in page
    assert "Secret works" not in page
    assert "There is nothing to import" in page


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "a.xlsx"), (b"\xff\xfe\xfd", "a.csv"), (b"PK\x03\x04", "a.xlsx")]
)
def test_a_file_that_is_no_spreadsheet_is_refused_at_the_field(
    client: FlaskClient, people: People, data: bytes, name: str
) -> None:
    answer = _upload(client, people, data, name)

    assert answer.status_code == 422
    assert 'href="#field-file"' in answer.text


def test_a_missing_column_is_named(client: FlaskClient, people: People) -> None:
    page = client.get(_upload(client, people, "name\nOne works\n").location).text

    assert "This column is missing." in page


def test_hostile_texts_of_a_file_are_text(client: FlaskClient, people: People) -> None:
    bad = '"<svg onload=alert(1)>"'
    table = f"name,area,{bad}\n{bad},First village,\n{bad},{bad},\n"

    page = client.get(_upload(client, people, table, "<svg onload=alert(2)>.csv").location).text

    assert "<svg onload" not in page


@pytest.mark.parametrize("kind", ["imports", "areas/import"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_sample_can_be_imported(app: Flask, people: People, kind: str, language: str) -> None:
    client = browser(app, people.county_office, language=language)
    address = f"/office/{people.places.project_id}/{kind}"

    sample = client.get(f"{address}/sample")
    workbook = openpyxl.load_workbook(io.BytesIO(sample.data))
    answer = client.post(address, data={"file": (io.BytesIO(sample.data), "sample.xlsx")})

    assert sample.headers["Content-Disposition"].startswith("attachment")
    assert workbook.active is not None
    assert workbook.active.max_row in {3, 4}
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200

"""Pages that add app users from a spreadsheet: the template, a look at it, and the confirmation."""

import io

import openpyxl
import pytest
from flask import Flask
from sqlmodel import select

from server.store.tables.app_users import AppUser, Assignment
from server.store.transaction import Store
from tests.people import People
from tests.web import openrosa_data as data
from tests.web.office_browser import browser
from tests.web.openrosa_phone import Phone


@pytest.fixture
def url(people: People) -> str:
    """Give the address of the list."""
    return f"/office/{people.places.project_id}/app-users"


@pytest.fixture
def phone(app: Flask, people: People, store: Store) -> Phone:
    """Give the phone of the people's app user, with one form."""
    with store.writing() as session:
        form = data.make_form(session, people.places.project_id, assigned_to=people.app_user.id)
    return Phone(app, people, form)


def _workbook(*rows: tuple[str, ...]) -> io.BytesIO:
    workbook, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (("姓名", "负责区域", "可填表单"), *rows):
        workbook.active.append(row)
    workbook.save(stream)
    stream.seek(0)
    return stream


def test_app_users_are_added_from_a_spreadsheet_after_a_look(
    app: Flask, people: People, url: str, phone: Phone, store: Store
) -> None:
    client = browser(app, people.county_office)
    rows = (
        ("张一", "First village", phone.form.form_id),
        ("李二", "", ""),
        ("王三", "No such place", "no_such_form"),
        ("inspector 1", "", ""),
    )

    sent = client.post(f"{url}/import", data={"file": (_workbook(*rows), "名单.xlsx")})
    preview = client.get(sent.location).text
    with store.reading() as session:
        count_before = len(session.exec(select(AppUser)).all())
    done = client.post(f"{sent.location}/confirm")
    again = client.post(f"{sent.location}/confirm")
    listed = client.get(url).text

    for text in ("张一", "Whole project", "no form yet", "B4", "C4", "A5", "名单.xlsx"):
        assert text in preview
    assert "There is an app user of this name already." in preview
    assert count_before == 1
    assert (done.status_code, again.status_code) == (303, 409)
    assert "张一" in listed
    assert "王三" not in listed
    with store.reading() as session:
        assert len(session.exec(select(AppUser)).all()) == 3
        assert len(session.exec(select(Assignment)).all()) == 2


def test_a_preview_that_is_no_longer_true_adds_nobody(
    app: Flask, people: People, url: str, store: Store
) -> None:
    client = browser(app, people.county_office)
    sent = client.post(
        f"{url}/import", data={"file": (_workbook(("张一", "", ""), ("李二", "", "")), "a.xlsx")}
    )
    client.post(f"{url}/new", data={"name": "李二"})

    stale = client.post(f"{sent.location}/confirm")

    assert stale.status_code == 409
    assert "Something has changed since this file was checked" in stale.text
    with store.reading() as session:
        assert len(session.exec(select(AppUser)).all()) == 2


def test_the_whole_project_and_foreign_areas_are_not_given_by_a_township(
    app: Flask, people: People, url: str
) -> None:
    client = browser(app, people.township_office)
    rows = (("张一", "", ""), ("李二", "Second township", ""), ("王三", "First village", ""))

    sent = client.post(f"{url}/import", data={"file": (_workbook(*rows), "a.xlsx")})
    shown = client.get(sent.location).text

    assert "B2" in shown
    assert "B3" in shown
    assert shown.count("There is nothing here.") == 1
    assert browser(app, people.county_office).get(sent.location).status_code == 404


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"\0" * 60, b"\xff\xfe\0"])
def test_what_is_no_spreadsheet_is_refused_at_its_field(
    app: Flask, people: People, url: str, content: bytes
) -> None:
    client = browser(app, people.county_office)

    sent = client.post(f"{url}/import", data={"file": (io.BytesIO(content), "a.xlsx")})

    assert sent.status_code == 422
    assert 'href="#field-file"' in sent.text


def test_the_template_comes_back_as_it_went_and_names_areas_and_forms(
    app: Flask, people: People, url: str, phone: Phone
) -> None:
    client = browser(app, people.township_office, language="zh-CN")
    template = client.get(f"{url}/import/template")

    workbook = openpyxl.load_workbook(io.BytesIO(template.data))
    first, areas, forms = workbook.worksheets
    first.append(("张一", "First village", phone.form.form_id))
    stream = io.BytesIO()
    workbook.save(stream)
    stream.seek(0)
    sent = client.post(f"{url}/import", data={"file": (stream, "a.xlsx")})

    assert [cell.value for cell in first[1]] == ["姓名", "负责区域", "可填表单"]
    assert "Demo county/First township/First village" in [cell.value for cell in areas["A"]]
    assert phone.form.form_id in [cell.value for cell in forms["B"]]
    assert "张一" in client.get(sent.location).text

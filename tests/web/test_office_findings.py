"""The pages of findings: what is overdue, its photos and history, closing it with a reason."""

import io

import pytest
from flask import Flask
from openpyxl import load_workbook

from server.operations.job_context import JobContext
from server.store.queries import findings
from server.store.queries.scope import Scope
from server.web.office.dates import today
from tests import factories
from tests.entity_forms import Field, new_uuid
from tests.finding_forms import NOT_YET, RECTIFIED, finding, follow_up, publish, send_check
from tests.people import People, Person
from tests.web.office_browser import browser

LATE = "2020-02-03"
FAR = "2199-12-31"


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a village with an enterprise, one finding overdue, one in time, one rectified."""
    made = Field(context, people)
    publish(made)
    with made.store.writing() as session:
        one = factories.enterprise(
            session, people.places.project_id, people.places.village_id, name="甲厂"
        )
    uscc = one.uscc or ""
    send_check(made, uscc, finding(new_uuid(), "通道堵塞", finding_due=LATE))
    send_check(made, uscc, finding(new_uuid(), "缺职工名册", finding_due=FAR))
    mended = new_uuid()
    send_check(made, uscc, finding(mended, "<b>台账缺失", finding_due=LATE, finding_photo="a.jpg"))
    follow_up(made, mended, 1, RECTIFIED)
    return made


def _url(field: Field) -> str:
    return f"/office/{field.people.places.project_id}/findings"


def _id(app: Flask, field: Field, label: str) -> int:
    with app.app_context(), field.store.reading() as session:
        listed = findings.list_findings(
            session, Scope(field.people.places.project_id), today=today()
        )
    (found,) = (row.id for row in listed if row.label == label)
    return found


def test_the_list_counts_what_is_open_overdue_and_rectified(app: Flask, field: Field) -> None:
    client = browser(app, field.people.viewer)

    page = client.get(_url(field)).text
    overdue = client.get(f"{_url(field)}?standing=overdue").text

    assert "3 findings" in page
    assert "通道堵塞" in overdue
    assert "缺职工名册" not in overdue
    assert "&lt;b&gt;台账缺失" in page
    assert "<b>台账" not in page
    assert "Overdue 1" in " ".join(overdue.split())


@pytest.mark.parametrize(
    "query",
    ["?standing=odd&kind=nothing&campaign=7", "?after=x&q=%00", "?enterprise=&q=%25"],
)
def test_odd_addresses_break_nothing(app: Flask, field: Field, query: str) -> None:
    answer = browser(app, field.people.viewer).get(f"{_url(field)}{query}")

    assert answer.status_code == 200
    assert "Nothing matches these filters" in answer.text or "3 findings" in answer.text


@pytest.mark.parametrize("query", ["?after=999999", "?enterprise=999999", "?before=999999"])
def test_rows_that_are_not_there_are_not_found(app: Flask, field: Field, query: str) -> None:
    assert browser(app, field.people.viewer).get(f"{_url(field)}{query}").status_code == 404


def test_one_finding_shows_photos_and_what_happened(app: Flask, field: Field) -> None:
    key = _id(app, field, "<b>台账缺失")

    page = browser(app, field.people.viewer).get(f"{_url(field)}/{key}").text

    assert page.count("has not arrived yet") == 2
    assert "a.jpg" in page
    assert "after.jpg" in page
    assert "已补齐" in page
    assert "Change in the office" not in page


def test_the_office_closes_a_finding_and_opens_it_again(app: Flask, field: Field) -> None:
    key, client = _id(app, field, "通道堵塞"), browser(app, field.people.township_office)
    url = f"{_url(field)}/{key}"

    closed = client.post(url, data={"version": "1", "what": "close", "reason": "现场已核实"})
    page = client.get(url).text
    opened = client.post(
        url, data={"version": "2", "what": "open", "reason": "又堵了", "due_on": FAR}
    )

    assert (closed.status_code, opened.status_code) == (303, 303)
    assert "Reason: 现场已核实" in page
    assert "Open again" in page
    after = client.get(url).text
    assert "Opened again" in after
    assert FAR in after


@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        ({"version": "1", "what": "close", "reason": ""}, 400, "Say why"),
        ({"version": "1", "what": "move", "reason": "延期", "due_on": "soon"}, 400, "date"),
        (
            {"version": "1", "what": "move", "reason": "延期", "due_on": "2019-01-01"},
            400,
            "after the finding",
        ),
        ({"version": "9", "what": "close", "reason": "核实"}, 409, "somebody else"),
        ({"version": "x", "what": "close", "reason": "核实"}, 409, "somebody else"),
    ],
)
def test_a_wrong_form_is_told_and_nothing_typed_is_lost(
    app: Flask, field: Field, data: dict[str, str], status: int, told: str
) -> None:
    key, client = _id(app, field, "通道堵塞"), browser(app, field.people.county_office)

    answer = client.post(f"{_url(field)}/{key}", data=data)

    assert answer.status_code == status
    assert told in answer.text
    assert data["reason"] in answer.text


@pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("sibling", 404)])
def test_only_offices_of_the_area_change_a_finding(
    app: Flask, field: Field, person: str, status: int
) -> None:
    people = field.people
    with field.store.writing() as session:
        other = factories.enterprise(session, people.places.project_id, people.places.sibling_id)
    send_check(field, other.uscc or "", finding(new_uuid(), "邻镇的问题"))
    key = _id(app, field, "邻镇的问题")
    who: Person = people.viewer if person == "viewer" else people.township_office

    answer = browser(app, who).post(
        f"{_url(field)}/{key}", data={"version": "1", "what": "close", "reason": "核实"}
    )

    assert answer.status_code == status
    assert "邻镇的问题" not in browser(app, people.township_office).get(_url(field)).text


def test_the_enterprise_and_the_desk_tell_of_open_findings(app: Flask, field: Field) -> None:
    client = browser(app, field.people.county_office)
    project = f"/office/{field.people.places.project_id}"

    desk = client.get(f"{project}/").text
    line = next(one for one in client.get(_url(field)).text.split('"') if "/enterprises/" in one)
    enterprise = client.get(line).text

    assert "Findings overdue" in desk
    assert "standing=overdue" in desk
    assert "通道堵塞" in enterprise
    assert "台账缺失" not in enterprise


def test_the_list_is_saved_as_a_spreadsheet(app: Flask, field: Field) -> None:
    client = browser(app, field.people.viewer)

    saved = client.get(f"{_url(field)}/spreadsheet?standing=overdue")

    sheet = load_workbook(io.BytesIO(saved.data)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == "甲厂"
    assert "通道堵塞" in rows[1]
    assert rows[1][8] == "Overdue"


def test_a_moved_date_is_told_in_the_history(app: Flask, field: Field) -> None:
    with field.store.reading() as session:
        listed = findings.list_findings(
            session, Scope(field.people.places.project_id), today=factories.by().at.date()
        )
    late = next(row for row in listed if row.label == "通道堵塞")
    follow_up(field, late.uuid, 1, NOT_YET)

    page = browser(app, field.people.viewer).get(f"{_url(field)}/{late.id}").text

    assert "To be mended by 2027-01-10 instead" in page
    assert "仍未建立" in page

"""The office's spreadsheet of submissions, and of the releases of an anonymous form."""

import io

import openpyxl
from flask.testing import FlaskClient
from openpyxl import Workbook

from server import clock
from server.domain.answers import Answers
from server.operations.job_context import JobContext
from server.store import outbox
from server.store.tables.campaigns import Campaign
from tests.evaluated import work
from tests.people import Person
from tests.site_checks import USCC, Checks, process, send_check
from tests.surveys import answer_page, good_answers


def export(
    client: FlaskClient,
    context: JobContext,
    checks: Checks,
    who: Person,
    form_id: str = "site_check",
    locale: str = "zh_CN",
) -> Workbook:
    """Ask for an export, let the worker make it, and open it."""
    base = f"/v1/projects/{checks.project_id}"
    asked = client.post(
        f"{base}/forms/{form_id}/exports", json={"locale": locale}, headers=who.headers
    )
    assert asked.status_code == 200, asked.text
    work(context)
    job = client.get(f"{base}/jobs/{asked.get_json()['id']}", headers=who.headers).get_json()
    assert job["state"] == "finished", job
    assert job["doneCount"] == (job["totalCount"] or 0), job
    made = client.get(f"{base}/jobs/{job['id']}/result", headers=who.headers, buffered=True)
    return openpyxl.load_workbook(io.BytesIO(made.data))


def column(book: Workbook, sheet: str, title: str) -> list[object]:
    rows = list(book[sheet].iter_rows(values_only=True))
    place = rows[0].index(title)
    return [row[place] for row in rows[1:]]


ANSWERS: Answers = {
    "enterprise": {"uscc": USCC},
    "facts": {"headcount": "120", "ownership": "private", "enterprise_name": "=1+1"},
    "labour_contracts": {"roster": "yes"},
    "contract": [{"signed": "yes"}, {"signed": "no"}],
}


def test_submissions_are_written_with_labels_codes_and_repeats(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    process(context, send_check(context.store, checks, ANSWERS))
    process(context, send_check(context.store, checks, {}))

    book = export(client, context, checks, checks.people.county_office)

    labels, codes = book.sheetnames[:2]
    assert (labels, codes) == ("数据(标签)", "数据(代码)")
    assert column(book, labels, "企业名称") == [None, "First"]
    assert column(book, labels, "统一社会信用代码") == [None, USCC]
    assert column(book, codes, "facts-headcount") == [None, 120]
    assert column(book, codes, "facts-ownership") == [None, "private"]
    assert column(book, codes, "facts-enterprise_name") == [None, "=1+1"]
    formulas = [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []
    repeats = [name for name in book.sheetnames if book[name].max_row == 3 and name != labels]
    assert any(
        "First" in [row[0] for row in book[name].iter_rows(values_only=True)] for name in repeats
    )


def test_an_export_is_cut_to_the_areas_of_whoever_asks(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    for code in checks.codes:
        answers: Answers = {"enterprise": {"poster": code}}
        process(context, send_check(context.store, checks, answers))

    book = export(client, context, checks, checks.people.township_office, locale="en")

    assert column(book, book.sheetnames[0], "Enterprise") == ["First"]


def test_an_anonymous_form_exports_releases_and_nothing_else(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    for choice in ["5"] * 10 + ["4"] * 6 + ["2"] * 4:
        answer_page(client, checks.codes[0], good_answers(choice, comment="telltale"))
    for _ in range(4):
        answer_page(client, checks.codes[1], good_answers("1", comment="telltale"))
    work(context)
    before = export(client, context, checks, checks.people.viewer, "satisfaction", "en")
    with context.store.writing() as session:
        session.get_one(Campaign, checks.campaign_id).closed_at = clock.now()
        payload = {"campaign_id": checks.campaign_id}
        outbox.enqueue(session, "close_survey", "1", now=clock.now(), payload=payload)
    work(context)
    after = export(client, context, checks, checks.people.viewer, "satisfaction", "en")

    sheet = before.sheetnames[0]
    title = "All in all, are you satisfied with labour relations in your workplace? – satisfied"
    assert column(before, sheet, "Valid answers") == [20, "fewer than 5"]
    assert column(before, sheet, title) == ["not published"] * 2
    assert column(after, sheet, "Valid answers") == [20, "fewer than 5"]
    assert column(after, sheet, title) == [0.8, "not published"]
    cells = [str(c.value) for one in after for row in one.iter_rows() for c in row]
    assert not any("telltale" in cell for cell in cells)


def test_who_may_not_read_gets_no_export(client: FlaskClient, checks: Checks) -> None:
    path = f"/v1/projects/{checks.project_id}/forms/site_check/exports"

    assert client.post(path, json={}).status_code == 401
    phone = path.replace("/v1/", f"{checks.people.app_user.prefix}/")
    assert client.post(phone, json={}).status_code == 403
    unknown = path.replace("site_check", "nothing")
    headers = checks.people.viewer.headers
    assert client.post(unknown, json={}, headers=headers).status_code == 404
    assert client.post(path, json={"locale": "xx"}, headers=headers).status_code == 400

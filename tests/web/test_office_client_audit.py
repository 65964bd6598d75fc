"""The log of Collect on the page of a submission."""

import io
from datetime import datetime

import openpyxl
from flask import Flask
from sqlmodel import select

from server.operations.job_context import JobContext
from server.store.tables.forms import FormVersion
from tests.evaluated import work
from tests.web import openrosa_data as data
from tests.web.office_browser import browser
from tests.web.openrosa_phone import make_phone

LOG = """event,node,start,end,latitude,longitude,accuracy,old-value,new-value
question,/data/note,1763600001000,1763600003500,31.2,121.4,5,<b>old</b>,new
question,/data/nowhere,1763600003500,1763600004000,,,,,
"""


def test_the_page_tells_time_places_and_changes_of_the_log(app: Flask, context: JobContext) -> None:
    phone = make_phone(app)
    broken = {"audit.csv": b"\x00\xff\x89PNG"}
    log = LOG.replace("/data/note", "/data/note[1]").encode()
    assert phone.send(data.submission_xml(), {"audit.csv": log}).status_code == 201
    assert phone.send(data.submission_xml(), broken).status_code == 201
    assert phone.send(data.submission_xml()).status_code == 201
    work(context)
    at = f"/office/{phone.people.places.project_id}/submissions"
    client = browser(app, phone.people.viewer)

    text = client.get(f"{at}/1").text

    for told in ("2.5", "0.5", "/data/nowhere", "31.2 121.4 5", "&lt;b&gt;old&lt;/b&gt;"):
        assert told in text
    assert "<b>old</b>" not in text
    assert "/data/note" not in text
    assert "0 events" in client.get(f"{at}/2?lang=en").text
    assert " events" not in client.get(f"{at}/3").text


def test_the_log_is_a_sheet_of_the_export_where_the_form_asks_for_it(
    app: Flask, context: JobContext
) -> None:
    phone = make_phone(app)
    with phone.state.store.writing() as session:
        version = session.exec(select(FormVersion)).one()
        version.xform = version.xform.replace(b"<instanceID/>", b"<instanceID/><audit/>")
        assert b"<audit/>" in version.xform
    assert phone.send(data.submission_xml(), {"audit.csv": LOG.encode()}).status_code == 201
    assert phone.send(data.submission_xml()).status_code == 201
    work(context)
    client = browser(app, phone.people.county_office)
    at = f"/office/{phone.people.places.project_id}/exports"

    asked = client.post(at, data={"form": "site_check", "locale": "en"})
    work(context)
    result = client.get(f"{asked.headers['Location']}/result", buffered=True)

    book = openpyxl.load_workbook(io.BytesIO(result.data))
    header, first, second = book["Log of filling in"].iter_rows(values_only=True)
    assert header[2:] == (
        "Event",
        "Question (path)",
        "Start",
        "End",
        "Position (latitude longitude accuracy)",
        "Parent key",
    )
    assert first[2:4] == ("question", "/data/note")
    assert first[6] == "31.2 121.4 5"
    assert isinstance(first[4], datetime)
    assert isinstance(first[5], datetime)
    assert (first[5] - first[4]).total_seconds() == 2.5
    assert second[6] is None
    keys = [row[-1] for row in book[book.sheetnames[0]].iter_rows(values_only=True)]
    assert {first[-1], second[-1]} < set(keys)
    assert "old" not in str([first, second])

"""The log of Collect on the page of a submission."""

from flask import Flask

from server.operations.job_context import JobContext
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
    assert phone.send(data.submission_xml(), {"audit.csv": LOG.encode()}).status_code == 201
    assert phone.send(data.submission_xml(), broken).status_code == 201
    assert phone.send(data.submission_xml()).status_code == 201
    work(context)
    at = f"/office/{phone.people.places.project_id}/submissions"
    client = browser(app, phone.people.viewer)

    text = client.get(f"{at}/1").text

    for told in ("2.5", "0.5", "/data/nowhere", "31.2 121.4 5", "&lt;b&gt;old&lt;/b&gt;"):
        assert told in text
    assert "<b>old</b>" not in text
    assert "0 events" in client.get(f"{at}/2?lang=en").text
    assert " events" not in client.get(f"{at}/3").text

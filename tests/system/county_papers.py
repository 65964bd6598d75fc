"""What else lies in the county so that every page shows something: drafts, previews, files."""

import threading
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.operations.job_context import JobContext
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.transaction import Store
from server.worker import Worker
from tests.people import People
from tests.site_checks import Checks
from tests.web.office_checks import Sent, picture, send
from tests.xlsform_md import workbook_bytes

SAMPLES = Path(__file__).resolve().parents[2] / "docs/samples"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURE = "roster.jpg"
FORM_FILE = "gate.jpg"
_VISIT = """
| survey   |      |      |       |                    |
|          | type | name | label | media::image       |
|          | text | gate | Gate  | gate.jpg           |
|          | select_one_from_file enterprises.csv | works | Works | |
| settings |      |      |       |                    |
|          | form_id | form_title | version |         |
|          | visit   | Visit      | 1       |         |
"""


def add_papers(settings: Settings, people: People, store: Store, checks: Checks) -> Sent:
    """Store a form with a file and a draft, a park, two previews, a job, a check with a picture."""
    app = create_app(settings)
    try:
        _use_rest(app, people)
    finally:
        app.extensions["concord"].counters.dispose()
        app.extensions["concord"].store.dispose()
    context = JobContext(store, BlobStore(settings.blob_dir), settings)
    Worker(context, "long", threading.Event()).work_once()
    return send(context, checks, files={PICTURE: picture()}, enterprise={"poster": checks.codes[0]})


def _use_rest(app: Flask, people: People) -> None:
    client = app.test_client()
    project = f"/v1/projects/{people.places.project_id}"
    headers = people.county_office.headers
    workbook = workbook_bytes(_VISIT)
    _post(client, f"{project}/forms", workbook, {**headers, "Content-Type": XLSX})
    draft = f"{project}/forms/visit/draft"
    jpeg = {**headers, "Content-Type": "image/jpeg"}
    _post(client, f"{draft}/attachments/{FORM_FILE}", picture(), jpeg)
    _post(client, f"{draft}/publish", b"", headers)
    _post(client, draft, b"", headers)
    _post(client, f"{project}/parks", b'{"name": "Park"}', headers)
    for kind, name in (("enterprises", "register-sample.xlsx"), ("areas", "areas-sample.csv")):
        data = (SAMPLES / name).read_bytes()
        _post(client, f"{project}/{kind}/imports", data, headers)
    _post(client, f"{project}/forms/visit/exports", b"{}", headers)


def _post(client: FlaskClient, path: str, data: bytes, headers: dict[str, str]) -> None:
    response = client.post(path, data=data, headers=headers)
    assert response.status_code == 200, response.text

"""Names that a phone gave its files and submissions are only data, wherever they are read again."""

from urllib.parse import quote

import pytest
from flask import Flask
from sqlmodel import select

from server import clock
from server.domain.received_submission import ReceivedFile
from server.store.queries.submission_files import store_files
from server.store.tables.submissions import SubmissionVersion
from tests.web import openrosa_data as data
from tests.web.office_browser import browser
from tests.web.openrosa_phone import Phone, make_phone

_NAMES = (
    "a\r\nSet-Cookie: x=1.jpg",
    "a\n.bin",
    "../x",
    "/etc/x",
    "..\\x",
    'quote"; x.jpg',
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe",
    "x" * 300,
    "照片\r.jpg",
    "\x1b[31m",
    "\x85",
)
_PNG = b"\x89PNG\r\n\x1a\n and no more"


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


def _version(phone: Phone) -> SubmissionVersion:
    with phone.state.store.reading() as session:
        return session.exec(select(SubmissionVersion)).one()


def _keep(phone: Phone, version_id: int, files: dict[str, bytes]) -> None:
    """Note files under names that no multipart body can hold, besides those that it can."""
    kept = {name: phone.state.blobs.put(content) for name, content in files.items()}
    received = [
        ReceivedFile(name, "text/html", blob.sha256, blob.md5, blob.size)
        for name, blob in kept.items()
    ]
    with phone.state.store.writing() as session:
        store_files(session, version_id, received, clock.now())


@pytest.mark.parametrize("content", [_PNG, b"<script>alert(1)</script>"])
def test_a_file_of_any_name_is_given_under_a_clean_one(phone: Phone, content: bytes) -> None:
    assert phone.send(data.submission_xml()).status_code == 201
    version = _version(phone)
    assert version.id is not None
    _keep(phone, version.id, dict.fromkeys(_NAMES, content))
    project_id, steward = phone.people.places.project_id, phone.people.data_steward
    office = browser(phone.app, steward)

    for name in _NAMES:
        segment = quote(name, safe="")
        instance = quote(version.instance_id, safe="")
        rest = f"/v1/projects/{project_id}/forms/site_check/submissions/{instance}/attachments"
        page = f"/office/{project_id}/submissions/{version.submission_id}/versions/{version.id}"
        for answer in (
            office.get(f"{rest}/{segment}", headers=steward.headers, buffered=True),
            office.get(f"{page}/files/{segment}", buffered=True),
        ):
            assert answer.status_code == 200, name
            assert answer.data == content
            said = answer.headers["Content-Disposition"]
            assert said.isascii()
            assert said.isprintable()
            assert "../" not in said
            assert "Set-Cookie" not in answer.headers


def test_an_instance_id_with_line_breaks_is_downloaded_and_shown(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:a&#10;b&#13;/../c")
    assert phone.send(xml).status_code == 201
    version = _version(phone)
    project_id = phone.people.places.project_id
    office = browser(phone.app, phone.people.data_steward)
    page = f"/office/{project_id}/submissions/{version.submission_id}"

    answer = office.get(f"{page}/versions/{version.id}/xml", buffered=True)

    assert answer.status_code == 200
    assert answer.data == xml
    assert answer.headers["Content-Disposition"].isprintable()
    assert office.get(page).status_code == 200
    assert office.get(f"/office/{project_id}/submissions").status_code == 200

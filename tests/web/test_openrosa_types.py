"""Media types of files that phones send: kept when a header can say them again, else forgotten."""

import pytest
from flask import Flask
from sqlmodel import select

from server.store.tables.submissions import SubmissionAttachment
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"text/html\rX: 1", None),
        (b"a\0b", None),
        (b"\x01\x7f", None),
        (b"image", None),
        (b"text/" + b"y" * 900, None),
        (b"application/pdf", "application/pdf"),
    ],
)
def test_a_type_that_no_header_can_say_is_forgotten_and_the_file_is_given_back(
    phone: Phone, sent: bytes, kept: str | None
) -> None:
    xml, _ = data.multipart_body(data.submission_xml(instance_id="uuid:typed"), boundary="b")
    part = (
        b'--b\r\nContent-Disposition: form-data; name="a.bin"; filename="a.bin"\r\n'
        b"Content-Type: %s\r\n\r\nx\r\n"
    )

    answer = phone.send_body(part % sent + xml, "multipart/form-data; boundary=b")

    assert answer.status_code == 201, answer.text
    with phone.state.store.reading() as session:
        assert session.exec(select(SubmissionAttachment.content_type)).one() == kept
    place = f"/v1/projects/{phone.people.places.project_id}/forms/site_check/submissions"
    given = phone.app.test_client().get(
        f"{place}/uuid%3Atyped/attachments/a.bin",
        headers=phone.people.county_office.headers,
        buffered=True,
    )
    assert (given.status_code, given.data) == (200, b"x")
    assert given.headers["Content-Type"] == (kept or "application/octet-stream")

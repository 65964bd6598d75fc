"""Files of submissions: photos small and large, what is only saved, what gets a placeholder."""

import io
import tracemalloc

import pytest
from flask import Flask
from PIL import Image

from server.app import state_of
from server.operations.job_context import JobContext
from server.store.tables.submissions import SubmissionAttachment
from server.web.pictures import send_attachment
from tests.people import People
from tests.site_checks import Checks
from tests.web.office_browser import browser
from tests.web.office_checks import page, picture, send, status


def test_a_photo_is_shown_small_and_large(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks, files={"roster.jpg": picture()})
    client = browser(app, people.viewer)

    for _ in range(2):
        small = client.get(f"{sent.files}/thumbnails/roster.jpg")
        assert small.mimetype == "image/webp"
        assert Image.open(io.BytesIO(small.data)).size == (480, 360)
    large = client.get(f"{sent.files}/files/roster.jpg", buffered=True)

    assert large.mimetype == "image/jpeg"
    assert large.headers["Content-Disposition"] == "inline; filename=roster.jpg"
    assert "sandbox" in large.headers["Content-Security-Policy"]
    assert large.headers["X-Content-Type-Options"] == "nosniff"
    tag = {"If-None-Match": large.headers["ETag"]}
    again = client.get(f"{sent.files}/files/roster.jpg", headers=tag, buffered=True)
    assert again.status_code == 304


@pytest.mark.parametrize(
    "data",
    [
        b"<script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"GIF89a\x01\x00\x01\x00",
    ],
)
def test_what_is_no_picture_is_only_saved(
    app: Flask, context: JobContext, checks: Checks, people: People, data: bytes
) -> None:
    sent = send(context, checks, files={"photo.jpg": data})
    client = browser(app, people.county_office)

    file = client.get(f"{sent.files}/files/photo.jpg", buffered=True)
    small = client.get(f"{sent.files}/thumbnails/photo.jpg")

    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["Content-Security-Policy"] == "sandbox"
    assert file.data == data
    assert b'viewBox="0 0 120 90"' in small.data
    assert b"thumbnails/photo.jpg" not in client.get(sent.url).data


def test_a_bomb_and_a_broken_picture_get_a_placeholder(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    stream = io.BytesIO()
    Image.new("1", (30_000, 3_000)).save(stream, "PNG")
    client = browser(app, people.county_office)

    for data in (stream.getvalue(), picture()[:300], b"\xff\xd8\xff", picture("PNG")[:60]):
        sent = send(context, checks, files={"photo.png": data})
        small = client.get(f"{sent.files}/thumbnails/photo.png")
        assert small.mimetype == "image/svg+xml"
        assert client.get(f"{sent.files}/files/photo.png", buffered=True).data == data


def test_a_file_that_has_not_arrived_says_so(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks, files={"photo.jpg": picture()})
    with context.store.writing() as session:
        row = session.get_one(SubmissionAttachment, 1)
        row.blob_sha256 = None

    assert "has not arrived yet" in page(app, people.county_office, sent.url)
    assert status(app, people.county_office, f"{sent.files}/files/photo.jpg") == 404
    assert status(app, people.county_office, f"{sent.files}/thumbnails/photo.jpg") == 404


def test_the_raw_xml_is_given_as_it_was_sent(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)

    response = browser(app, people.county_office).get(f"{sent.files}/xml")

    assert b'id="site_check"' in response.data
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_version_of_another_submission_is_missing(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    one, other = send(context, checks), send(context, checks)

    wrong = f"{one.url}/versions/{other.version_id}/xml"

    assert status(app, people.county_office, wrong) == 404
    assert status(app, people.county_office, f"{one.url}?version={other.version_id}") == 404


def test_a_huge_picture_is_sent_piece_by_piece(app: Flask) -> None:
    blobs = state_of(app).blobs
    sha256 = blobs.put(b"\xff\xd8\xff\xe0" + bytes(20_000_000)).sha256

    with app.test_request_context():
        tracemalloc.start()
        response = send_attachment(sha256, name="a.jpg", content_type="image/jpeg")
        size = sum(map(len, response.iter_encoded()))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        response.close()

    assert (response.mimetype, size) == ("image/jpeg", 20_000_004)
    assert peak < 2_000_000

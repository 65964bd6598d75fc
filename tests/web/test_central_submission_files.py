"""Files of submissions over REST: pictures are shown when they are some, all else is saved."""

import io
import struct
import zlib

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from server.domain.received_submission import ReceivedFile
from server.operations.job_context import JobContext
from server.store.blobs import BlobStore
from tests.site_checks import Checks
from tests.web.central_submissions import at, send


def came(blobs: BlobStore, name: str, data: bytes, content_type: str) -> ReceivedFile:
    ref = blobs.put(data)
    return ReceivedFile(name, content_type, ref.sha256, ref.md5, ref.size)


def load(client: FlaskClient, path: str, headers: dict[str, str]) -> TestResponse:
    """Return a file that was read to its end and closed."""
    return client.get(path, headers=headers, buffered=True)


def picture(kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (900, 600), (9, 99, 9)).save(file, kind)
    return file.getvalue()


def png_of_zeros(side: int) -> bytes:
    """Return a black picture of two colours: small as a file, huge when it is unpacked."""
    row = bytes(side // 8 + 1)
    squeeze = zlib.compressobj(1)
    squeezed = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0),
        b"IDAT": squeezed,
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts.items()
    )


def test_files_are_listed_and_added(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    headers = checks.people.county_office.headers

    before = client.get(at(checks, "uuid:one", "attachments"), headers=headers).get_json()
    added = client.post(
        at(checks, "uuid:one", "attachments", "a.jpg"),
        data=picture(),
        headers={**headers, "Content-Type": "image/jpeg"},
    )
    unnamed = client.post(
        at(checks, "uuid:one", "attachments", "b.jpg"), data=b"x", headers=headers
    )
    after = client.get(at(checks, "uuid:one", "attachments"), headers=headers).get_json()
    shown = load(client, at(checks, "uuid:one", "attachments", "a.jpg"), headers)

    assert before == [{"name": "a.jpg", "exists": False}]
    assert added.get_json() == {"success": True}
    assert unnamed.status_code == 404
    assert after == [{"name": "a.jpg", "exists": True}]
    assert shown.data == picture()
    assert shown.mimetype == "image/jpeg"
    assert shown.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("name", "data", "declared"),
    [
        ("a.jpg", b"<html><script>alert(1)</script></html>", "image/jpeg"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "image/svg+xml"),
        ("a.jpg", b"GIF89a" + b"\0" * 30, "image/gif"),
        ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0", "image/png"),
    ],
)
def test_what_is_no_picture_is_only_saved(
    client: FlaskClient, context: JobContext, checks: Checks, name: str, data: bytes, declared: str
) -> None:
    files = (came(context.blobs, name, data, declared),)
    send(context, checks, "uuid:one", files=files)
    headers = checks.people.viewer.headers

    shown = load(client, at(checks, "uuid:one", "attachments", name), headers)
    small = load(client, at(checks, "uuid:one", "attachments", name, "thumbnail"), headers)

    assert shown.data == data
    assert shown.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert small.mimetype == "image/svg+xml"
    assert data not in small.data


def test_a_jpeg_that_holds_html_is_shown_as_a_picture_and_nothing_else(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    data = picture() + b"<html><script>alert(1)</script></html>"
    send(context, checks, "uuid:one", files=(came(context.blobs, "a.jpg", data, "text/html"),))
    headers = checks.people.viewer.headers

    shown = load(client, at(checks, "uuid:one", "attachments", "a.jpg"), headers)
    small = load(client, at(checks, "uuid:one", "attachments", "a.jpg", "thumbnail"), headers)

    assert shown.mimetype == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert b"script" not in small.data
    assert Image.open(io.BytesIO(small.data)).size == (480, 320)


def test_a_picture_bomb_has_a_placeholder_and_is_kept(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    bomb = png_of_zeros(30_000)
    files = (came(context.blobs, "a.jpg", bomb, "image/png"),)
    send(context, checks, "uuid:one", files=files)
    headers = checks.people.viewer.headers

    small = load(client, at(checks, "uuid:one", "attachments", "a.jpg", "thumbnail"), headers)
    whole = load(client, at(checks, "uuid:one", "attachments", "a.jpg"), headers)

    assert small.mimetype == "image/svg+xml"
    assert whole.data == bomb

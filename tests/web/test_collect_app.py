"""Collect's APK: looked at when it is uploaded, offered only when an administrator says so."""

import hashlib
import io
import zipfile

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from sqlmodel import select

from qr.image import QrLevel, qr_png
from server.settings import Settings
from server.store.tables.audits import Audit
from server.store.transaction import Store
from tests.people import People
from tests.web.office_browser import browser
from tests.web.office_checks import page

BINARY_XML = b"\x03\x00\x08\x00"
COLLECT = "org.odk.collect.android"


def apk(
    package: bytes = COLLECT.encode("utf-16-le"),
    method: int = zipfile.ZIP_DEFLATED,
    **members: bytes,
) -> bytes:
    """Return an archive as an APK is made: a compiled manifest, and code."""
    stream = io.BytesIO()
    files = {"AndroidManifest.xml": BINARY_XML + b"\0" * 9 + package, "classes.dex": b"dex\n035\0"}
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in (files | members).items():
            if data != b"-":
                archive.writestr(name, data)
    return stream.getvalue()


def _with_broken_lzma() -> bytes:
    """Return an archive whose manifest is packed in a way that asks for 4 GB, and is damaged."""
    data = bytearray(apk(method=zipfile.ZIP_LZMA))
    head = 30 + len("AndroidManifest.xml")
    data[head + 4 : head + 9] = b"\xff" * 5
    return bytes(data)


@pytest.fixture
def url(people: People) -> str:
    """Give the address of the page in the office."""
    return f"/office/{people.places.project_id}/collect-app"


def _upload(app: Flask, people: People, url: str, data: bytes, name: str = "collect.apk") -> int:
    client = browser(app, people.administrator)
    return client.post(url, data={"file": (io.BytesIO(data), name)}).status_code


def test_an_apk_is_put_on_the_server_and_offered_only_when_told(
    app: Flask, people: People, url: str, store: Store
) -> None:
    data, anybody = apk(), app.test_client()
    addresses = ("/app", "/app/collect.apk", "/app/code.svg")

    before = [anybody.get(one).status_code for one in addresses]
    uploaded = _upload(app, people, url, data, "ODK-Collect-v2026.3.4.apk")
    not_yet = [anybody.get(one).status_code for one in addresses]
    shown = page(app, people.administrator, url)
    browser(app, people.administrator).post(f"{url}/offer", data={"offered": "1"})
    offered = anybody.get("/app", headers={"Accept-Language": "zh-CN"}).text
    sent = anybody.get("/app/collect.apk", buffered=True)

    assert (before, uploaded, not_yet) == ([404] * 3, 303, [404] * 3)
    assert hashlib.sha256(data).hexdigest() in shown
    assert "ODK-Collect-v2026.3.4.apk" in shown
    assert COLLECT in shown
    assert hashlib.sha256(data).hexdigest() in offered
    assert sent.data == data
    assert sent.mimetype == "application/vnd.android.package-archive"
    assert sent.headers["Content-Disposition"].startswith("attachment")
    with store.reading() as session:
        actions = session.exec(select(Audit.action)).all()
    assert {"collect_app.upload", "collect_app.offer"} <= set(actions)


def test_it_is_withdrawn_and_a_newer_version_takes_its_place(
    app: Flask, people: People, url: str
) -> None:
    client, newer = browser(app, people.administrator), apk(note=b"newer")
    _upload(app, people, url, apk())
    client.post(f"{url}/offer", data={"offered": "1"})

    _upload(app, people, url, newer)
    served = app.test_client().get("/app/collect.apk", buffered=True).data
    client.post(f"{url}/offer", data={"offered": "0"})

    assert served == newer
    assert app.test_client().get("/app").status_code == 404
    assert "Nobody can download it yet." in page(app, people.administrator, url)


def test_the_code_on_the_page_leads_to_it(
    app: Flask, people: People, url: str, settings: Settings
) -> None:
    _upload(app, people, url, apk())
    browser(app, people.administrator).post(f"{url}/offer", data={"offered": "1"})

    code = app.test_client().get("/app/code.svg")
    same = Image.open(io.BytesIO(qr_png(f"{settings.base_url}/app", level=QrLevel.M, module_px=4)))

    assert code.mimetype == "image/svg+xml"
    assert b"<svg" in code.data
    assert [one.text for one in zxingcpp.read_barcodes(same)] == [f"{settings.base_url}/app"]


def test_kobocollect_and_other_encodings_are_taken(app: Flask, people: People, url: str) -> None:
    assert _upload(app, people, url, apk(b"org.koboc.collect.android")) == 303
    assert _upload(app, people, url, apk(b"\0" + COLLECT.encode("utf-16-le"))) == 303


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "It is no APK, or it is damaged"),
        (b"MZ" + b"\0" * 500, "It is no APK, or it is damaged"),
        (apk()[:-30], "It is no APK, or it is damaged"),
        (apk()[40:], "It is no APK, or it is damaged"),
        (_with_broken_lzma(), "It is no APK, or it is damaged"),
        (apk(method=zipfile.ZIP_LZMA), "It is no APK, or it is damaged"),
        (b"PK\x06\x07" + b"\0" * 16 + apk()[-22:], "It is no APK, or it is damaged"),
        (apk(b"com.example.other"), "another app than ODK Collect"),
        (apk(**{"AndroidManifest.xml": b"-"}), "It holds no AndroidManifest.xml"),
        (apk(**{"classes.dex": b"-"}), "It holds no Android app"),
        (
            apk(**{"AndroidManifest.xml": b"<manifest package='org.odk.collect.android'/>"}),
            "Its AndroidManifest.xml is not that of an app",
        ),
    ],
)
def test_what_is_no_apk_of_collect_is_refused(
    app: Flask, people: People, url: str, settings: Settings, data: bytes, said: str
) -> None:
    client = browser(app, people.administrator)

    refused = client.post(url, data={"file": (io.BytesIO(data), "collect.apk")})

    assert refused.status_code == 422
    assert said in refused.text
    assert [one for one in settings.blob_dir.rglob("*") if one.is_file()] == []
    assert client.post(f"{url}/offer", data={"offered": "1"}).status_code == 409


def test_a_page_without_a_file_or_with_too_large_a_one_is_refused(
    app: Flask, people: People, url: str, settings: Settings
) -> None:
    client = browser(app, people.administrator)
    body = {
        "input_stream": io.BytesIO(b"--b"),
        "content_type": "multipart/form-data; boundary=b",
        "environ_overrides": {"CONTENT_LENGTH": str(settings.max_apk_bytes + 600_000)},
    }

    assert client.post(url, data={}).status_code == 422
    assert client.post(url, **body).status_code == 413


def test_a_bomb_of_a_manifest_costs_little(app: Flask, people: People, url: str) -> None:
    bomb = apk(**{"AndroidManifest.xml": BINARY_XML + b"\0" * 50_000_000})

    assert _upload(app, people, url, bomb) == 422


def test_only_administrators_of_the_server_see_the_page(
    app: Flask, people: People, url: str
) -> None:
    for person in (people.county_office, people.township_office, people.viewer):
        assert browser(app, person).get(url).status_code == 403
        assert browser(app, person).post(f"{url}/offer").status_code == 403

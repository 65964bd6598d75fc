"""Submissions in several POSTs, many at once, and with odd ids and metadata."""

import pytest
from flask import Flask
from sqlmodel import select

from server.store.tables.submissions import (
    SubmissionVersion,
)
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, attachments, make_phone, rejected_payloads

SUCCESS = b"full submission upload was successful!"
PHOTO = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


def test_files_come_with_several_posts_and_the_newest_wins(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1", photo="a.jpg")

    assert phone.send(xml, {"a.jpg": PHOTO}, is_incomplete=True).status_code == 201
    assert phone.send(xml, {"现场 照片.jpg": b"two"}).status_code == 201
    assert phone.send(xml, {"a.jpg": PHOTO}).status_code == 201
    assert phone.send(xml, {"a.jpg": b"newer"}).status_code == 201

    rows = attachments(phone)
    assert set(rows) == {"a.jpg", "现场 照片.jpg"}
    assert phone.state.blobs.read(rows["a.jpg"].blob_sha256 or "") == b"newer"
    assert [phone.state.blobs.read(old) for old in rows["a.jpg"].replaced_blobs] == [PHOTO]
    assert rows["现场 照片.jpg"].size == 3
    assert rows["现场 照片.jpg"].content_type == "image/jpeg"
    assert phone.count("blobs") == 3
    with phone.state.store.reading() as session:
        assert session.exec(select(SubmissionVersion)).one().saw_incomplete


def test_a_hint_that_more_will_come_is_noted_whenever_it_comes(phone: Phone) -> None:
    xml = data.submission_xml()
    phone.send(xml)
    phone.send(xml, {"a.jpg": PHOTO}, is_incomplete=True)

    with phone.state.store.reading() as session:
        assert session.exec(select(SubmissionVersion)).one().saw_incomplete


def test_one_id_with_eight_documents_at_once_is_one_stored_and_seven_kept_aside(
    phone: Phone,
) -> None:
    xmls = [data.submission_xml(instance_id="uuid:1", note=str(n)) for n in range(8)]

    statuses = phone.send_at_once(xmls)

    assert sorted(statuses) == [201] + [409] * 7
    assert len(phone.stored()) == 1
    assert len(rejected_payloads(phone)) == 7


def test_eight_identical_ones_at_once_are_eight_times_201_and_one_row(phone: Phone) -> None:
    xml = data.submission_xml(photo="a.jpg")

    statuses = phone.send_at_once([xml] * 8, {"a.jpg": PHOTO})

    assert statuses == [201] * 8
    assert phone.count("submission_versions") == 1
    assert phone.count("submission_attachments") == 1
    assert phone.count("blobs") == 1


def test_what_a_device_says_of_itself_is_cleaned_and_cut(phone: Phone) -> None:
    body, kind = data.multipart_body(data.submission_xml())
    path = f"{phone.base}/submission?deviceID=a%00b%ED%A0%80{'x' * 400}"

    answer = phone.app.test_client().post(
        path, data=body, content_type=kind, headers={"User-Agent": "y" * 10_000, "Date": "??"}
    )

    assert answer.status_code == 201
    with phone.state.store.reading() as session:
        row = session.exec(select(SubmissionVersion)).one()
    assert row.device_id is not None
    assert row.device_id.startswith("a\ufffdb")
    assert len(row.device_id) == 300
    assert row.user_agent == "y" * 300


def test_ids_that_are_hostile_are_only_text_and_too_long_ones_are_400(phone: Phone) -> None:
    for instance_id in ("../..", "&apos; OR 1=1", "uuid:ü 漢字"):
        assert phone.send(data.submission_xml(instance_id=instance_id)).status_code == 201

    answer = phone.send(data.submission_xml(instance_id="x" * 5000))

    assert answer.status_code == 400
    assert set(phone.stored()) == {"../..", "' OR 1=1", "uuid:ü 漢字"}


def test_other_methods_are_405_and_overrides_are_ignored(phone: Phone) -> None:
    client = phone.app.test_client()
    for method in ("DELETE", "PUT", "TRACE"):
        answer = client.open(f"{phone.base}/submission", method=method)

        assert answer.status_code == 405
        assert b"<OpenRosaResponse" in answer.data
    override = client.get(
        f"{phone.base}/submission?_method=DELETE", headers={"X-HTTP-Method-Override": "DELETE"}
    )
    assert override.status_code == 204

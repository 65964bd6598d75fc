"""Bodies that are cut, doubled, encoded, too large or hostile: refused, or stored byte for byte."""

import gzip
import os
import time

import pytest
from flask import Flask
from sqlmodel import select

from server.store.tables.submissions import SubmissionAttachment
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone

PHOTO = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


def _is_refused(phone: Phone, body: bytes, kind: str, *statuses: int) -> None:
    answer = phone.send_body(body, kind)

    assert answer.status_code in (statuses or (400,)), answer.text
    assert b'<message nature="error">' in answer.data
    assert phone.people.app_user.token not in answer.text
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert phone.stored() == {}
    assert phone.blob_count() == 0


def test_a_body_cut_anywhere_is_400_and_sent_again_it_is_stored(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1")
    body, kind = data.multipart_body(xml, {"a.jpg": PHOTO})

    for length in (0, 10, 100, 300, len(body) - 60, len(body) - 4):
        _is_refused(phone, body[:length], kind)

    assert phone.send_body(body, kind).status_code == 201
    assert phone.stored() == {"uuid:1": xml}


def test_a_body_shorter_than_announced_is_400_even_if_all_parts_are_there(phone: Phone) -> None:
    body, kind = data.multipart_body(data.submission_xml(), {"a.jpg": PHOTO})
    client = phone.app.test_client()

    for missing in (100, 1):
        answer = client.post(
            f"{phone.base}/submission",
            data=body,
            content_type=kind,
            environ_overrides={"CONTENT_LENGTH": str(len(body) + missing)},
        )
        assert answer.status_code == 400

    phone.assert_nothing_stored()


def test_no_boundary_another_type_or_no_xml_is_400(phone: Phone) -> None:
    body, kind = data.multipart_body(data.submission_xml())
    without_xml, _ = data.multipart_body(None, {"a.jpg": PHOTO})
    twice = body.removesuffix(b"--b0undary--\r\n") + body

    _is_refused(phone, body, "multipart/form-data")
    _is_refused(phone, body, "multipart/form-data; boundary=other")
    _is_refused(phone, body, "application/xml")
    _is_refused(phone, b"", "")
    _is_refused(phone, data.multipart_body(b"")[0], kind)
    _is_refused(phone, twice, kind)
    _is_refused(phone, without_xml, kind)
    phone.assert_nothing_stored()


def test_a_missing_xml_part_is_named_in_the_words_that_clients_know(phone: Phone) -> None:
    body, kind = data.multipart_body(None, {"a.jpg": PHOTO})

    answer = phone.send_body(body, kind, {"Accept-Language": "en"})

    assert "Required multipart POST field xml_submission_file missing." in answer.text


def test_xml_in_a_plain_field_counts_too(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1")
    head = b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"\r\n\r\n'

    answer = phone.send_body(head + xml + b"\r\n--b--\r\n", "multipart/form-data; boundary=b")

    assert answer.status_code == 201
    assert phone.stored() == {"uuid:1": xml}


def test_an_encoded_body_is_415_and_not_unpacked(phone: Phone) -> None:
    body, kind = data.multipart_body(data.submission_xml(note="x" * 300_000))

    answer = phone.send_body(gzip.compress(body), kind, {"Content-Encoding": "gzip"})

    assert answer.status_code == 415
    assert b"<OpenRosaResponse" in answer.data
    phone.assert_nothing_stored()


def test_101_files_are_stored_and_129_or_10000_parts_are_413_at_once(phone: Phone) -> None:
    xml = data.submission_xml()
    for count in (129, 10_000):
        body, kind = data.multipart_body(xml, {f"{n}.jpg": b"x" for n in range(count)})
        began = time.process_time()
        _is_refused(phone, body, kind, 413)
        assert time.process_time() - began < 3

    answer = phone.send(xml, {f"{number}.jpg": b"photo" for number in range(101)})

    assert answer.status_code == 201
    assert phone.count("submission_attachments") == 101
    assert phone.count("blobs") == 1


def test_a_huge_header_or_many_headers_of_a_part_are_refused(phone: Phone) -> None:
    huge = b'--b\r\nContent-Disposition: form-data; name="' + b"x" * 3_000_000
    many = b"--b\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\nx\r\n--b--\r\n"

    _is_refused(phone, huge, "multipart/form-data; boundary=b", 400, 413)
    _is_refused(phone, many, "multipart/form-data; boundary=b", 400, 413)
    phone.assert_nothing_stored()


def test_file_names_are_only_data(phone: Phone) -> None:
    names = [
        "../x",
        "/etc/x",
        "..\\x",
        "C:\\x\\y.jpg",
        'quote".jpg',
        "line\r\nbreak.jpg",
        "r\u202egpj.exe",
        "n" * 300,
        "%41 plus+.jpg",
    ]

    answer = phone.send(data.submission_xml(), {name: name.encode() for name in names})

    assert answer.status_code == 201, answer.text
    with phone.state.store.reading() as session:
        rows = {row.name: row for row in session.exec(select(SubmissionAttachment))}
    assert set(rows) == set(names)
    for name, row in rows.items():
        assert phone.state.blobs.read(row.blob_sha256 or "") == name.encode()
    assert phone.blob_count() == len(names)


def test_a_name_that_is_empty_too_long_or_holds_nul_is_kept_as_far_as_possible(
    phone: Phone,
) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\nx\r\n'
    xml, _ = data.multipart_body(data.submission_xml(), boundary="b")
    body = b"".join(part % (name, name) for name in (b"", b"a\0b", b"y" * 900)) + xml

    answer = phone.send_body(body, "multipart/form-data; boundary=b")

    assert answer.status_code == 201, answer.text
    with phone.state.store.reading() as session:
        names = {row.name for row in session.exec(select(SubmissionAttachment))}
    assert names == {"", "a\ufffdb", "y" * 300}


def test_a_document_type_is_refused_in_every_encoding(phone: Phone) -> None:
    xml = data.submission_xml().decode()
    doctype = xml.replace("?><data", '?><!DOCTYPE data [<!ENTITY a "b">]><data')
    utf_7 = doctype.replace("<?xml version='1.0' ?>", "<?xml version='1.0' encoding='UTF-7'?>")

    for hostile in (doctype.encode(), doctype.encode("utf-16"), utf_7.encode("utf-7")):
        _is_refused(phone, *data.multipart_body(hostile))


def test_laughs_and_outside_entities_are_refused_at_once(phone: Phone) -> None:
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};&l{n - 1};">' for n in range(1, 30))
    xml = data.submission_xml().decode()
    for declared in (
        f'<!ENTITY l0 "ha">{laughs}',
        '<!ENTITY l29 SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://localhost:1/x"> %p;',
    ):
        hostile = xml.replace("?><data", f"?><!DOCTYPE data [{declared}]><data")
        hostile = hostile.replace("一切正常", "&l29;")
        began = time.process_time()
        _is_refused(phone, *data.multipart_body(hostile.encode()))
        assert time.process_time() - began < 1
    phone.assert_nothing_stored()


def test_depth_and_number_of_elements_and_size_are_limited(phone: Phone) -> None:
    deep = data.submission_xml(note="<a>" * 200_000 + "</a>" * 200_000)
    wide = data.submission_xml(note="<a/>" * 1_000_000)
    long = data.submission_xml(note="x" * 11_000_000)

    for hostile in (deep, wide, long):
        _is_refused(phone, *data.multipart_body(hostile))
    phone.assert_nothing_stored()


def test_broken_text_is_400(phone: Phone) -> None:
    xml = data.submission_xml()
    for hostile in (
        xml.replace("一".encode(), b"\0"),
        xml.decode().encode("gbk"),
        xml.replace("一".encode(), b"\xc0\xaf"),
        xml.replace("一".encode(), b"\xed\xa0\x80"),
        xml + b"<data/>",
        b"not xml",
        b"<data/>",
    ):
        _is_refused(phone, *data.multipart_body(hostile))
    phone.assert_nothing_stored()


def test_a_control_character_from_a_scanner_is_stored_as_it_came(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1", note="code&#29;123")

    assert phone.send(xml).status_code == 201

    assert phone.stored() == {"uuid:1": xml}


def test_two_instance_ids_are_400_and_a_doubled_field_is_stored(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1")
    two_ids = xml.replace(b"</orx:meta>", b"<orx:instanceID>uuid:2</orx:instanceID></orx:meta>")
    _is_refused(phone, *data.multipart_body(two_ids))
    doubled = xml.replace(b"<note>", b"<note>other</note><note>")

    assert phone.send(doubled).status_code == 201

    assert phone.stored() == {"uuid:1": doubled}


def test_comments_and_cdata_in_answers_are_stored_as_they_came(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1", note="a<!-- b -->c<![CDATA[<d>]]><?e f?>g")

    assert phone.send(xml).status_code == 201

    assert phone.stored() == {"uuid:1": xml}


def test_a_body_over_the_limit_is_413_before_it_is_read(phone: Phone) -> None:
    body, kind = data.multipart_body(data.submission_xml())

    answer = phone.app.test_client().post(
        f"{phone.base}/submission",
        data=body,
        content_type=kind,
        environ_overrides={"CONTENT_LENGTH": "500000001"},
    )

    assert answer.status_code == 413
    assert b"<OpenRosaResponse" in answer.data
    phone.assert_nothing_stored()


def test_a_disk_that_takes_no_file_is_503_and_leaves_nothing(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = phone.send(data.submission_xml(), {"a.jpg": PHOTO})
    monkeypatch.undo()

    assert answer.status_code == 503
    assert b"<OpenRosaResponse" in answer.data
    phone.assert_nothing_stored()

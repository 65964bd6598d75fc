"""Encrypted submissions: kept byte for byte, and given out so that the private key opens them."""

import io
import re
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask
from sqlmodel import select

from server.operations.job_context import JobContext
from server.store.tables.forms import FormVersion
from server.store.tables.submissions import MeasureValue, Submission, SubmissionVersion
from tests.collect_encryption import Encrypted, decrypt, encrypt
from tests.evaluated import work
from tests.web import openrosa_data as data
from tests.web.office_browser import browser
from tests.web.openrosa_phone import Phone, attachments, make_phone

ID = "uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301"
PLAIN = data.submission_xml(instance_id=ID, photo="现场.jpg")
MEDIA = {"现场.jpg": b"\xff\xd8 a photo" * 99, "audit.csv": b"event,node,start,end\n", "a.m4a": b""}
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def phone(app: Flask) -> Phone:
    made = make_phone(app)
    with made.state.store.writing() as session:
        version = session.exec(select(FormVersion)).one()
        element = b'<submission base64RsaPublicKey="MIIB"/></model>'
        version.xform, version.public_key = version.xform.replace(b"</model>", element), "MIIB"
    return made


def _encrypted(instance_id: str = ID) -> Encrypted:
    return encrypt(
        PLAIN,
        MEDIA,
        key=_KEY.public_key(),
        instance_id=instance_id,
        form_id="site_check",
        version="1",
    )


def _bundle(phone: Phone) -> zipfile.ZipFile:
    with phone.state.store.reading() as session:
        version = session.exec(select(SubmissionVersion)).one()
    client = browser(phone.app, phone.people.viewer)
    at = f"/office/{phone.people.places.project_id}/submissions/{version.submission_id}"
    assert "bundle" in client.get(at).text
    answer = client.get(f"{at}/versions/{version.id}/bundle", buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_the_private_key_opens_the_bundle_of_what_a_phone_encrypted(
    phone: Phone, context: JobContext
) -> None:
    sent = _encrypted()
    backwards = dict(reversed(sent.files.items()))

    assert phone.send(sent.manifest, backwards, is_incomplete=True).status_code == 201
    assert phone.send(sent.manifest, {}).status_code == 201
    work(context)
    bundle = _bundle(phone)

    assert bundle.read("manifest.xml") == sent.manifest == phone.stored()[ID]
    readme = bundle.read("README.txt").decode()
    ordered = re.findall(r"^\d+  (\S+)  (\S+)$", readme, re.MULTILINE)
    assert [name for name, _ in ordered] == list(sent.files)
    sealed = re.search(rb"<base64EncryptedKey>(.+?)<", bundle.read("manifest.xml"))
    assert sealed is not None
    opened = decrypt(
        {name: bundle.read(member) for name, member in ordered},
        key=_KEY,
        sealed_key=sealed[1].decode(),
        instance_id=ID,
    )
    assert opened == {**MEDIA, "submission.xml": PLAIN}


def test_files_are_expected_in_the_order_of_the_manifest_and_nothing_is_derived(
    phone: Phone, context: JobContext
) -> None:
    sent = _encrypted()

    assert phone.send(sent.manifest).status_code == 201
    work(context)

    rows = attachments(phone)
    assert [one.name for one in sorted(rows.values(), key=lambda one: one.order_index)] == [
        "现场.jpg.enc",
        "audit.csv.enc",
        "a.m4a.enc",
        "submission.xml.enc",
    ]
    with phone.state.store.reading() as session:
        assert session.exec(select(MeasureValue)).all() == []
        assert session.exec(select(Submission)).one().enterprise_id is None
        assert session.exec(select(SubmissionVersion)).one().instance_name is None
    assert "尚未收到" in _bundle(phone).read("README.txt").decode()


def test_plain_files_that_a_crash_left_are_taken_and_stay_out_of_the_bundle(
    phone: Phone, context: JobContext
) -> None:
    sent = _encrypted()

    assert phone.send(sent.manifest, {**sent.files, **MEDIA}).status_code == 201
    work(context)

    assert set(attachments(phone)) == {*sent.files, *MEDIA}
    assert set(_bundle(phone).namelist()) == {"manifest.xml", "README.txt", *sent.files}
    with phone.state.store.reading() as session:
        assert session.exec(select(SubmissionVersion)).one().flags == ["plain_files"]


def test_all_encrypted_submissions_of_a_form_are_one_archive_that_the_key_opens(
    phone: Phone, context: JobContext
) -> None:
    other = "uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3302"
    sent = {one: _encrypted(one) for one in (ID, other)}
    for one in sent.values():
        assert phone.send(one.manifest, one.files).status_code == 201
    work(context)
    client = browser(phone.app, phone.people.county_office)
    at = f"/office/{phone.people.places.project_id}/exports"
    assert "encrypted" in client.get(at).text

    asked = client.post(at, data={"form": "site_check", "content": "encrypted", "locale": "en"})
    work(context)
    result = client.get(f"{asked.headers['Location']}/result", buffered=True)

    archive = zipfile.ZipFile(io.BytesIO(result.data))
    for instance_id, one in sent.items():
        folder = instance_id.removeprefix("uuid:")
        assert archive.read(f"{folder}/manifest.xml") == one.manifest
        readme = archive.read(f"{folder}/README.txt").decode()
        ordered = re.findall(r"^\d+  (\S+)  (\S+)$", readme, re.MULTILINE)
        sealed = re.search(rb"<base64EncryptedKey>(.+?)<", one.manifest)
        assert sealed is not None
        opened = decrypt(
            {name: archive.read(f"{folder}/{member}") for name, member in ordered},
            key=_KEY,
            sealed_key=sealed[1].decode(),
            instance_id=instance_id,
        )
        assert opened == {**MEDIA, "submission.xml": PLAIN}


def test_a_form_without_a_key_has_no_archive_of_encrypted_submissions(app: Flask) -> None:
    plain = make_phone(app)
    client = browser(plain.app, plain.people.county_office)
    project = f"{plain.people.places.project_id}"

    asked = client.post(
        f"/office/{project}/exports", data={"form": "site_check", "content": "encrypted"}
    )
    rest = plain.app.test_client().post(
        f"/v1/projects/{project}/forms/site_check/exports",
        json={"encrypted": True},
        headers=plain.people.county_office.headers,
    )

    assert (asked.status_code, rest.status_code) == (422, 409)


def test_a_submission_that_is_not_encrypted_has_no_bundle(phone: Phone) -> None:
    assert phone.send(PLAIN).status_code == 201
    client = browser(phone.app, phone.people.viewer)
    at = f"/office/{phone.people.places.project_id}/submissions/1/versions/1/bundle"

    assert client.get(at).status_code == 404
    without_id = _encrypted().manifest.replace(ID.encode(), b"")
    assert phone.send(without_id).status_code == 400

"""Taking submissions in, as Collect sends them: the cases of the OpenRosa decision table."""

import pytest
from flask import Flask
from sqlmodel import select

from server import clock
from server.domain.lifecycle import FormState
from server.store.tables.forms import Form
from server.store.tables.jobs import OutboxRow
from server.store.tables.submissions import (
    Submission,
    SubmissionVersion,
)
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, attachments, make_phone, rejected_payloads

SUCCESS = b"full submission upload was successful!"
PHOTO = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


def _set_state(phone: Phone, state: FormState) -> None:
    with phone.state.store.writing() as session:
        form = session.get(Form, phone.form.pk)
        assert form is not None
        form.state = state


def test_the_address_says_204_and_how_much_one_post_may_hold(phone: Phone) -> None:
    for method in ("HEAD", "GET"):
        answer = phone.app.test_client().open(f"{phone.base}/submission", method=method)

        assert answer.status_code == 204
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
        assert answer.headers["X-OpenRosa-Accept-Content-Length"] == "20000000"
        assert "Location" not in answer.headers
        assert answer.data == b""


def test_a_submission_is_stored_byte_for_byte_and_answered_201(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1")
    before = clock.now()

    answer = phone.send(xml)

    assert answer.status_code == 201, answer.text
    assert answer.data.startswith(b"<OpenRosaResponse")
    assert SUCCESS in answer.data
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert answer.headers["X-OpenRosa-Accept-Content-Length"] == "20000000"
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert "Location" not in answer.headers
    assert phone.stored() == {"uuid:1": xml}
    with phone.state.store.reading() as session:
        job = session.exec(select(OutboxRow)).one()
        version = session.exec(select(SubmissionVersion)).one()
        submission = session.exec(select(Submission)).one()
    assert (job.kind, job.key) == ("process_submission", str(version.id))
    assert job.payload == {"submission_version_id": version.id}
    assert version.device_id == "collect:abc"
    assert version.user_agent == "org.odk.collect.android/v2026.3.4"
    assert version.submitter_id == phone.people.app_user.id
    assert (version.flags, version.answers) == ([], None)
    assert before <= version.received_at <= clock.now()
    assert job.available_at == version.received_at
    assert submission.current_version_id == version.id
    assert submission.root_instance_id == "uuid:1"


def test_the_same_submission_again_is_201_and_one_row(phone: Phone) -> None:
    xml = data.submission_xml()

    answers = [phone.send(xml).status_code for _ in range(3)]

    assert answers == [201, 201, 201]
    assert phone.count("submissions") == 1
    assert phone.count("submission_versions") == 1
    assert phone.count("outbox") == 1


def test_the_same_content_in_other_bytes_is_the_same_submission(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1")
    other = xml.replace(b'id="site_check" version="1"', b'version="1"   id="site_check"')
    assert other != xml
    phone.send(xml)

    answer = phone.send(other)

    assert answer.status_code == 201
    assert phone.stored() == {"uuid:1": xml}


def test_other_content_under_a_known_id_is_409_and_kept_aside(phone: Phone) -> None:
    first = data.submission_xml(instance_id="uuid:1", note="a")
    second = data.submission_xml(instance_id="uuid:1", note="b")
    phone.send(first)

    answers = [phone.send(second, {"a.jpg": PHOTO}) for _ in range(2)]
    phone.send(second, {"b.jpg": b"another"})

    assert [one.status_code for one in answers] == [409, 409]
    assert b'<message nature="error">' in answers[0].data
    assert phone.stored() == {"uuid:1": first}
    (row,) = rejected_payloads(phone)
    assert (row.reason, row.instance_id) == ("submission-differs", "uuid:1")
    assert row.sender_id == phone.people.app_user.id
    assert phone.state.blobs.read(row.xml_sha256) == second
    assert [file["name"] for file in row.files] == ["a.jpg", "b.jpg"]
    assert phone.state.blobs.read(str(row.files[0]["sha256"])) == PHOTO


def test_a_form_that_is_unknown_is_404_and_the_payload_is_kept_aside(phone: Phone) -> None:
    answer = phone.send(data.submission_xml("no_such_form"))

    assert answer.status_code == 404
    assert [row.form_id for row in rejected_payloads(phone)] == ["no_such_form"]
    assert phone.stored() == {}


def test_a_version_that_was_never_published_is_404_and_kept_aside(phone: Phone) -> None:
    answer = phone.send(data.submission_xml(version="never"))

    assert answer.status_code == 404
    assert "never" in answer.text
    assert [row.reason for row in rejected_payloads(phone)] == ["form-version-not-found"]


def test_an_old_published_version_is_taken(phone: Phone) -> None:
    with phone.state.store.writing() as session:
        form = session.get(Form, phone.form.pk)
        assert form is not None
        data.add_version(session, form, version="2", now=clock.now())

    assert phone.send(data.submission_xml(version="1")).status_code == 201
    assert phone.send(data.submission_xml(version="2")).status_code == 201


def test_a_closing_form_takes_submissions_and_a_closed_one_keeps_new_ones_aside(
    phone: Phone,
) -> None:
    known = data.submission_xml(instance_id="uuid:1")
    _set_state(phone, FormState.CLOSING)
    assert phone.send(known).status_code == 201
    _set_state(phone, FormState.CLOSED)

    assert phone.send(data.submission_xml(instance_id="uuid:2")).status_code == 409
    assert phone.send(known, {"late.jpg": PHOTO}).status_code == 201

    assert list(phone.stored()) == ["uuid:1"]
    assert [row.reason for row in rejected_payloads(phone)] == ["form-closed"]
    assert list(attachments(phone)) == ["late.jpg"]


def test_a_submission_deleted_in_the_office_is_409(phone: Phone) -> None:
    xml = data.submission_xml()
    phone.send(xml)
    with phone.state.store.writing() as session:
        session.exec(select(Submission)).one().deleted_at = clock.now()

    answer = phone.send(xml)

    assert answer.status_code == 409
    assert [row.reason for row in rejected_payloads(phone)] == ["submission-deleted"]


def test_one_id_in_two_forms_is_two_submissions(phone: Phone) -> None:
    people = phone.people
    with phone.state.store.writing() as session:
        data.make_form(session, people.places.project_id, "other", assigned_to=people.app_user.id)

    assert phone.send(data.submission_xml(instance_id="uuid:1")).status_code == 201
    assert phone.send(data.submission_xml("other", instance_id="uuid:1")).status_code == 201

    assert phone.count("submissions") == 2


def test_a_submission_without_an_instance_id_gets_one_and_an_encrypted_one_is_400(
    phone: Phone,
) -> None:
    plain = b'<data id="site_check" version="1"><note>x</note></data>'
    encrypted = b'<data id="site_check" version="1" encrypted="yes"/>'

    assert phone.send(plain).status_code == 201
    assert phone.send(encrypted).status_code == 400

    ((instance_id, stored),) = phone.stored().items()
    assert instance_id.startswith("uuid:")
    assert stored == plain

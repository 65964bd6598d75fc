"""The quarantine over REST: looked at, taken after all by what refused it, discarded."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import col, select
from werkzeug.test import TestResponse

from server import clock
from server.domain.lifecycle import FormState
from server.operations.job_context import JobContext
from server.store.tables.audits import Audit
from server.store.tables.forms import Form
from server.store.tables.submissions import RejectedPayload, Submission, SubmissionVersion
from tests.evaluated import work
from tests.web import openrosa_data as data
from tests.web.central import code_of
from tests.web.openrosa_phone import Phone, attachments, make_phone
from tests.web.quarantine_office import Office

FIRST = data.submission_xml(instance_id="uuid:1", note="first")
EDIT = data.submission_xml(instance_id="uuid:2", deprecated_id="uuid:1", note="edit")
STALE = data.submission_xml(instance_id="uuid:3", deprecated_id="uuid:1", note="stale")
OTHER = data.submission_xml(instance_id="uuid:1", note="other")


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


def at_once(call: Callable[[int], TestResponse], count: int = 6) -> list[int]:
    """Call so many times at once and return the statuses."""
    barrier, statuses = threading.Barrier(count), list[int]()

    def run(number: int) -> None:
        barrier.wait()
        statuses.append(call(number).status_code)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


@pytest.fixture
def office(phone: Phone) -> Office:
    return Office(phone)


def currents(phone: Phone) -> list[tuple[str, str | None]]:
    """Return instance and deprecated ID of the current versions, oldest submission first."""
    with phone.state.store.reading() as session:
        rows = session.exec(
            select(SubmissionVersion)
            .where(SubmissionVersion.is_current)
            .order_by(col(SubmissionVersion.submission_id))
        )
        return [(row.instance_id, row.deprecated_id) for row in rows]


def notes_of(phone: Phone, action: str) -> list[dict[str, object]]:
    with phone.state.store.reading() as session:
        return [row.details for row in session.exec(select(Audit).where(Audit.action == action))]


def test_a_payload_is_shown_with_sender_reason_xml_and_files(phone: Phone, office: Office) -> None:
    phone.send(FIRST)
    phone.send(OTHER, {"现场.jpg": b"photo"})

    shown = office.get().get_json()

    assert shown["reason"] == "submission-differs"
    assert shown["instanceId"] == "uuid:1"
    assert shown["submitterId"] == phone.people.app_user.id
    assert shown["deviceId"] == "collect:abc"
    assert shown["attachments"] == [{"name": "现场.jpg", "size": 5}]
    assert office.get("xml").data == OTHER
    assert office.get("attachments", "现场.jpg").data == b"photo"
    assert office.get("attachments", "x.jpg").status_code == 404


def test_other_xml_becomes_a_version_of_its_own_id_and_the_phone_is_told_it_arrived(
    phone: Phone, office: Office
) -> None:
    phone.send(FIRST)
    phone.send(OTHER, {"a.jpg": b"photo"})

    answer = office.accept()

    assert answer.status_code == 200, answer.text
    assert answer.get_json()["settledAs"] == "version"
    ((instance_id, deprecated_id),) = currents(phone)
    assert instance_id not in {"uuid:1", "uuid:2"}
    assert deprecated_id == "uuid:1"
    assert phone.stored()[instance_id] == OTHER
    assert list(attachments(phone)) == ["a.jpg"]
    assert phone.send(OTHER, {"b.jpg": b"late"}).status_code == 201
    assert phone.send(FIRST).status_code == 201
    assert office.waiting() == []
    assert set(attachments(phone)) == {"a.jpg", "b.jpg"}
    assert phone.count("submission_versions") == 2
    (noted,) = notes_of(phone, "quarantine.accept")
    assert noted["reason"] == "submission-differs"


@pytest.mark.parametrize(
    ("taken_as", "expected"),
    [
        (None, [("uuid:3", "uuid:2")]),
        ("version", [("uuid:3", "uuid:2")]),
        ("submission", [("uuid:2", "uuid:1"), ("uuid:3", None)]),
    ],
)
def test_a_stale_edit_becomes_a_version_or_a_submission(
    phone: Phone, office: Office, taken_as: str | None, expected: list[tuple[str, str | None]]
) -> None:
    for xml in (FIRST, EDIT, STALE):
        phone.send(xml)

    assert office.accept(taken_as).status_code == 200

    assert currents(phone) == expected
    assert phone.send(STALE).status_code == 201
    assert office.waiting() == []


def test_an_edit_of_nothing_is_taken_as_a_submission_when_the_office_says_so(
    phone: Phone, office: Office
) -> None:
    phone.send(EDIT)

    assert code_of(office.accept()) == 404.5
    assert code_of(office.accept("version")) == 404.5
    assert code_of(office.accept("something")) == 400.8
    assert office.accept("submission").status_code == 200

    assert currents(phone) == [("uuid:2", None)]
    assert phone.send(EDIT).status_code == 201


def test_what_came_to_a_closed_form_is_stored(phone: Phone, office: Office) -> None:
    with phone.state.store.writing() as session:
        session.get_one(Form, phone.form.pk).state = FormState.CLOSED
    phone.send(FIRST, {"a.jpg": b"photo"})

    assert office.accept().status_code == 200

    assert currents(phone) == [("uuid:1", None)]
    assert list(attachments(phone)) == ["a.jpg"]


def test_what_was_sent_to_an_unknown_form_or_version_is_taken_once_that_is_there(
    phone: Phone, office: Office
) -> None:
    phone.send(data.submission_xml(version="2", instance_id="uuid:1"))
    assert code_of(office.accept()) == 404.6
    with phone.state.store.writing() as session:
        form = session.get_one(Form, phone.form.pk)
        data.add_version(session, form, version="2", now=clock.now())
    assert office.accept().status_code == 200

    phone.send(data.submission_xml("later", instance_id="uuid:2"))
    assert code_of(office.accept()) == 404.1
    with phone.state.store.writing() as session:
        data.make_form(session, phone.people.places.project_id, "later")
    assert office.accept().status_code == 200

    assert currents(phone) == [("uuid:1", None), ("uuid:2", None)]


def test_what_was_deleted_is_taken_only_once_it_is_restored(phone: Phone, office: Office) -> None:
    phone.send(FIRST)
    with phone.state.store.writing() as session:
        session.exec(select(Submission)).one().deleted_at = clock.now()
    phone.send(EDIT)

    assert code_of(office.accept()) == 409.18
    path = f"/v1/projects/{phone.people.places.project_id}/forms/site_check/submissions/uuid%3A1"
    restored = phone.app.test_client().post(
        f"{path}/restore", headers=phone.people.data_steward.headers
    )
    assert restored.status_code == 200
    state = phone.state
    work(JobContext(store=state.store, blobs=state.blobs, settings=state.settings))

    assert currents(phone) == [("uuid:2", "uuid:1")]
    assert office.waiting() == []


def test_encrypted_edits_become_submissions_of_their_own(phone: Phone, office: Office) -> None:
    phone.send(FIRST)
    phone.send(EDIT.replace(b'version="1"', b'version="1" encrypted="yes"', 1))

    assert code_of(office.accept()) == 409.45
    assert office.accept("submission").status_code == 200

    assert currents(phone) == [("uuid:1", None), ("uuid:2", None)]


def test_what_was_discarded_stays_out_however_often_it_comes_and_keeps_its_files(
    phone: Phone, office: Office
) -> None:
    phone.send(FIRST)
    phone.send(OTHER)

    assert code_of(office.discard("  ")) == 400.2
    answer = office.discard("sent twice by mistake")
    assert phone.send(OTHER, {"a.jpg": b"photo"}).status_code == 409

    assert answer.get_json()["settledAs"] == "discarded"
    assert office.waiting() == []
    (settled,) = office.waiting(settled=True)
    assert settled["settleReason"] == "sent twice by mistake"
    assert settled["settledBy"] == phone.people.county_office.id
    assert [file["name"] for file in settled["attachments"]] == ["a.jpg"]
    assert currents(phone) == [("uuid:1", None)]
    (noted,) = notes_of(phone, "quarantine.discard")
    assert noted["why"] == "sent twice by mistake"


def test_a_payload_is_decided_about_once(phone: Phone, office: Office) -> None:
    phone.send(FIRST)
    phone.send(OTHER)
    (one,) = office.waiting()
    payload_id = int(str(one["id"]))

    first = office.again(payload_id, "discard", {"reason": "x"})
    second = office.again(payload_id, "accept", {})
    third = office.again(payload_id, "discard", {"reason": "x"})

    assert [first.status_code, code_of(second), code_of(third)] == [200, 409.41, 409.41]
    assert phone.count("submission_versions") == 1


def test_a_payload_is_decided_about_once_by_many_at_once(phone: Phone, office: Office) -> None:
    for xml in (FIRST, EDIT, STALE):
        phone.send(xml)
    (one,) = office.waiting()
    payload_id = int(str(one["id"]))

    statuses = at_once(
        lambda number: office.again(
            payload_id, "accept", {"as": "version" if number % 2 else "submission"}
        )
    )

    assert sorted(statuses) == [200] + [409] * 5
    assert phone.count("submission_versions") == 3


def test_who_sees_one_area_sees_what_concerns_its_submissions_and_nothing_else(
    phone: Phone, office: Office
) -> None:
    phone.send(FIRST)
    phone.send(OTHER)

    township = Office(phone, phone.people.township_office)

    assert township.waiting() == []
    (one,) = office.waiting()
    assert township.again(int(str(one["id"])), "discard", {"reason": "x"}).status_code == 404
    viewer = Office(phone, phone.people.viewer)
    assert viewer.again(int(str(one["id"])), "discard", {"reason": "x"}).status_code == 403
    with phone.state.store.reading() as session:
        assert session.exec(select(RejectedPayload)).one().settled_at is None

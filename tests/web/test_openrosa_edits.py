"""Edits from phones: a new version of what was sent, in the cases of the decision table."""

import random
import threading

import pytest
from flask import Flask
from sqlmodel import col, select

from server.domain.lifecycle import ReviewState
from server.store.tables.forms import FormVersion
from server.store.tables.submissions import (
    Submission,
    SubmissionAttachment,
    SubmissionVersion,
)
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone, rejected_payloads

FIRST = data.submission_xml(instance_id="uuid:1", photo="a.jpg")
EDIT = data.submission_xml(
    instance_id="uuid:2", deprecated_id="uuid:1", note="after", photo="a.jpg"
)
SECOND_EDIT = data.submission_xml(instance_id="uuid:3", deprecated_id="uuid:2", note="last")


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


def versions(phone: Phone) -> dict[str, SubmissionVersion]:
    """Return all versions by instance ID, the oldest first."""
    with phone.state.store.reading() as session:
        rows = session.exec(select(SubmissionVersion).order_by(col(SubmissionVersion.id)))
        return {row.instance_id: row for row in rows}


def submission(phone: Phone) -> Submission:
    """Return the only submission."""
    with phone.state.store.reading() as session:
        return session.exec(select(Submission)).one()


def files_of(phone: Phone, instance_id: str) -> dict[str, bytes]:
    """Return the files that a version holds, by name."""
    with phone.state.store.reading() as session:
        rows = session.exec(
            select(SubmissionAttachment)
            .join(
                SubmissionVersion,
                col(SubmissionVersion.id) == SubmissionAttachment.submission_version_id,
            )
            .where(SubmissionVersion.instance_id == instance_id)
        )
        return {
            row.name: phone.state.blobs.read(row.blob_sha256) for row in rows if row.blob_sha256
        }


def assert_current(phone: Phone, instance_id: str) -> None:
    """Check that there is one submission, whose one current version is this."""
    current = [row for row in versions(phone).values() if row.is_current]
    assert [row.instance_id for row in current] == [instance_id]
    assert submission(phone).current_version_id == current[0].id


def test_an_edit_is_a_new_version_and_the_first_one_is_kept_byte_for_byte(phone: Phone) -> None:
    phone.send(FIRST, {"a.jpg": b"photo"})

    answer = phone.send(EDIT, {"a.jpg": b"photo"})

    assert answer.status_code == 201
    assert phone.stored() == {"uuid:1": FIRST, "uuid:2": EDIT}
    assert_current(phone, "uuid:2")
    row = submission(phone)
    assert (row.root_instance_id, row.review_state) == ("uuid:1", ReviewState.EDITED)
    assert row.updated_at == versions(phone)["uuid:2"].received_at
    assert versions(phone)["uuid:2"].deprecated_id == "uuid:1"
    assert rejected_payloads(phone) == []


def test_edits_of_edits_are_versions_of_one_submission(phone: Phone) -> None:
    for xml in (FIRST, EDIT, SECOND_EDIT):
        assert phone.send(xml).status_code == 201

    assert_current(phone, "uuid:3")
    assert len({row.submission_id for row in versions(phone).values()}) == 1


def test_files_that_an_edit_still_names_and_does_not_send_are_carried_forward(
    phone: Phone,
) -> None:
    phone.send(FIRST, {"a.jpg": b"photo", "extra.jpg": b"not named"})

    phone.send(EDIT)

    assert files_of(phone, "uuid:2") == {"a.jpg": b"photo"}
    assert files_of(phone, "uuid:1") == {"a.jpg": b"photo", "extra.jpg": b"not named"}


def test_a_file_that_an_edit_sends_itself_replaces_the_one_carried_forward(phone: Phone) -> None:
    phone.send(FIRST, {"a.jpg": b"photo"})

    phone.send(EDIT, {"b.jpg": b"one"})
    phone.send(EDIT, {"a.jpg": b"newer"})

    assert files_of(phone, "uuid:2") == {"a.jpg": b"newer", "b.jpg": b"one"}
    assert files_of(phone, "uuid:1") == {"a.jpg": b"photo"}


def test_the_second_post_of_an_edit_adds_its_files(phone: Phone) -> None:
    phone.send(FIRST)

    statuses = [
        phone.send(EDIT, {"a.jpg": b"one"}, is_incomplete=True).status_code,
        phone.send(EDIT, {"b.jpg": b"two"}).status_code,
    ]

    assert statuses == [201, 201]
    assert files_of(phone, "uuid:2") == {"a.jpg": b"one", "b.jpg": b"two"}
    assert phone.count("submission_versions") == 2


def test_a_superseded_version_resent_is_201_and_its_late_files_are_kept_where_they_are_named(
    phone: Phone,
) -> None:
    for xml in (FIRST, EDIT, SECOND_EDIT):
        phone.send(xml)

    answer = phone.send(FIRST, {"a.jpg": b"late"})

    assert answer.status_code == 201
    assert_current(phone, "uuid:3")
    assert files_of(phone, "uuid:1") == {"a.jpg": b"late"}
    assert files_of(phone, "uuid:2") == {"a.jpg": b"late"}
    assert files_of(phone, "uuid:3") == {}


def test_a_stale_edit_is_409_and_kept_aside(phone: Phone) -> None:
    phone.send(FIRST)
    phone.send(EDIT)
    stale = data.submission_xml(instance_id="uuid:other", deprecated_id="uuid:1")

    answer = phone.send(stale, {"a.jpg": b"photo"})

    assert answer.status_code == 409
    assert "uuid:1" in answer.text
    assert_current(phone, "uuid:2")
    assert [row.reason for row in rejected_payloads(phone)] == ["edit-out-of-date"]
    assert rejected_payloads(phone)[0].deprecated_id == "uuid:1"


def test_an_edit_of_what_has_not_arrived_is_404_and_taken_once_that_has(phone: Phone) -> None:
    answer = phone.send(EDIT, {"a.jpg": b"photo"})

    assert answer.status_code == 404
    assert [row.reason for row in rejected_payloads(phone)] == ["edited-submission-not-found"]
    assert phone.send(FIRST).status_code == 201
    assert phone.send(EDIT).status_code == 201
    assert_current(phone, "uuid:2")
    assert rejected_payloads(phone) == []
    assert files_of(phone, "uuid:2") == {"a.jpg": b"photo"}


def test_an_edit_under_an_instance_id_that_is_taken_is_409(phone: Phone) -> None:
    phone.send(FIRST)
    phone.send(data.submission_xml(instance_id="uuid:taken"))

    answer = phone.send(data.submission_xml(instance_id="uuid:taken", deprecated_id="uuid:1"))

    assert answer.status_code == 409
    assert [row.reason for row in rejected_payloads(phone)] == ["submission-differs"]
    assert versions(phone)["uuid:1"].is_current


def test_a_new_submission_under_the_instance_id_of_an_edit_is_409(phone: Phone) -> None:
    phone.send(FIRST)
    phone.send(EDIT)

    assert phone.send(data.submission_xml(instance_id="uuid:2", note="b")).status_code == 409
    assert phone.count("submissions") == 1


def test_an_edit_of_a_submission_that_was_deleted_is_409(phone: Phone) -> None:
    phone.send(FIRST)
    with phone.state.store.writing() as session:
        row = session.exec(select(Submission)).one()
        row.deleted_at = row.received_at

    assert phone.send(EDIT).status_code == 409
    assert [row.reason for row in rejected_payloads(phone)] == ["submission-deleted"]


def test_an_edit_of_itself_finds_no_parent(phone: Phone) -> None:
    own = data.submission_xml(instance_id="uuid:1", deprecated_id="uuid:1")

    assert phone.send(own).status_code == 404
    assert phone.stored() == {}


def test_encrypted_forms_take_no_edits(phone: Phone) -> None:
    phone.send(FIRST)
    with phone.state.store.writing() as session:
        session.exec(select(FormVersion)).one().public_key = "MIIB"

    assert phone.send(EDIT).status_code == 409
    assert [row.reason for row in rejected_payloads(phone)] == ["edits-not-accepted"]
    assert_current(phone, "uuid:1")


def test_an_encrypted_edit_is_refused_whatever_the_form_says(phone: Phone) -> None:
    phone.send(FIRST)

    answer = phone.send(EDIT.replace(b'version="1"', b'version="1" encrypted="yes"', 1))

    assert answer.status_code == 409
    assert_current(phone, "uuid:1")


def test_an_edit_in_another_form_edits_nothing_here(phone: Phone) -> None:
    people = phone.people
    with phone.state.store.writing() as session:
        data.make_form(session, people.places.project_id, "other", assigned_to=people.app_user.id)
    phone.send(FIRST)

    answer = phone.send(data.submission_xml("other", instance_id="uuid:2", deprecated_id="uuid:1"))

    assert answer.status_code == 404
    assert_current(phone, "uuid:1")


def test_eight_edits_of_one_version_at_once_are_one_version_and_seven_kept_aside(
    phone: Phone,
) -> None:
    phone.send(FIRST)
    edits = [
        data.submission_xml(instance_id=f"uuid:e{number}", deprecated_id="uuid:1")
        for number in range(8)
    ]

    assert sorted(phone.send_at_once(edits)) == [201] + [409] * 7

    assert phone.count("submission_versions") == 2
    assert len([row for row in versions(phone).values() if row.is_current]) == 1
    assert [row.reason for row in rejected_payloads(phone)] == ["edit-out-of-date"] * 7


def test_eight_deliveries_of_one_edit_at_once_are_one_version(phone: Phone) -> None:
    phone.send(FIRST, {"a.jpg": b"photo"})

    assert phone.send_at_once([EDIT] * 8, {"a.jpg": b"photo"}) == [201] * 8

    assert phone.count("submission_versions") == 2
    assert_current(phone, "uuid:2")
    assert files_of(phone, "uuid:2") == {"a.jpg": b"photo"}


@pytest.mark.parametrize("seed", range(4))
def test_a_chain_of_edits_in_any_order_at_once_ends_as_one_current_version(
    phone: Phone, seed: int
) -> None:
    chain = [FIRST] + [
        data.submission_xml(instance_id=f"uuid:{n + 1}", deprecated_id=f"uuid:{n}", note=str(n))
        for n in range(1, 4)
    ]
    xmls = chain * 2
    random.Random(seed).shuffle(xmls)

    phone.send_at_once(xmls)
    for xml in chain:
        assert phone.send(xml).status_code == 201

    assert_current(phone, "uuid:4")
    assert phone.count("submission_versions") == 4
    assert rejected_payloads(phone) == []


def test_files_of_a_version_and_its_edit_at_once_are_all_kept(phone: Phone) -> None:
    phone.send(FIRST)
    barrier = threading.Barrier(8)
    statuses: list[int] = []

    def send(number: int) -> None:
        barrier.wait()
        xml, files = (EDIT, {}) if number == 0 else (FIRST, {"a.jpg": b"photo"})
        statuses.append(phone.send(xml, files).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [201] * 8
    assert_current(phone, "uuid:2")
    assert files_of(phone, "uuid:1") == files_of(phone, "uuid:2") == {"a.jpg": b"photo"}

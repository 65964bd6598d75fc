"""What waits in the quarantine is taken by itself as soon as nothing speaks against it."""

import hashlib

import pytest
from flask import Flask

from server import clock
from server.domain.lifecycle import FormState
from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_xml import read_ids
from server.operations.change_form import set_form_state
from server.operations.job_context import JobContext
from server.operations.quarantine_submission import quarantine_submission
from server.problems import EditedSubmissionNotFound
from server.store.queries.audits import By
from server.store.tables.forms import Form
from tests.evaluated import work
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone, rejected_payloads


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


@pytest.fixture
def job_context(phone: Phone) -> JobContext:
    state = phone.state
    return JobContext(store=state.store, blobs=state.blobs, settings=state.settings)


def received_of(xml: bytes) -> ReceivedSubmission:
    return ReceivedSubmission(
        ids=read_ids(xml),
        instance_id=read_ids(xml).instance_id or "",
        xml=xml,
        xml_sha256=hashlib.sha256(xml).hexdigest(),
        files=(),
        saw_incomplete=False,
        device_id=None,
        user_agent=None,
        received_at=clock.now(),
    )


def publish(phone: Phone, version: str) -> None:
    with phone.state.store.writing() as session:
        form = session.get_one(Form, phone.form.pk)
        data.add_version(session, form, version=version, now=clock.now())


def set_state(phone: Phone, state: FormState) -> None:
    with phone.state.store.writing() as session:
        form = session.get_one(Form, phone.form.pk)
        set_form_state(session, By(None, clock.now()), form, state)


def test_a_chain_of_edits_that_came_before_its_original_is_taken_in_its_order(
    phone: Phone, job_context: JobContext
) -> None:
    edits = [
        data.submission_xml(instance_id=f"uuid:{n + 1}", deprecated_id=f"uuid:{n}", note=str(n))
        for n in (3, 2, 1)
    ]
    assert [phone.send(xml, {"a.jpg": xml}).status_code for xml in edits] == [404] * 3
    work(job_context)
    assert len(rejected_payloads(phone)) == 3

    phone.send(data.submission_xml(instance_id="uuid:1"))
    work(job_context)

    assert rejected_payloads(phone) == []
    assert phone.count("submissions") == 1
    assert phone.count("submission_attachments") >= 3
    assert {edits[0], edits[1], edits[2]} < set(phone.stored().values())


def test_an_original_that_came_between_a_refusal_and_the_quarantine_is_seen(
    phone: Phone, job_context: JobContext
) -> None:
    edit = data.submission_xml(instance_id="uuid:2", deprecated_id="uuid:1")
    phone.send(data.submission_xml(instance_id="uuid:1"))
    with phone.state.store.writing() as session:
        quarantine_submission(
            session,
            project_id=phone.people.places.project_id,
            received=received_of(edit),
            sender_id=phone.people.app_user.id,
            xml=phone.state.blobs.put(edit),
            refusal=EditedSubmissionNotFound(deprecated_id="uuid:1"),
        )

    work(job_context)

    assert rejected_payloads(phone) == []
    assert set(phone.stored()) == {"uuid:1", "uuid:2"}


def test_what_was_sent_to_a_version_is_taken_once_that_is_published(
    phone: Phone, job_context: JobContext
) -> None:
    phone.send(data.submission_xml(version="2", instance_id="uuid:1"), {"a.jpg": b"photo"})
    work(job_context)
    assert [row.reason for row in rejected_payloads(phone)] == ["form-version-not-found"]

    publish(phone, "2")
    set_state(phone, FormState.CLOSING)
    work(job_context)

    assert rejected_payloads(phone) == []
    assert set(phone.stored()) == {"uuid:1"}


def test_what_came_to_a_closed_form_is_taken_when_it_is_open_again(
    phone: Phone, job_context: JobContext
) -> None:
    set_state(phone, FormState.CLOSED)
    phone.send(data.submission_xml(instance_id="uuid:1"))
    work(job_context)
    assert [row.reason for row in rejected_payloads(phone)] == ["form-closed"]

    set_state(phone, FormState.OPEN)
    work(job_context)

    assert rejected_payloads(phone) == []
    assert set(phone.stored()) == {"uuid:1"}


def test_what_was_sent_to_a_form_that_did_not_exist_waits_for_the_office_or_the_phone(
    phone: Phone, job_context: JobContext
) -> None:
    xml = data.submission_xml("later", instance_id="uuid:1")
    phone.send(xml, {"a.jpg": b"photo"})
    people = phone.people
    with phone.state.store.writing() as session:
        data.make_form(session, people.places.project_id, "later", assigned_to=people.app_user.id)
    work(job_context)
    assert [row.reason for row in rejected_payloads(phone)] == ["not-found"]

    assert phone.send(xml).status_code == 201

    assert rejected_payloads(phone) == []
    assert phone.count("submission_attachments") == 1

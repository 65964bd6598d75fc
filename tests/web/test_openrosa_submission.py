"""Taking submissions in, as Collect sends them."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from server.store.tables.jobs import OutboxRow
from server.store.tables.submissions import Submission, SubmissionVersion
from server.store.transaction import Store
from server.web.state import State
from tests.people import People, make_people
from tests.web import openrosa_data as data
from tests.web.openrosa_data import MadeForm


@dataclass
class Phone:
    """The app user's phone with one form."""

    client: FlaskClient
    people: People
    form: MadeForm
    store: Store

    @property
    def base(self) -> str:
        return f"{self.people.app_user.prefix}/projects/{self.people.places.project_id}"

    def send(self, xml: bytes | None, files: dict[str, bytes] | None = None) -> TestResponse:
        body, kind = data.multipart_body(xml, files)
        return self.client.post(
            f"{self.base}/submission?deviceID=collect%3Aabc",
            data=body,
            content_type=kind,
            headers={"User-Agent": "org.odk.collect.android/v2026.3.4"},
        )


@pytest.fixture
def phone(app: Flask, client: FlaskClient) -> Phone:
    state: State = app.extensions["concord"]
    people = make_people(state.store, state.tokens)
    with state.store.writing() as session:
        form = data.make_form(session, people.places.project_id, assigned_to=people.app_user.id)
    return Phone(client, people, form, state.store)


def test_a_submission_is_stored_byte_for_byte_and_answered_201(phone: Phone) -> None:
    xml = data.submission_xml(instance_id="uuid:1")

    answer = phone.send(xml)

    assert answer.status_code == 201, answer.text
    assert b"full submission upload was successful!" in answer.data
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    with phone.store.reading() as session:
        assert data.stored_xmls(session) == {"uuid:1": xml}
        job = session.exec(select(OutboxRow)).one()
        version = session.exec(select(SubmissionVersion)).one()
        submission = session.exec(select(Submission)).one()
    assert job.kind == "process_submission"
    assert job.payload == {"submission_version_id": version.id}
    assert version.device_id == "collect:abc"
    assert submission.current_version_id == version.id

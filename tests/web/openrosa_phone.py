"""A phone in the tests of the OpenRosa interface: an app user with one form."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import text
from sqlmodel import col, select
from werkzeug.test import TestResponse

from server.store.tables.submissions import RejectedPayload, SubmissionAttachment
from server.web.state import State
from tests.people import People, make_people
from tests.web import openrosa_data as data
from tests.web.openrosa_data import MadeForm


@dataclass
class Phone:
    """The app user's phone with the form `site_check`."""

    app: Flask
    people: People
    form: MadeForm

    @property
    def state(self) -> State:
        """The state of the server."""
        found: State = self.app.extensions["concord"]
        return found

    @property
    def base(self) -> str:
        """The address that stands in the settings of the phone."""
        return f"{self.people.app_user.prefix}/projects/{self.people.places.project_id}"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> TestResponse:
        """Ask for something below the phone's address, or for an absolute address it was told."""
        address = path.removeprefix("http://localhost") if "://" in path else self.base + path
        return self.app.test_client().get(address, headers=dict(headers or {}), buffered=True)

    def send(
        self,
        xml: bytes | None,
        files: Mapping[str, bytes] | None = None,
        *,
        is_incomplete: bool = False,
    ) -> TestResponse:
        """Send a submission as Collect does."""
        return self.send_body(*data.multipart_body(xml, files, is_incomplete=is_incomplete))

    def send_body(
        self, body: bytes, content_type: str, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        """Send a body as it is."""
        agent = {"User-Agent": "org.odk.collect.android/v2026.3.4"}
        return self.app.test_client().post(
            f"{self.base}/submission?deviceID=collect%3Aabc",
            data=body,
            content_type=content_type,
            headers=agent | dict(headers or {}),
        )

    def send_at_once(
        self, xmls: list[bytes], files: Mapping[str, bytes] | None = None
    ) -> list[int]:
        """Send all at once and return the statuses."""
        statuses: list[int] = []
        barrier = threading.Barrier(len(xmls))

        def send(xml: bytes) -> None:
            barrier.wait()
            statuses.append(self.send(xml, files).status_code)

        threads = [threading.Thread(target=send, args=(xml,)) for xml in xmls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return statuses

    def stored(self) -> dict[str, bytes]:
        """Return what is stored, by instance ID."""
        with self.state.store.reading() as session:
            return data.stored_xmls(session)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        with self.state.store.reading() as session:
            statement = text(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours
            return int(session.connection().execute(statement).scalar_one())

    def blob_count(self) -> int:
        """Return how many files lie in the folder of blobs, temporary ones too."""
        folder = self.state.settings.blob_dir
        return sum(1 for path in folder.rglob("*") if path.is_file())

    def assert_nothing_stored(self) -> None:
        """Check that neither rows nor files were left, and that the next good request works."""
        assert self.stored() == {}
        assert self.count("rejected_payloads") == 0
        assert self.count("outbox") == 0
        assert self.blob_count() == 0
        assert self.send(data.submission_xml()).status_code == 201


def make_phone(app: Flask) -> Phone:
    """Store people and a form that the app user has."""
    state: State = app.extensions["concord"]
    people = make_people(state.store, state.tokens)
    with state.store.writing() as session:
        form = data.make_form(session, people.places.project_id, assigned_to=people.app_user.id)
    return Phone(app, people, form)


def rejected_payloads(phone: Phone) -> list[RejectedPayload]:
    """Return what was set aside, the oldest first."""
    with phone.state.store.reading() as session:
        return list(session.exec(select(RejectedPayload).order_by(col(RejectedPayload.id))))


def attachments(phone: Phone) -> dict[str, SubmissionAttachment]:
    """Return the rows of all files that came, by name."""
    with phone.state.store.reading() as session:
        return {row.name: row for row in session.exec(select(SubmissionAttachment))}

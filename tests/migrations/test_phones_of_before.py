"""What phones had sent before the quarantine had a page: it stays, is shown and comes again."""

import importlib

from flask import Flask
from sqlalchemy import text
from sqlmodel import select

from server.operations.job_context import JobContext
from server.store import migrate
from server.store.tables.submissions import RejectedPayload
from tests.evaluated import work
from tests.web import openrosa_data as data
from tests.web.office_browser import browser
from tests.web.openrosa_phone import attachments, make_phone

BEFORE: str = importlib.import_module("server.migrations.versions.20261122_1_phones").down_revision
FIRST = data.submission_xml(instance_id="uuid:1", note="first", photo="现场.jpg")
OTHER = data.submission_xml(instance_id="uuid:1", note="other")
UNKNOWN = data.submission_xml(instance_id="uuid:9", version="no such version")
PHOTO = b"\xff\xd8 a photo"
_KEEP = text(
    "INSERT INTO rejected_payloads "
    "(project_id, form_id, instance_id, sender_id, reason, xml_sha256, files, received_at) "
    "SELECT project_id, form_id, instance_id, NULL, reason, xml_sha256, files, received_at "
    "FROM rejected_payloads"
)


def test_submissions_files_and_refused_payloads_of_before_are_kept_shown_and_sent_again(
    app: Flask, context: JobContext
) -> None:
    phone = make_phone(app)
    assert phone.send(FIRST, {"现场.jpg": PHOTO}).status_code == 201
    assert phone.send(OTHER, {"另.jpg": PHOTO}).status_code == 409
    assert phone.send(UNKNOWN).status_code == 404
    work(context)
    migrate.downgrade(phone.state.store, BEFORE)
    with phone.state.store.engine.begin() as connection:  # then each delivery made a row
        connection.execute(_KEEP)

    migrate.upgrade(phone.state.store)

    assert phone.stored() == {"uuid:1": FIRST}
    assert attachments(phone)["现场.jpg"].blob_sha256 is not None
    with phone.state.store.reading() as session:
        kept = session.exec(select(RejectedPayload)).all()
    assert [one.last_sent_at for one in kept] == [one.received_at for one in kept]
    assert {one.settled_at for one in kept} == {None}
    assert len(kept) == 4
    client = browser(app, phone.people.county_office)
    project = f"/office/{phone.people.places.project_id}"
    for one in kept:
        shown = client.get(f"{project}/quarantine/{one.id}")
        assert shown.status_code == 200
    assert client.get(f"{project}/submissions/1").status_code == 200
    assert phone.send(FIRST, {"现场.jpg": PHOTO}).status_code == 201
    assert phone.send(OTHER, {"另.jpg": PHOTO}).status_code == 409
    edit = data.submission_xml(instance_id="uuid:2", deprecated_id="uuid:1", photo="现场.jpg")
    assert phone.send(edit).status_code in (201, 409)
    work(context)
    with phone.state.store.reading() as session:
        assert len(session.exec(select(RejectedPayload)).all()) <= 5

"""Storing what a phone sent, without the web around it."""

import hashlib
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from server import clock, keys
from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_xml import read_ids
from server.keys import TokenBox
from server.operations.receive_submission import Sender, receive_submission
from server.problems import NotAllowed, NotFound, SubmissionDiffers
from server.settings import Settings
from server.store.queries import intake_statements
from server.store.tables.app_users import AppUser
from server.store.tables.submissions import Submission
from server.store.transaction import Store
from tests.people import People, make_people
from tests.web import openrosa_data as data


@pytest.fixture
def people(store: Store, settings: Settings) -> People:
    made = make_people(store, TokenBox(settings.secret_key))
    with store.writing() as session:
        data.make_form(session, made.places.project_id, assigned_to=made.app_user.id)
    return made


def _received(xml: bytes, **changes: object) -> ReceivedSubmission:
    ids = read_ids(xml)
    values = {
        "ids": ids,
        "instance_id": ids.instance_id,
        "xml": xml,
        "xml_sha256": hashlib.sha256(xml).hexdigest(),
        "files": (),
        "saw_incomplete": False,
        "device_id": None,
        "user_agent": None,
        "received_at": clock.now(),
    }
    return ReceivedSubmission(**(values | changes))


def _phone(people: People) -> Sender:
    return Sender(people.app_user.id, keys.token_hash(people.app_user.token))


def test_what_belongs_into_the_quarantine_is_returned_so_that_the_rest_is_kept(
    store: Store, people: People
) -> None:
    first = data.submission_xml(instance_id="uuid:1", note="a")
    second = data.submission_xml(instance_id="uuid:1", note="b")
    project_id = people.places.project_id

    with store.writing() as session:
        outcomes = [
            receive_submission(
                session, project_id=project_id, received=_received(xml), sender=_phone(people)
            )
            for xml in (first, second)
        ]

    assert outcomes[0] is None
    assert isinstance(outcomes[1], SubmissionDiffers)
    with store.reading() as session:
        assert data.stored_xmls(session) == {"uuid:1": first}


def test_the_token_must_be_that_of_the_sender_and_of_the_project(
    store: Store, people: People
) -> None:
    received = _received(data.submission_xml())
    phone, project_id = _phone(people), people.places.project_id
    wrong = (
        (project_id, Sender(people.county_office.id, phone.token_hash), NotAllowed),
        (project_id, Sender(phone.actor_id, b"x" * 32), NotAllowed),
        (people.places.other_project_id, phone, NotAllowed),
        (10**9, phone, NotFound),
    )
    for place, sender, problem in wrong:
        with pytest.raises(problem), store.writing() as session:
            receive_submission(session, project_id=place, received=received, sender=sender)

    with store.reading() as session:
        assert session.exec(select(Submission)).all() == []


def test_the_use_of_a_token_is_noted_every_five_minutes(store: Store, people: People) -> None:
    begin = clock.now()
    noted = []
    for minutes in (0, 4, 6):
        at = begin + timedelta(minutes=minutes)
        with store.writing() as session:
            received = _received(data.submission_xml(), received_at=at)
            receive_submission(
                session,
                project_id=people.places.project_id,
                received=received,
                sender=_phone(people),
            )
        with store.reading() as session:
            noted.append(session.get_one(AppUser, people.app_user.id).last_used_at)

    assert noted == [begin, begin, begin + timedelta(minutes=6)]


def test_what_was_known_is_looked_up_by_its_index_while_the_form_grows(
    store: Store, people: People
) -> None:
    project_id, sender = people.places.project_id, _phone(people)
    with store.writing() as session:
        for number in range(60):
            received = _received(data.submission_xml(instance_id=f"uuid:{number}"))
            receive_submission(session, project_id=project_id, received=received, sender=sender)
    values = {
        "project_id": project_id,
        "token_hash": sender.token_hash,
        "now": "2026-11-20 00:00:00",
        "used_since": "2026-11-20 00:00:00",
        "form_id": "site_check",
        "version": "1",
        "instance_id": "uuid:7",
        "xml_sha256": "0" * 64,
    }

    with store.reading() as session:
        sql = intake_statements.FIND_TARGET.sql_for(session.get_bind().dialect.name)
        explain = "EXPLAIN QUERY PLAN" if store.is_sqlite else "EXPLAIN"
        plan = session.connection().exec_driver_sql(f"{explain} {sql}", values).all()

    steps = " ".join(str(step) for step in plan)
    assert "uq_submission_versions_instance" in steps
    assert not re.search(r"(?:SCAN|Seq Scan on) (?:known|submission)", steps)


def test_a_submission_of_a_phone_is_found_again_in_the_transaction_that_stored_it(
    store: Store, people: People
) -> None:
    xml = data.submission_xml(instance_id="uuid:1")

    with store.writing() as session:
        outcomes = [
            receive_submission(
                session,
                project_id=people.places.project_id,
                received=_received(xml),
                sender=_phone(people),
            )
            for _ in range(3)
        ]

    assert outcomes == [None] * 3
    with store.reading() as session:
        assert data.stored_xmls(session) == {"uuid:1": xml}

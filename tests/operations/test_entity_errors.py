"""What keeps entities of a submission from being written is kept; the submission never fails."""

import pytest
from sqlmodel import select

from server.operations.job_context import JobContext
from server.store.queries import entities, refused_entities
from server.store.queries.scope import Scope
from server.store.tables.forms import Form
from server.store.tables.jobs import OutboxRow
from server.store.tables.submissions import SubmissionVersion
from tests import factories
from tests.entity_forms import Field, block, created, new_uuid, site_form, updated
from tests.people import People

UNKNOWN = "0f7c5ba4-5d2f-4d7e-9a57-111122223333"


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with the form of sites published."""
    made = Field(context, people)
    made.publish(site_form())
    return made


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        (block(create="1", label="A"), "no_id"),
        (block(create="1", label="A", id="5"), "bad_id"),
        (block(create="1", label="A", id="0f7c5ba4-5d2f-1d7e-9a57-111122223333"), "bad_id"),
        (block(create="1", id=UNKNOWN), "no_label"),
        (block(create="1", id=UNKNOWN, label="  "), "no_label"),
        (block("others", create="1", label="A", id=UNKNOWN), "not_declared"),
        (block(update="1", id=UNKNOWN, baseVersion="1"), "missing"),
        (block(update="1", id=UNKNOWN), "no_base_version"),
        (block(update="1", id=UNKNOWN, baseVersion="one"), "bad_version"),
        (block(update="1", id=UNKNOWN, baseVersion="0"), "bad_version"),
        (block(update="1", id=UNKNOWN, baseVersion="1", branchId="x"), "bad_branch"),
        (
            block(update="1", id=UNKNOWN, baseVersion="1", trunkVersion="1"),
            "trunk_without_branch",
        ),
    ],
)
def test_what_is_wrong_is_kept_and_never_fails_the_submission(
    field: Field, inside: str, fault: str
) -> None:
    version_id = field.send(site_form(), inside)

    assert field.faults(version_id) == [fault]
    with field.store.reading() as session:
        assert session.get_one(SubmissionVersion, version_id).answers is not None
        assert session.exec(select(OutboxRow)).all() == []


@pytest.mark.parametrize("action", ["", "0", "false", "yes", "TRUE"])
def test_only_1_and_true_ask_for_anything(field: Field, action: str) -> None:
    one = new_uuid()

    version_id = field.send(site_form(), block(label="A", id=one, create=action))

    assert field.entity(one) is None
    assert field.faults(version_id) == []


def test_creating_what_is_there_or_was_deleted_is_an_error(field: Field) -> None:
    one = new_uuid()
    field.send(site_form(), created(one))

    again = field.send(site_form(), created(one))
    with field.store.writing() as session:
        listed = entities.get_list(session, field.people.places.project_id, "sites")
        entities.delete_entity(session, listed.id or 0, one, now=factories.by().at)
    gone = field.send(site_form(), updated(one, 1, state="x"))

    assert field.faults(again) == ["exists"]
    assert field.faults(gone) == ["deleted"]


def test_what_was_refused_of_a_deleted_form_is_listed_no_longer(field: Field) -> None:
    version_id = field.send(site_form(), updated(UNKNOWN, 1, state="x"))
    where = Scope(field.people.places.project_id)
    with field.store.reading() as session:
        assert refused_entities.count_refused(session, where) == 1

    with field.store.writing() as session:
        form_pk = session.get_one(SubmissionVersion, version_id).form_pk
        session.get_one(Form, form_pk).deleted_at = factories.by().at

    with field.store.reading() as session:
        assert refused_entities.count_refused(session, where) == 0
        assert refused_entities.list_refused(session, where) == ()


def test_a_text_that_would_end_every_phone_is_not_written(field: Field) -> None:
    one, other = new_uuid(), new_uuid()

    label = field.send(site_form(), created(one, label="字" * 1_001))
    text = field.send(site_form(), created(other, trade="字" * 50_001))

    assert field.faults(label) == field.faults(text) == ["too_long"]
    assert field.entity(one) is field.entity(other) is None

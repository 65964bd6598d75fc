"""A deleted submission is nowhere, also on no phone; a restored one is everywhere again."""

import pytest
from sqlmodel import select

from server.domain.lifecycle import ReviewState
from server.operations.delete_submission import delete_submission, restore_submission
from server.operations.job_context import JobContext
from server.operations.review_submission import Review, review_submission
from server.store.queries import entities
from server.store.queries.entities import ISSUES
from server.store.queries.scope import Scope
from server.store.tables.entities import Entity
from server.store.tables.submissions import SubmissionVersion
from tests import factories
from tests.entity_forms import Field, created, new_uuid, site_form
from tests.evaluated import work
from tests.people import People

ZONE = "Asia/Shanghai"


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with the form of sites published."""
    made = Field(context, people)
    made.publish(site_form())
    return made


def test_what_the_office_sent_back_leaves_the_phone_with_its_submission(field: Field) -> None:
    key = _submission_of(field, field.send(site_form(), created(new_uuid())))
    _send_back(field, key)
    assert _has_issue(field)

    _delete(field, key)
    assert not _has_issue(field)

    _restore(field, key)
    assert _has_issue(field)


def test_a_restored_submission_writes_what_its_deletion_kept_from_being_written(
    field: Field,
) -> None:
    one = new_uuid()
    key = _submission_of(field, field.send(site_form(), created(one), is_done=False))
    _delete(field, key)
    work(field.context)
    assert field.entity(one) is None

    _restore(field, key)
    work(field.context)

    assert field.entity(one) is not None


def _submission_of(field: Field, version_id: int) -> int:
    with field.store.reading() as session:
        return session.get_one(SubmissionVersion, version_id).submission_id


def _scope(field: Field) -> Scope:
    return Scope(field.people.places.project_id)


def _send_back(field: Field, submission_id: int) -> None:
    review = Review(ReviewState.HAS_ISSUES, "照片不清楚")
    with field.store.writing() as session:
        review_submission(
            session,
            factories.by(),
            _scope(field),
            submission_id=submission_id,
            review=review,
            zone=ZONE,
        )


def _delete(field: Field, submission_id: int) -> None:
    with field.store.writing() as session:
        delete_submission(
            session, factories.by(), _scope(field), submission_id=submission_id, zone=ZONE
        )


def _restore(field: Field, submission_id: int) -> None:
    with field.store.writing() as session:
        restore_submission(
            session, factories.by(), _scope(field), submission_id=submission_id, zone=ZONE
        )


def _has_issue(field: Field) -> bool:
    """Tell whether phones are told of anything that the office sent back."""
    with field.store.reading() as session:
        listed = entities.get_list(session, field.people.places.project_id, ISSUES)
        statement = select(Entity).where(Entity.entity_list_id == listed.id)
        return any(one.deleted_at is None for one in session.exec(statement))

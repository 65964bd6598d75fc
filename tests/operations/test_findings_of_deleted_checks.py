"""Findings go with their site check when it is deleted, and come back with it."""

import pytest
from sqlmodel import select

from server.domain.findings import FINDINGS
from server.operations.delete_submission import delete_submission, restore_submission
from server.operations.job_context import JobContext
from server.store.queries import entities
from server.store.queries.scope import Scope
from server.store.tables.entities import EntityAreaChange
from server.store.tables.submissions import SubmissionVersion
from tests import factories
from tests.entity_forms import Field, new_uuid
from tests.evaluated import work
from tests.finding_forms import RECTIFIED, finding, follow_up, labels, publish
from tests.people import People
from xlsforms.delivered import CHECK_FORM

ZONE = "Asia/Shanghai"


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with the forms of findings published."""
    made = Field(context, people)
    publish(made)
    return made


def _change_count(field: Field) -> int:
    """Return how often phones were told that the list changed."""
    with field.store.reading() as session:
        found = entities.get_list(session, field.people.places.project_id, FINDINGS)
        rows = session.exec(
            select(EntityAreaChange).where(EntityAreaChange.entity_list_id == found.id)
        )
        return sum(row.change_count for row in rows)


def _delete(field: Field, version_id: int, *, is_back: bool = False) -> None:
    with field.store.writing() as session:
        key = session.get_one(SubmissionVersion, version_id).submission_id
        (restore_submission if is_back else delete_submission)(
            session,
            factories.by(),
            Scope(field.people.places.project_id),
            submission_id=key,
            zone=ZONE,
        )
    work(field.context)


def test_findings_of_a_deleted_check_leave_with_it_and_come_back(field: Field) -> None:
    form, first, gone, late = factories.compiled(CHECK_FORM), new_uuid(), new_uuid(), new_uuid()
    version_id = field.send(form, finding(first) + finding(gone))
    field.delete(gone)
    told = _change_count(field)

    _delete(field, version_id)
    answer = follow_up(field, first, 1, RECTIFIED)

    assert labels(field) == {}
    assert _change_count(field) == told + 1
    assert field.faults(answer) == ["deleted"]
    _delete(field, version_id, is_back=True)
    field.edit(form, version_id, finding(first) + finding(late))
    assert set(labels(field)) == {first, late}
    assert _change_count(field) >= told + 2

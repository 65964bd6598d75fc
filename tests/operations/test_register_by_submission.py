"""Submissions that change enterprises: typed as the register is, within the sender's areas."""

import pytest

from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.lifecycle import ReviewState
from server.operations.job_context import JobContext
from server.operations.retry_entities import retry_entities
from server.operations.review_submission import Review, review_submission
from server.store.queries import entities
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.store.tables.submissions import SubmissionVersion
from server.store.tables.users import User
from tests import factories
from tests.entity_forms import Field, answers, block, new_uuid
from tests.evaluated import work
from tests.people import People
from tests.xlsform_md import compile_here

FORM = """
| survey   |         |           |           |           |
|          | type    | name      | label     | save_to   |
|          | csv-external | enterprises | |       |           |
|          | text    | firm      | Firm      |           |
|          | text    | headcount | Headcount | headcount |
|          | text    | phone     | Phone     | telephone |
|          | text    | code      | Code      | uscc      |
|          | text    | township  | Township  | township  |
|          | text    | risk      | Risk      | risk_level |
| entities |             |           |           |           |              |
|          | list_name   | entity_id | create_if | update_if | label        |
|          | enterprises | ${firm}   | true()    | true()    | ${code}      |
| settings |         |            |         |
|          | form_id | form_title | version |
|          | firms   | Firms      | 1       |
"""


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with a form that writes enterprises."""
    made = Field(context, people)
    made.publish(compile_here(FORM))
    return made


def _works(field: Field, area_id: int) -> tuple[int, str]:
    with field.store.writing() as session:
        facts = EnterpriseFacts("First works", area_id, headcount=40, telephone="555")
        made = factories.enterprise(session, field.people.places.project_id, area_id, facts=facts)
        return made.id, entities.list_states(session, [made.id])[made.id].uuid


def _stored(field: Field, key: int) -> Enterprise:
    with field.store.reading() as session:
        return session.get_one(Enterprise, key)


def _send(
    field: Field, uuid: str, *, base: str = "1", sender_id: int | None = None, **values: str
) -> int:
    inside = answers(**values) + block("enterprises", id=uuid, update="1", baseVersion=base)
    sender = field.people.app_user.id if sender_id is None else sender_id
    return field.send(compile_here(FORM), inside, sender_id=sender)


def test_an_update_changes_the_register_and_leaves_what_was_left_empty(field: Field) -> None:
    key, uuid = _works(field, field.people.places.village_id)

    version_id = _send(field, uuid, headcount="55", phone="", risk="high")

    found = _stored(field, key)
    assert field.faults(version_id) == []
    assert (found.name, found.headcount, found.telephone) == ("First works", 55, "555")
    listed = field.entity(uuid, "enterprises")
    assert listed is not None
    assert (listed.data["risk_level"], listed.current_version) == ("high", 2)
    assert field.versions(uuid)[-1].submission_version_id == version_id


def test_what_does_not_fit_the_register_is_an_entity_error(field: Field) -> None:
    key, uuid = _works(field, field.people.places.village_id)

    version_id = _send(field, uuid, headcount="many", code="12")

    assert field.faults(version_id) == ["does_not_fit", "does_not_fit"]
    assert _stored(field, key).headcount == 40


def test_nobody_changes_enterprises_beyond_their_areas(field: Field) -> None:
    key, uuid = _works(field, field.people.places.sibling_id)

    version_id = _send(field, uuid, headcount="55")

    assert field.faults(version_id) == ["out_of_area"]
    assert _stored(field, key).headcount == 40


def test_whoever_lost_the_account_meanwhile_changes_nothing(field: Field) -> None:
    places, office = field.people.places, field.people.township_office.id
    key, uuid = _works(field, places.sibling_id)
    version_id = _send(field, uuid, sender_id=office, headcount="55")
    with field.store.writing() as session:
        session.get_one(User, office).is_disabled = True

    with field.store.writing() as session:
        submission_id = session.get_one(SubmissionVersion, version_id).submission_id
        whole = Scope(places.project_id)
        assert retry_entities(session, factories.by(), whole, submission_id) == 1
    work(field.context)

    assert field.faults(version_id) == ["out_of_area"]
    assert _stored(field, key).headcount == 40


def test_the_credit_code_of_another_enterprise_is_not_taken(field: Field) -> None:
    places = field.people.places
    key, uuid = _works(field, places.village_id)
    code = factories.credit_code()
    with field.store.writing() as session:
        facts = EnterpriseFacts("Second works", places.village_id, uscc=code)
        factories.enterprise(session, places.project_id, places.village_id, facts=facts)

    version_id = _send(field, uuid, code=code)

    assert field.faults(version_id) == ["taken"]
    assert _stored(field, key).uscc is None


def test_changes_of_the_register_wait_where_approval_is_asked_for(field: Field) -> None:
    places = field.people.places
    key, uuid = _works(field, places.village_id)
    with field.store.writing() as session:
        listed = entities.get_list(session, places.project_id, "enterprises")
        listed.is_approval_required = True

    version_id = _send(field, uuid, headcount="55")
    before = _stored(field, key).headcount
    with field.store.writing() as session:
        submission_id = session.get_one(SubmissionVersion, version_id).submission_id
        review_submission(
            session,
            factories.by(),
            Scope(places.project_id),
            submission_id=submission_id,
            review=Review(ReviewState.APPROVED),
            zone="Asia/Shanghai",
        )
    work(field.context)

    assert (before, _stored(field, key).headcount) == (40, 55)


def test_a_new_enterprise_is_made_in_the_area_it_names(field: Field) -> None:
    one = new_uuid()
    inside = answers(headcount="7", township="First township") + block(
        "enterprises", "New works", id=one, create="1"
    )

    version_id = field.send(compile_here(FORM), inside)
    lost = field.send(compile_here(FORM), block("enterprises", "X", id=new_uuid(), create="1"))

    assert field.faults(version_id) == []
    made = field.entity(one, "enterprises")
    assert made is not None
    assert (made.label, made.area_id) == ("New works", field.people.places.township_id)
    assert field.faults(lost) == ["does_not_fit"]

"""What the office sent back, on the phone: what was said of it lasts until the office says more."""

import pytest
from sqlmodel import select

from server.domain.lifecycle import ReviewState
from server.operations.delete_submission import delete_submission, restore_submission
from server.operations.job_context import JobContext
from server.operations.review_submission import Review, review_submission
from server.operations.tie_by_hand import tie_by_hand
from server.store.queries import entities
from server.store.queries.entities import ISSUES
from server.store.queries.entity_feed import part_hash, part_of, stream_rows
from server.store.queries.scope import Scope
from server.store.tables.entities import Entity
from server.store.tables.submissions import SubmissionVersion
from tests import factories
from tests.entity_forms import LIST, Field, answers, block, created, new_uuid, site_form
from tests.evaluated import work
from tests.people import People
from xlsforms.delivered import CHECK_FORM

ZONE = "Asia/Shanghai"


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with the forms that go back to phones published."""
    made = Field(context, people)
    for name in (CHECK_FORM, "returned"):
        made.publish(factories.compiled(name))
    return made


def _issue(field: Field) -> Entity:
    with field.store.reading() as session:
        found = entities.get_list(session, field.people.places.project_id, ISSUES)
        return session.exec(select(Entity).where(Entity.entity_list_id == found.id)).one()


def _send_back(field: Field, submission_id: int, comment: str) -> None:
    _review(field, submission_id, Review(ReviewState.HAS_ISSUES, comment))


def _review(field: Field, submission_id: int, review: Review) -> None:
    with field.store.writing() as session:
        review_submission(
            session,
            factories.by(),
            Scope(field.people.places.project_id),
            submission_id=submission_id,
            review=review,
            zone=ZONE,
        )


def _answer(field: Field, reply: str) -> None:
    issue = _issue(field)
    base = str(issue.current_version)
    written = block(ISSUES, id=issue.uuid, update="1", baseVersion=base)
    body = f"<returned>{answers(issue=issue.uuid)}</returned>"
    body += f"<answer>{answers(reply=reply)}</answer>{written}"
    version_id = field.send(factories.compiled("returned"), body)
    assert field.faults(version_id) == []


def test_an_answer_stays_until_the_office_sends_back_again(field: Field) -> None:
    places = field.people.places
    version_id = field.send(factories.compiled(CHECK_FORM), answers(summary="一"))
    with field.store.writing() as session:
        key = session.get_one(SubmissionVersion, version_id).submission_id
        works = factories.enterprise(session, places.project_id, places.village_id, name="甲厂").id
    _send_back(field, key, "请补拍名册")
    _answer(field, "名册在总部")

    who, where = factories.by(), Scope(places.project_id)
    with field.store.writing() as session:
        tie_by_hand(session, who, where, submission_id=key, enterprise_id=works, zone=ZONE)
    with field.store.writing() as session:
        delete_submission(session, who, where, submission_id=key, zone=ZONE)
    with field.store.writing() as session:
        restore_submission(session, who, where, submission_id=key, zone=ZONE)

    issue = _issue(field)
    assert issue.deleted_at is None
    assert (issue.area_id, issue.data["enterprise"]) == (places.village_id, "甲厂")
    assert (issue.data["comment"], issue.data["reply"]) == ("请补拍名册", "名册在总部")
    _send_back(field, key, "请拍总部的名册")
    issue = _issue(field)
    assert (issue.data["comment"], issue.data["reply"]) == ("请拍总部的名册", "")


def test_what_was_sent_back_and_then_approved_is_written(field: Field) -> None:
    project_id, one = field.people.places.project_id, new_uuid()
    field.publish(site_form())
    with field.store.writing() as session:
        entities.get_list(session, project_id, LIST).is_approval_required = True
    version_id = field.send(site_form(), created(one))
    with field.store.reading() as session:
        key = session.get_one(SubmissionVersion, version_id).submission_id

    _send_back(field, key, "?")
    _review(field, key, Review(ReviewState.APPROVED))
    work(field.context)

    assert field.entity(one) is not None
    assert field.faults(version_id) == []


def _on_phone(field: Field) -> tuple[str, list[str]]:
    """Return the hash of the list on the phone of the app user, and what the office asks there."""
    places, who = field.people.places, field.people.app_user.id
    with field.store.reading() as session:
        found = entities.get_list(session, places.project_id, ISSUES)
        part = part_of(found, Scope(places.project_id, frozenset({places.township_id})), who)
        rows = [one.data["comment"] for one in stream_rows(session, part)]
        return part_hash(session, found, part), rows


def test_what_is_sent_back_reaches_its_phone_wherever_the_enterprise_lies(field: Field) -> None:
    places, sender = field.people.places, field.people.app_user.id
    check = factories.compiled(CHECK_FORM)
    version_id = field.send(check, answers(summary="一"), sender_id=sender)
    with field.store.writing() as session:
        key = session.get_one(SubmissionVersion, version_id).submission_id
        works = factories.enterprise(session, places.project_id, places.sibling_id).id
        who, where = factories.by(), Scope(places.project_id)
        tie_by_hand(session, who, where, submission_id=key, enterprise_id=works, zone=ZONE)
    first = _on_phone(field)

    _send_back(field, key, "请核对企业")
    asked = _on_phone(field)
    with field.store.writing() as session:
        moved = _issue(field).id
        session.get_one(Entity, moved).area_id = places.sibling_id
    _review(field, key, Review(ReviewState.APPROVED))
    done = _on_phone(field)

    assert [first[1], asked[1], done[1]] == [[], ["请核对企业"], []]
    assert len({first[0], asked[0], done[0]}) == 3

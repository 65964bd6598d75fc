"""Submissions create and update entities: once, in their order, all of a submission or none."""

from datetime import timedelta

import pytest
from sqlmodel import select

from server.domain.lifecycle import ReviewState
from server.operations.apply_entities import apply_entities
from server.operations.job_context import JobContext
from server.operations.process_again import process_again
from server.operations.review_submission import Review, review_submission
from server.operations.tie_by_hand import tie_by_hand
from server.store.queries import entities
from server.store.queries.scope import Scope
from server.store.tables.entities import EntityAreaChange
from server.store.tables.jobs import OutboxRow
from server.store.tables.submissions import SubmissionVersion
from tests import factories
from tests.entity_forms import (
    Field,
    answers,
    block,
    created,
    new_uuid,
    site_form,
    stop,
    stops_form,
    updated,
)
from tests.evaluated import work
from tests.people import People


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with the form of sites published."""
    made = Field(context, people)
    made.publish(site_form())
    return made


def test_a_submission_creates_an_entity(field: Field) -> None:
    one = new_uuid()

    field.send(site_form(), created(f"uuid:{one.upper()}", trade="paper", state="open"))

    made = field.entity(one)
    assert made is not None
    assert (made.label, made.current_version, made.conflict) == ("Mill", 1, None)
    assert made.data == {"trade": "paper", "state": "open"}
    (version,) = field.versions(one)
    assert (version.user_agent, version.base_version) == ("Collect", None)
    assert version.created_by == field.people.county_office.id


def test_processing_again_and_again_writes_nothing_twice(field: Field) -> None:
    one = new_uuid()
    version_id = field.send(site_form(), created(one, trade="paper"))

    for _ in range(3):
        with field.store.writing() as session:
            process_again(session, version_id, now=factories.by().at)
        work(field.context)

    assert len(field.versions(one)) == 1


def test_an_update_merges_what_it_names_and_keeps_the_rest(field: Field) -> None:
    one = new_uuid()
    field.send(site_form(), created(one, trade="paper", state="open"))

    field.send(site_form(), updated(one, 1, state=""))

    made = field.entity(one)
    assert made is not None
    assert (made.label, made.current_version, made.conflict) == ("Mill", 2, None)
    assert made.data == {"trade": "paper", "state": ""}


def test_an_update_from_an_older_version_is_in_conflict_and_wins(field: Field) -> None:
    one = new_uuid()
    field.send(site_form(), created(one, trade="paper", state="open"))
    field.send(site_form(), updated(one, 1, state="shut"))

    field.send(site_form(), updated(one, 1, trade="glass"))
    soft = field.entity(one)
    field.send(site_form(), updated(one, 1, state="sold"))
    hard = field.entity(one)

    assert soft is not None
    assert hard is not None
    assert (soft.conflict, soft.data["trade"]) == ("soft", "glass")
    assert (hard.conflict, hard.data["state"]) == ("hard", "sold")
    versions = field.versions(one)
    assert [found.conflict for found in versions] == [None, None, "soft", "hard"]
    assert [found.base_version for found in versions] == [None, 1, 1, 1]
    assert versions[-1].conflicting == ["state"]


def test_updates_of_one_phone_in_a_row_are_no_conflict(field: Field) -> None:
    one, branch = new_uuid(), new_uuid()
    field.send(site_form(), created(one, trade="paper"))

    for base in (1, 2, 3):
        field.send(site_form(), updated(one, base, trunk="1", branch=branch, state=f"s{base}"))

    made = field.entity(one)
    assert made is not None
    assert (made.current_version, made.conflict, made.data["state"]) == (4, None, "s3")


def test_updates_that_arrive_in_the_wrong_order_wait_for_each_other(field: Field) -> None:
    one, branch = new_uuid(), new_uuid()

    last = field.send(site_form(), updated(one, 2, branch=branch, state="later"))
    middle = field.send(site_form(), updated(one, 1, branch=branch, state="sooner"))
    assert field.is_held(last)
    assert field.is_held(middle)
    field.send(site_form(), created(one, trade="paper"))

    made = field.entity(one)
    assert made is not None
    assert (made.current_version, made.conflict, made.data["state"]) == (3, None, "later")
    assert not field.is_held(last)
    assert field.faults(last) == []


def test_what_waits_is_forced_after_five_days(field: Field) -> None:
    one, branch = new_uuid(), new_uuid()
    version_id = field.send(site_form(), updated(one, 2, branch=branch, state="late"))
    with field.store.reading() as session:
        (planned,) = session.exec(select(OutboxRow)).all()
        waits = planned.available_at - session.get_one(SubmissionVersion, version_id).received_at
        assert timedelta(days=4, hours=23) < waits < timedelta(days=5, hours=1)
        payload = planned.payload

    apply_entities(field.context, payload)
    early = field.entity(one)
    field.send(site_form(), created(one, trade="paper", state="first"))
    late = field.entity(one)

    assert early is not None
    assert late is not None
    assert (early.label, early.data) == (one, {"state": "late"})
    assert (late.label, late.conflict) == ("Mill", "soft")
    assert late.data == {"trade": "paper", "state": "late"}


def test_a_forced_update_goes_onto_the_entity_as_it_is(field: Field) -> None:
    one, branch = new_uuid(), new_uuid()
    field.send(site_form(), created(one, trade="paper"))
    version_id = field.send(site_form(), updated(one, 3, trunk="1", branch=branch, state="late"))
    assert field.is_held(version_id)

    apply_entities(field.context, {"submission_version_id": version_id, "is_forced": True})

    made = field.entity(one)
    assert made is not None
    assert (made.conflict, made.data["state"]) == ("soft", "late")
    assert not field.is_held(version_id)


def test_somebody_between_the_updates_of_a_phone_is_a_soft_conflict(field: Field) -> None:
    one, branch = new_uuid(), new_uuid()
    field.send(site_form(), created(one, trade="paper"))
    field.send(site_form(), updated(one, 1, trunk="1", branch=branch, state="a"))
    field.send(site_form(), updated(one, 2, trade="glass"))

    field.send(site_form(), updated(one, 2, trunk="1", branch=branch, state="b"))

    made = field.entity(one)
    assert made is not None
    assert (made.current_version, made.conflict) == (4, "soft")
    assert made.data == {"trade": "glass", "state": "b"}


def test_an_upsert_creates_first_and_updates_then(field: Field) -> None:
    one = new_uuid()
    both = {"create": "1", "update": "1"}

    field.send(site_form(), answers(trade="a") + block(label="A", id=one, baseVersion="", **both))
    field.send(site_form(), answers(trade="b") + block(label="B", id=one, baseVersion="1", **both))

    made = field.entity(one)
    assert made is not None
    assert (made.label, made.current_version, made.data["trade"]) == ("B", 2, "b")


def test_each_row_of_a_repeat_makes_its_entity_or_none_does(field: Field) -> None:
    field.publish(stops_form())
    first, second, third = new_uuid(), new_uuid(), new_uuid()

    whole = field.send(stops_form(), stop(first) + stop(second))
    broken = field.send(stops_form(), stop(third) + stop(first))
    twice = field.send(stops_form(), stop(third) + stop(third))

    assert field.faults(whole) == []
    found = [field.entity(one) for one in (first, second)]
    assert [one.data["trade"] for one in found if one] == [f"t-{first[:4]}", f"t-{second[:4]}"]
    assert field.faults(broken) == ["exists"]
    assert field.faults(twice) == ["twice"]
    assert field.entity(third) is None


def test_a_list_that_asks_for_approval_gets_the_entity_when_it_is_approved(field: Field) -> None:
    project_id = field.people.places.project_id
    with field.store.writing() as session:
        entities.get_list(session, project_id, "sites").is_approval_required = True
    one = new_uuid()
    version_id = field.send(site_form(), created(one))
    assert field.faults(version_id) == ["waits_for_approval"]

    with field.store.writing() as session:
        key = session.get_one(SubmissionVersion, version_id).submission_id
        review_submission(
            session,
            factories.by(),
            Scope(project_id),
            submission_id=key,
            review=Review(ReviewState.APPROVED),
            zone="Asia/Shanghai",
        )
    work(field.context)

    assert field.entity(one) is not None
    assert field.faults(version_id) == []


def test_an_entity_lies_where_its_enterprise_lies_and_moves_with_it(field: Field) -> None:
    places = field.people.places
    with field.store.writing() as session:
        works = factories.enterprise(session, places.project_id, places.village_id)
        key = works.id
        uuid = entities.list_states(session, [key])[key].uuid
    one, other = new_uuid(), new_uuid()

    field.send(site_form(), created(one, belongs=uuid))
    field.send(site_form(), created(other), sender_id=field.people.app_user.id)
    made, stray = field.entity(one), field.entity(other)

    assert made is not None
    assert stray is not None
    assert (made.area_id, made.enterprise_id) == (places.village_id, key)
    assert (stray.area_id, stray.enterprise_id) == (places.township_id, None)
    with field.store.writing() as session:
        entities.move_with(session, {key: places.sibling_id})
        listed = entities.get_list(session, places.project_id, "sites")
        rows = session.exec(
            select(EntityAreaChange).where(EntityAreaChange.entity_list_id == listed.id)
        )
        counts = {row.area_key: row.change_count for row in rows}
    assert counts == {places.village_id: 2, places.sibling_id: 1, places.township_id: 1}


def test_an_entity_goes_with_its_submission_when_that_is_tied(field: Field) -> None:
    places, one = field.people.places, new_uuid()
    version_id = field.send(site_form(), created(one))
    with field.store.writing() as session:
        works = factories.enterprise(session, places.project_id, places.sibling_id)
        tie_by_hand(
            session,
            factories.by(),
            Scope(places.project_id),
            submission_id=session.get_one(SubmissionVersion, version_id).submission_id,
            enterprise_id=works.id,
            zone="Asia/Shanghai",
        )

    made = field.entity(one)
    assert made is not None
    assert (made.area_id, made.enterprise_id) == (places.sibling_id, works.id)

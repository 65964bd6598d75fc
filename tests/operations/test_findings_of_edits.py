"""Findings of site checks that are edited, tied by hand or approved late."""

import pytest

from server.domain.findings import FINDINGS
from server.domain.lifecycle import ReviewState
from server.operations.job_context import JobContext
from server.operations.process_submission import process_submission
from server.operations.review_submission import Review, review_submission
from server.operations.settle_payload import TakenAs, accept_payload
from server.operations.tie_by_hand import tie_by_hand
from server.store.queries import entities
from server.store.queries.scope import Scope
from tests import factories
from tests.entity_forms import Field, answers, new_uuid
from tests.evaluated import work
from tests.finding_forms import finding, labels, publish
from tests.people import People
from xlsforms.delivered import CHECK_FORM

ZONE = "Asia/Shanghai"


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with the forms of findings published."""
    made = Field(context, people)
    publish(made)
    return made


def _scope(field: Field) -> Scope:
    return Scope(field.people.places.project_id, None)


def _ask_for_approval(field: Field) -> None:
    with field.store.writing() as session:
        found = entities.get_list(session, field.people.places.project_id, FINDINGS)
        found.is_approval_required = True


def _approve(field: Field, version_id: int) -> None:
    with field.store.writing() as session:
        review_submission(
            session,
            factories.by(),
            _scope(field),
            submission_id=field.submission_of(version_id),
            review=Review(ReviewState.APPROVED),
            zone=ZONE,
        )
    work(field.context)


def test_what_is_approved_of_an_edit_is_what_it_says_and_nothing_that_it_took_out(
    field: Field,
) -> None:
    form = factories.compiled(CHECK_FORM)
    _ask_for_approval(field)
    kept, gone, added = new_uuid(), new_uuid(), new_uuid()
    first = field.send(form, finding(kept, "缺名册") + finding(gone, "误记"))
    edit = field.edit(form, first, finding(kept, "缺职工名册") + finding(added, "欠薪"))
    assert field.faults(edit) == ["waits_for_approval"] * 2

    _approve(field, edit)

    assert labels(field) == {kept: "缺职工名册", added: "欠薪"}
    assert field.faults(edit) == []


def test_an_edit_without_findings_leaves_nothing_to_approve(field: Field) -> None:
    form = factories.compiled(CHECK_FORM)
    _ask_for_approval(field)
    first = field.send(form, finding(new_uuid(), "误记"))
    edit = field.edit(form, first, answers(summary="没有问题"))

    _approve(field, edit)

    assert labels(field) == {}
    assert field.faults(edit) == []


def test_what_an_edit_adds_waits_on_when_its_original_is_looked_at_again(field: Field) -> None:
    form, key, added = factories.compiled(CHECK_FORM), new_uuid(), new_uuid()
    first = field.send(form, finding(key))
    _ask_for_approval(field)
    edit = field.edit(form, first, finding(key) + finding(added, "欠薪"))

    process_submission(field.context, {"submission_version_id": first})
    assert field.faults(edit) == ["waits_for_approval"]
    _approve(field, edit)

    assert set(labels(field)) == {key, added}


def test_a_finding_that_an_edit_adds_goes_where_the_office_has_tied_its_check(
    field: Field,
) -> None:
    form, places = factories.compiled(CHECK_FORM), field.people.places
    with field.store.writing() as session:
        scanned, meant = (
            factories.enterprise(session, places.project_id, area, name=name)
            for area, name in ((places.village_id, "甲厂"), (places.sibling_id, "乙厂"))
        )
        states = entities.list_states(session, [scanned.id, meant.id])
        uuid, meant_uuid = states[scanned.id].uuid, states[meant.id].uuid
        code, meant_id = scanned.uscc or "", meant.id
    first_key, added = new_uuid(), new_uuid()
    check = answers(find_by="uscc", uscc=code)
    told = f"<enterprise>{check}</enterprise>" + finding(first_key, finding_enterprise=uuid)
    first = field.send(form, told)
    with field.store.writing() as session:
        tie_by_hand(
            session,
            factories.by(),
            _scope(field),
            submission_id=field.submission_of(first),
            enterprise_id=meant_id,
            zone=ZONE,
        )

    edit = field.edit(form, first, told + finding(added, "欠薪", finding_enterprise=uuid))

    assert field.faults(edit) == []
    for key in (first_key, added):
        made = field.entity(key, FINDINGS)
        assert made is not None
        assert (made.enterprise_id, made.area_id) == (meant_id, places.sibling_id)
        assert (made.data["enterprise"], made.data["enterprise_name"]) == (meant_uuid, "乙厂")


def test_a_stale_edit_that_is_taken_on_its_own_writes_what_it_adds(field: Field) -> None:
    form, key, added = factories.compiled(CHECK_FORM), new_uuid(), new_uuid()
    first = field.send(form, finding(key))
    field.edit(form, first, finding(key) + answers(summary="别处先改"))
    payload_id, xml = field.keep_aside(form, first, finding(key, "改") + finding(added, "欠薪"))

    with field.store.writing() as session:
        taken = accept_payload(
            session,
            factories.by(),
            _scope(field),
            payload_id=payload_id,
            xml=xml,
            taken_as=TakenAs.SUBMISSION,
        )
    work(field.context)

    assert field.faults(taken) == []
    assert labels(field) == {key: "缺职工名册", added: "欠薪"}
    assert field.submission_of(taken) != field.submission_of(first)

"""The decision table of arriving submissions, row by row."""

import pytest

from server.domain.lifecycle import FormState
from server.domain.submission_arrival import Case, Known, StoredVersion, classify
from server.domain.submission_xml import SubmissionIds

CURRENT = StoredVersion(is_current=True, is_deleted=False)
SUPERSEDED = StoredVersion(is_current=False, is_deleted=False)
DELETED = StoredVersion(is_current=True, is_deleted=True)


def ids(deprecated_id: str | None = None, instance_id: str | None = "uuid:2") -> SubmissionIds:
    return SubmissionIds("site", "1", instance_id, deprecated_id, None, is_encrypted=False)


def not_asked() -> bool:
    raise AssertionError("nothing to compare with")


@pytest.mark.parametrize(
    ("version", "is_same", "case"),
    [
        (CURRENT, True, Case.RESENT),
        (CURRENT, False, Case.DIFFERENT),
        (SUPERSEDED, True, Case.RESENT_SUPERSEDED),
        (SUPERSEDED, False, Case.DIFFERENT),
        (DELETED, True, Case.DELETED),
        (DELETED, False, Case.DELETED),
    ],
)
@pytest.mark.parametrize("state", FormState)
def test_a_known_instance_id_is_judged_alike_in_every_state_of_the_form(
    version: StoredVersion, is_same: bool, case: Case, state: FormState
):
    found = classify(ids(), Known(version), is_same_document=lambda: is_same, form_state=state)

    assert found is case


@pytest.mark.parametrize("instance_id", ["uuid:2", None])
def test_what_is_not_known_is_new(instance_id: str | None):
    assert classify(ids(None, instance_id), Known(), is_same_document=not_asked) is Case.NEW


def test_a_closing_form_takes_new_submissions_and_a_closed_one_does_not():
    closing = classify(ids(), Known(), is_same_document=not_asked, form_state=FormState.CLOSING)
    closed = classify(ids(), Known(), is_same_document=not_asked, form_state=FormState.CLOSED)

    assert (closing, closed) == (Case.NEW, Case.FORM_CLOSED)


@pytest.mark.parametrize(
    ("known", "case"),
    [
        (Known(), Case.EDIT_ENCRYPTED),
        (Known(None, CURRENT), Case.EDIT_ENCRYPTED),
        (Known(CURRENT), Case.RESENT),
    ],
)
def test_an_edit_is_refused_where_none_are_taken_and_one_that_is_stored_comes_again(
    known: Known, case: Case
):
    found = classify(ids("uuid:1"), known, is_same_document=lambda: True, takes_edits=False)

    assert found is case


def test_a_closed_form_takes_no_edits_and_a_closing_one_does():
    known = Known(None, CURRENT)
    states = (FormState.CLOSED, FormState.CLOSING)
    found = [
        classify(ids("uuid:1"), known, is_same_document=not_asked, form_state=state)
        for state in states
    ]

    assert found == [Case.FORM_CLOSED, Case.EDIT]


@pytest.mark.parametrize(
    ("known", "is_same", "case"),
    [
        (Known(None, CURRENT), None, Case.EDIT),
        (Known(CURRENT, SUPERSEDED), True, Case.RESENT),
        (Known(None, SUPERSEDED), None, Case.EDIT_STALE),
        (Known(None, None), None, Case.EDIT_PARENT_UNKNOWN),
        (Known(CURRENT, CURRENT), False, Case.DIFFERENT),
        (Known(None, DELETED), None, Case.DELETED),
        (Known(SUPERSEDED, SUPERSEDED), True, Case.RESENT_SUPERSEDED),
    ],
)
def test_edits_follow_the_table_where_they_are_taken(
    known: Known, is_same: bool | None, case: Case
):
    ask = not_asked if is_same is None else lambda: is_same

    assert classify(ids("uuid:1"), known, is_same_document=ask) is case

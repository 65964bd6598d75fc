"""Nobody waits in a ring: submissions are locked before lists, and lists all at once."""

import threading
from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from server.domain.findings import FINDINGS
from server.domain.lifecycle import ReviewState
from server.operations.job_context import JobContext
from server.operations.process_submission import process_submissions
from server.operations.quarantine_submission import quarantine_submission
from server.operations.review_submission import Review, review_submission
from server.operations.settle_payload import accept_payload
from server.operations.tie_by_hand import tie_by_hand
from server.problems import Problem, SubmissionDiffers
from server.store.queries import entities, processing
from server.store.queries.entities import ISSUES
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.submissions import RejectedPayload, SubmissionXml
from tests import factories
from tests.entity_forms import Field, answers, new_uuid, received_xml
from tests.finding_forms import finding
from tests.people import People
from xlsforms.delivered import CHECK_FORM, FOLLOW_UP_FORM

ZONE = "Asia/Shanghai"
Step = Callable[[Session], object]


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with forms of findings and issues, whose list of issues is the older one."""
    made = Field(context, people)
    for name in ("returned", CHECK_FORM, FOLLOW_UP_FORM):
        made.publish(factories.compiled(name))
    return made


def _beside(field: Field, first: Step, second: Step, work: Callable[[], object]) -> None:
    """Take two locks, the second of them when work that wants both has begun to wait."""
    failed: list[Problem] = []

    def do() -> None:
        try:
            work()
        except Problem as error:
            failed.append(error)

    thread = threading.Thread(target=do)
    with field.store.writing() as session:
        first(session)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        second(session)
    thread.join()
    assert failed == []


def test_submissions_of_a_batch_are_locked_before_the_lists_of_any(field: Field) -> None:
    form = factories.compiled(CHECK_FORM)
    both = [field.send(form, finding(new_uuid()), is_done=False) for _ in range(2)]
    last = field.submission_of(both[1])

    _beside(
        field,
        lambda session: processing.lock_submissions(session, [last]),
        lambda session: entities.lock_lists(session, _project(field), {FINDINGS}),
        lambda: process_submissions(
            field.context, [{"submission_version_id": one} for one in both]
        ),
    )


def test_whoever_ties_a_check_that_was_sent_back_takes_both_lists_at_once(field: Field) -> None:
    places = field.people.places
    version_id = field.send(factories.compiled(CHECK_FORM), finding(new_uuid()))
    key = field.submission_of(version_id)
    with field.store.writing() as session:
        works = factories.enterprise(session, _project(field), places.village_id).id
        review_submission(
            session,
            factories.by(),
            Scope(_project(field)),
            submission_id=key,
            review=Review(ReviewState.HAS_ISSUES, "?"),
            zone=ZONE,
        )

    def tie() -> None:
        who, where = factories.by(), Scope(_project(field))
        with field.store.writing() as session:
            tie_by_hand(session, who, where, submission_id=key, enterprise_id=works, zone=ZONE)

    _beside(
        field,
        lambda session: entities.lock_lists(session, _project(field), {ISSUES}),
        lambda session: entities.lock_lists(session, _project(field), {FINDINGS}),
        tie,
    )


def test_a_batch_takes_its_lists_at_once(field: Field) -> None:
    check = factories.compiled(CHECK_FORM)
    first = field.send(check, finding(new_uuid()))
    other = field.send(check, finding(new_uuid()), is_done=False)
    edit = field.edit(check, first, answers(summary="一") + finding(new_uuid()), is_done=False)

    _beside(
        field,
        lambda session: entities.lock_lists(session, _project(field), {ISSUES}),
        lambda session: entities.lock_lists(session, _project(field), {FINDINGS}),
        lambda: process_submissions(
            field.context, [{"submission_version_id": one} for one in (other, edit)]
        ),
    )


def _project(field: Field) -> int:
    return field.people.places.project_id


def test_whoever_takes_what_is_kept_aside_locks_its_submission_first(field: Field) -> None:
    version_id = field.send(factories.compiled(CHECK_FORM), answers(summary="一"))
    payload_id, xml = _kept_aside(field, version_id)
    submission_id = field.submission_of(version_id)
    taken: list[int] = []

    def accept() -> None:
        who, where = factories.by(), Scope(_project(field))
        with field.store.writing() as session:
            taken.append(accept_payload(session, who, where, payload_id=payload_id, xml=xml))

    _beside(
        field,
        lambda session: processing.lock_submissions(session, [submission_id]),
        lambda session: session.get_one(RejectedPayload, payload_id, with_for_update=True),
        accept,
    )
    assert field.submission_of(taken[0]) == submission_id


def _kept_aside(field: Field, version_id: int) -> tuple[int, bytes]:
    """Keep aside other content under the ID of a version; return its key and its XML."""
    with field.store.writing() as session:
        sent = session.get_one(SubmissionXml, version_id).xml
        xml = sent.replace("一".encode(), "二".encode())
        received = received_xml(xml)
        quarantine_submission(
            session,
            project_id=_project(field),
            received=received,
            sender_id=None,
            xml=field.context.blobs.put(xml),
            refusal=SubmissionDiffers(instance_id=received.instance_id),
        )
        return stored(session.exec(select(RejectedPayload.id)).one()), xml

"""Killed before each statement, commit, sync and rename: what was begun is whole or not there.

Each test does one thing again and again in a child process, which is killed one step later each
time, looks at what is there after each kill, and then lets it be done once more to the end.
"""

import hashlib
from contextlib import AbstractContextManager

from flask.testing import FlaskClient
from sqlmodel import Session, col, func, select

from server import clock
from server.domain.received_submission import ReceivedFile, ReceivedSubmission
from server.domain.submission_xml import read_ids
from server.operations.close_survey import release_figures
from server.operations.job_context import JobContext
from server.operations.receive_answer import PageAnswer, receive_answer
from server.operations.receive_submission import Sender, receive_submission
from server.store.queries.releases import has_figures
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.store.tables.jobs import OutboxRow
from server.store.tables.submissions import (
    Submission,
    SubmissionAttachment,
    SubmissionVersion,
    SubmissionXml,
)
from server.store.tables.surveys import AnonymousSubmission, Arrival, SpentNonce, Tally
from server.store.transaction import Store
from tests.databases import closing_store
from tests.importing import confirmed, csv_table, previewed
from tests.people import People
from tests.site_checks import Checks, check_xml
from tests.survey_rows import change_campaign, payload
from tests.surveys import ZONE, answer_page, good_answers, make_survey
from tests.system.killed_child import killed_at_every_step

PHOTO = b"\xff\xd8\xff a roster" * 500


def _count(session: Session, *tables: type) -> list[int]:
    return [session.exec(select(func.count()).select_from(one)).one() for one in tables]


def _own_store(context: JobContext) -> AbstractContextManager[Store]:
    """Return connections that a child does not share with this process."""
    return closing_store(context.settings.database_address)


def _take_in(context: JobContext, checks: Checks, xml: bytes) -> None:
    """Do what the view of submissions does: files first, then rows."""
    with _own_store(context) as store, context.blobs.incoming() as incoming:
        ref = incoming.add((PHOTO,))
        incoming.keep()
        received = ReceivedSubmission(
            ids=read_ids(xml),
            instance_id=read_ids(xml).instance_id or "",
            xml=xml,
            xml_sha256=hashlib.sha256(xml).hexdigest(),
            files=(ReceivedFile("roster.jpg", "image/jpeg", ref.sha256, ref.md5, ref.size),),
            saw_incomplete=False,
            device_id="collect:1",
            user_agent="Collect",
            received_at=clock.now(),
        )
        refusal = store.write(
            lambda session: receive_submission(
                session,
                project_id=checks.project_id,
                received=received,
                sender=Sender(checks.people.county_office.id),
            )
        )
        assert refusal is None


def _is_stored_whole(context: JobContext, xml: bytes) -> bool:
    """Tell whether a submission is there with all that belongs to it; fail on one half there."""
    instance_id = read_ids(xml).instance_id
    with context.store.reading() as session:
        version = session.exec(
            select(SubmissionVersion).where(SubmissionVersion.instance_id == instance_id)
        ).one_or_none()
        if version is None:
            counts = _count(session, Submission, SubmissionXml, SubmissionAttachment, OutboxRow)
            assert len(set(counts)) == 1
            return False
        assert version.id is not None
        assert session.get_one(SubmissionXml, version.id).xml == xml
        assert session.get_one(Submission, version.submission_id).current_version_id == version.id
        key = str(version.id)
        assert session.exec(select(OutboxRow).where(OutboxRow.key == key)).one()
        file = session.exec(
            select(SubmissionAttachment).where(
                SubmissionAttachment.submission_version_id == version.id
            )
        ).one()
        assert context.blobs.read(file.blob_sha256 or "") == PHOTO
        return True


def test_a_submission_with_its_photo_is_whole_or_absent(
    context: JobContext, checks: Checks
) -> None:
    sent: list[bytes] = []

    def work() -> None:
        _take_in(context, checks, sent[-1])

    def new_check() -> bytes:
        sent.append(check_xml(checks, {}, instance_id=f"uuid:{len(sent)}"))
        return sent[-1]

    new_check()
    outcomes = []
    for _ in killed_at_every_step(work):
        outcomes.append(_is_stored_whole(context, sent[-1]))
        new_check()

    assert len(outcomes) > 8
    assert _is_stored_whole(context, sent[-1])
    for xml in sent:
        _take_in(context, checks, xml)
        assert _is_stored_whole(context, xml)
    with context.store.reading() as session:
        assert _count(session, Submission, SubmissionXml, OutboxRow) == [len(sent)] * 3


def _versions_of(context: JobContext, first_id: str) -> list[SubmissionVersion]:
    """Return the versions of a submission, the oldest first, once they were looked at."""
    with context.store.reading() as session:
        submission = session.exec(
            select(Submission).where(Submission.root_instance_id == first_id)
        ).one()
        statement = (
            select(SubmissionVersion)
            .where(SubmissionVersion.submission_id == submission.id)
            .order_by(col(SubmissionVersion.id))
        )
        versions = list(session.exec(statement))
        assert [one.id for one in versions if one.is_current] == [submission.current_version_id]
        for one in versions:
            assert one.id is not None
            assert session.get_one(SubmissionXml, one.id).xml
            files = session.exec(
                select(SubmissionAttachment.name).where(
                    SubmissionAttachment.submission_version_id == one.id
                )
            ).all()
            assert files == ["roster.jpg"]
            assert session.exec(select(OutboxRow).where(OutboxRow.key == str(one.id))).one()
        return versions


def test_an_edit_is_the_current_version_with_its_files_or_absent(
    context: JobContext, checks: Checks
) -> None:
    end, steps = b"</orx:meta>", 0
    firsts = [check_xml(checks, {}, instance_id="uuid:0")]
    _take_in(context, checks, firsts[-1])

    def edit(number: int) -> bytes:
        xml = check_xml(checks, {"today": "2026-11-22"}, instance_id=f"uuid:e{number}")
        return xml.replace(end, f"<deprecatedID>uuid:{number}</deprecatedID>".encode() + end)

    def work() -> None:
        _take_in(context, checks, edit(len(firsts) - 1))

    for step in killed_at_every_step(work):
        number, steps = len(firsts) - 1, step
        versions = _versions_of(context, f"uuid:{number}")
        assert len(versions) in {1, 2}
        _take_in(context, checks, edit(number))
        _take_in(context, checks, firsts[-1])
        versions = _versions_of(context, f"uuid:{number}")
        assert [one.instance_id for one in versions] == [f"uuid:{number}", f"uuid:e{number}"]
        assert versions[-1].is_current
        firsts.append(check_xml(checks, {}, instance_id=f"uuid:{step}"))
        _take_in(context, checks, firsts[-1])

    assert steps > 10


def test_an_answer_is_whole_or_absent_and_stored_once(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store)
    answer_page(client, survey.code, good_answers())
    with context.store.reading() as session:
        sample = session.exec(select(Arrival)).one()
    nonces = ["nonce 0"]

    def send(nonce: str) -> None:
        day = clock.day_in(ZONE)
        answer = PageAnswer(
            sample.campaign_id,
            sample.enterprise_id,
            sample.form_version_id,
            nonce=nonce,
            xml=sample.xml,
        )
        with _own_store(context) as store, store.writing() as session:
            receive_answer(session, answer=answer, day=day, zone=ZONE)

    for step in killed_at_every_step(lambda: send(nonces[-1])):
        with context.store.reading() as session:
            spent, arrived = _count(session, SpentNonce, Arrival)
        assert spent == arrived
        nonces.append(f"nonce {step}")

    assert len(nonces) > 3
    for nonce in nonces:
        send(nonce)
    with context.store.reading() as session:
        assert _count(session, SpentNonce, Arrival) == [1 + len(nonces)] * 2


def test_an_import_is_whole_or_absent_and_can_be_confirmed_after_all(
    context: JobContext, people: People
) -> None:
    scope, user_id = Scope(people.places.project_id), people.county_office.id
    table = csv_table("企业名称,所属区域", *(f"厂{n},First village" for n in range(20)))
    preview_id, _ = previewed(context.store, scope, user_id, table)

    def work() -> None:
        with _own_store(context) as store:
            confirmed(store, scope, user_id, preview_id)

    killed = 0
    for _ in killed_at_every_step(work):
        with context.store.reading() as session:
            (there,) = _count(session, Enterprise)
        if there:
            break  # committed, and killed before it could say so
        killed += 1

    assert killed > 5
    with context.store.reading() as session:
        assert _count(session, Enterprise) == [20]


def test_figures_are_released_once_and_whole_however_often_the_worker_is_killed(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store)
    for _ in range(7):
        answer_page(client, survey.code, good_answers())
    change_campaign(context.store, survey, closed_at=clock.now())

    def work() -> None:
        with _own_store(context) as store:
            own = JobContext(store=store, blobs=context.blobs, settings=context.settings)
            release_figures(own, payload(survey))

    steps = 0
    for step in killed_at_every_step(work):
        steps = step
        with context.store.reading() as session:
            assert sum(_count(session, Arrival, AnonymousSubmission)) == 7
            overall = session.exec(
                select(func.coalesce(func.sum(col(Tally.answer_count)), 0)).where(
                    Tally.measure == "satisfaction.overall"
                )
            ).one()
            assert int(overall) == _count(session, AnonymousSubmission)[0]

    assert steps > 5
    with context.store.reading() as session:
        assert _count(session, Arrival, AnonymousSubmission) == [0, 7]
        keys = {
            "campaign_id": survey.campaign_id,
            "enterprise_id": survey.enterprise_ids[0],
        }
        assert has_figures(session, **keys)

"""Site checks as a phone sends them, in a project with two enterprises and a campaign."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from server import clock
from server.domain.answers import Answers
from server.domain.received_submission import ReceivedFile, ReceivedSubmission
from server.domain.submission_xml import read_ids
from server.domain.write_submission import write_submission
from server.operations.job_context import JobContext
from server.operations.process_submission import process_submission
from server.operations.receive_submission import Sender, receive_submission
from server.store.row_key import stored
from server.store.tables.entities import Entity
from server.store.tables.submissions import Submission, SubmissionVersion
from server.store.transaction import Store
from tests.people import People
from tests.surveys import (
    add_campaign,
    add_enterprise,
    add_form,
    add_poster,
    delivered_form,
)
from xlsforms.compiled_form import CompiledForm

USCC = "91110000600037341L"


@dataclass(frozen=True, slots=True)
class Checks:
    """A project where site checks are made; the first enterprise has the credit code."""

    people: People
    project_id: int
    form: CompiledForm
    form_pk: int
    campaign_id: int
    enterprise_ids: tuple[int, int]
    uuids: tuple[str, str]
    codes: tuple[str, str]


def make_checks(store: Store, people: People) -> Checks:
    """Store form, campaign, an enterprise in each township, and their posters."""
    places = people.places
    form = delivered_form("site_check")
    with store.writing() as session:
        form_pk, _ = add_form(session, places.project_id, form)
        survey_pk, _ = add_form(session, places.project_id, delivered_form("satisfaction"))
        day = clock.day_in("Asia/Shanghai")
        campaign_id = add_campaign(session, places.project_id, survey_pk, day)
        first = add_enterprise(session, places.project_id, places.village_id, "First", uscc=USCC)
        second = add_enterprise(session, places.project_id, places.sibling_id, "Second")
        both = (first, second)
        codes = tuple(add_poster(session, places.project_id, campaign_id, one) for one in both)
        uuids = tuple(session.get_one(Entity, one).uuid for one in both)
    return Checks(
        people,
        places.project_id,
        form,
        form_pk,
        campaign_id,
        both,
        (uuids[0], uuids[1]),
        (codes[0], codes[1]),
    )


def check_xml(checks: Checks, answers: Answers, *, instance_id: str | None = None) -> bytes:
    """Return the XML of a site check."""
    return write_submission(
        checks.form, answers, instance_id=instance_id or f"uuid:{secrets.token_hex(16)}"
    )


def received_check(
    xml: bytes, *, files: tuple[ReceivedFile, ...] = (), at: datetime | None = None
) -> ReceivedSubmission:
    """Return what the intake makes of a POST."""
    ids = read_ids(xml)
    return ReceivedSubmission(
        ids=ids,
        instance_id=ids.instance_id or "",
        xml=xml,
        xml_sha256=hashlib.sha256(xml).hexdigest(),
        files=files,
        saw_incomplete=False,
        device_id="collect:1",
        user_agent="Collect",
        received_at=at or clock.now(),
    )


def send_check(
    store: Store,
    checks: Checks,
    answers: Answers | bytes,
    *,
    files: tuple[ReceivedFile, ...] = (),
    at: datetime | None = None,
) -> int:
    """Store a site check as the intake does; return the key of its version."""
    xml = answers if isinstance(answers, bytes) else check_xml(checks, answers)
    received = received_check(xml, files=files, at=at)
    sender = Sender(checks.people.county_office.id)
    with store.writing() as session:
        refusal = receive_submission(
            session, project_id=checks.project_id, received=received, sender=sender
        )
        assert refusal is None
        version = session.exec(
            select(SubmissionVersion).where(SubmissionVersion.instance_id == received.instance_id)
        ).one()
        return stored(version.id)


def process(context: JobContext, version_id: int) -> Submission:
    """Do what the worker does with a version; return the submission as it is then."""
    process_submission(context, {"submission_version_id": version_id})
    with context.store.reading() as session:
        return submission_of(session, version_id)


def submission_of(session: Session, version_id: int) -> Submission:
    """Return the submission of a version."""
    version = session.get_one(SubmissionVersion, version_id)
    return session.get_one(Submission, version.submission_id)

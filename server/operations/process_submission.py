"""Derive everything from the raw XML of a submission: answers, files, measures, its enterprise.

It may run again at any time, after a fault or because a poster was pointed elsewhere: it writes the
same rows over. What the office tied by hand stays.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from server import clock
from server.domain.drawn_places import filled_in_at
from server.domain.enterprise_link import Linked, Unlinked
from server.domain.json_values import integer_of
from server.domain.lifecycle import ReviewState
from server.domain.submission_xml import ParsedSubmission, SubmissionFlag, parse_submission
from server.operations.apply_entities import apply_in
from server.operations.inputs_changed import inputs_changed
from server.operations.job_context import JobContext
from server.operations.link_submission import BY_HAND, find_link, tied
from server.operations.move_findings import move_findings
from server.operations.return_issue import sync_issue
from server.settings import Settings
from server.store.queries import processing, submissions
from server.store.queries.audits import By
from server.store.queries.processing import LinkState, RawVersion
from server.store.queries.submission_places import settle_place
from server.store.tables.submissions import Submission
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform

_MOST_NAME = 500


def process_submission(context: JobContext, payload: Mapping[str, object]) -> None:
    """Process the submission version of the payload."""
    process_submissions(context, (payload,))


def process_submissions(context: JobContext, payloads: Sequence[Mapping[str, object]]) -> None:
    """Process the submission versions of several payloads in one transaction, in their order."""
    ids = [integer_of(payload, "submission_version_id") for payload in payloads]
    with context.store.reading() as session:
        found = [processing.find_raw(session, version_id) for version_id in ids]
    read = [_read(raw) for raw in found if raw is not None]
    with context.store.writing() as session:
        for raw, form, parsed in read:
            _process(session, raw, form, parsed, context.settings)


def _read(raw: RawVersion) -> tuple[RawVersion, CompiledForm, ParsedSubmission]:
    form = read_xform(raw.xform)
    return raw, form, parse_submission(raw.xml, form)


def _process(
    session: Session,
    raw: RawVersion,
    form: CompiledForm,
    parsed: ParsedSubmission,
    settings: Settings,
) -> None:
    _store(session, raw, parsed, settings)
    settle_place(session, raw.id, filled_in_at(form, parsed.answers))
    _settle_issue(session, raw.submission_id, settings.time_zone)
    if form.entity_declarations and not parsed.ids.is_encrypted:
        apply_in(session, raw.id, zone=settings.time_zone)


def _store(session: Session, raw: RawVersion, parsed: ParsedSubmission, settings: Settings) -> None:
    before = processing.lock_link(session, raw.submission_id)
    found = find_link(session, parsed, project_id=raw.project_id, base_url=settings.base_url)
    notes = found.notes if isinstance(found, Linked) else ()
    processing.expect_files(session, raw.id, parsed.expected_attachments)
    plain = _plain_files(session, raw, parsed)
    processing.store_answers(
        session,
        raw.id,
        answers={**parsed.answers, **({"meta": parsed.meta} if parsed.meta else {})},
        flags=[flag.value for flag in (*parsed.flags, *plain, *notes)],
        instance_name=(parsed.ids.instance_name or "")[:_MOST_NAME] or None,
    )
    if not processing.is_current(session, raw.id):
        return
    day = clock.day_in(settings.time_zone, raw.received_at)
    processing.replace_measures(
        session,
        raw.submission_id,
        parsed.measures,
        form_version_id=raw.form_version_id,
        day=day,
    )
    link = before
    if before.linked_by != BY_HAND:
        link = _link(session, found, project_id=raw.project_id, day=day, zone=settings.time_zone)
    processing.store_link(session, raw.submission_id, link)
    if link.enterprise_id != before.enterprise_id:
        move_findings(session, By(None, clock.now()), raw.submission_id, link.enterprise_id)
    touched = {one.enterprise_id for one in (before, link) if one.enterprise_id is not None}
    inputs_changed(session, touched, now=clock.now())


def _plain_files(
    session: Session, raw: RawVersion, parsed: ParsedSubmission
) -> tuple[SubmissionFlag, ...]:
    """Flag plain files beside encrypted ones: a phone that crashes while it encrypts sends both."""
    if not parsed.ids.is_encrypted:
        return ()
    files = submissions.list_files(session, raw.id)
    return () if all(one.is_expected for one in files) else (SubmissionFlag.PLAIN_FILES,)


def _settle_issue(session: Session, submission_id: int, zone: str) -> None:
    """Take the issue off the phone once an edit has answered it."""
    submission = session.get(Submission, submission_id, populate_existing=True)
    if submission is None or submission.review_state in {None, ReviewState.HAS_ISSUES}:
        return
    sync_issue(session, submission, at=clock.now(), zone=zone)


def _link(
    session: Session, found: Linked | Unlinked, *, project_id: int, day: date, zone: str
) -> LinkState:
    if isinstance(found, Unlinked):
        return LinkState(None, None, None, found.reason.value)
    return tied(
        session,
        found.enterprise_id,
        by=found.by.value,
        project_id=project_id,
        day=day,
        zone=zone,
    )

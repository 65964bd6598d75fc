"""Derive everything from the raw XML of a submission: answers, files, measures, its enterprise.

It may run again at any time, after a fault or because a poster was pointed elsewhere: it writes the
same rows over. What the office tied by hand stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from server import clock
from server.domain.drawn_places import filled_in_at
from server.domain.enterprise_link import Linked, Unlinked
from server.domain.json_values import integer_of
from server.domain.lifecycle import ReviewState
from server.domain.submission_xml import ParsedSubmission, SubmissionFlag, parse_submission
from server.operations.apply_entities import Applying, apply_sent
from server.operations.inputs_changed import inputs_changed
from server.operations.job_context import JobContext
from server.operations.link_submission import BY_HAND, find_link, tied
from server.operations.move_findings import move_findings
from server.operations.return_issue import sync_issue
from server.settings import Settings
from server.store.queries import processing, submissions
from server.store.queries.audits import By
from server.store.queries.entities import BOTH_WAYS
from server.store.queries.entity_submissions import SentVersion
from server.store.queries.processing import LinkState, LockedSubmission, RawVersion
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
        read = [_read(raw) for raw in processing.find_raw(session, ids)]
    with context.store.writing() as session:
        applying = Applying(session, context.settings.time_zone)
        _lock_all(applying, read)
        for one in read:
            _process(applying, one, context.settings)


def _lock_all(applying: Applying, read: Sequence["_Read"]) -> None:
    """Lock all submissions, then all lists they may write, so that nobody waits in a ring.

    What moves findings or settles issues is an edit, or the form that writes them.
    """
    processing.lock_submissions(applying.session, {one.raw.submission_id for one in read})
    names: dict[int, set[str]] = {}
    for one in read:
        declared = {of.dataset for of in one.form.entity_declarations}
        if declared or one.parsed.ids.deprecated_id is not None:
            names.setdefault(one.raw.project_id, set(BOTH_WAYS)).update(declared)
    for project_id, wanted in sorted(names.items()):
        applying.lists(project_id, wanted)


@dataclass(frozen=True, slots=True)
class _Read:
    raw: RawVersion
    form: CompiledForm
    parsed: ParsedSubmission


def _read(raw: RawVersion) -> _Read:
    form = read_xform(raw.xform)
    return _Read(raw, form, parse_submission(raw.xml, form))


def _process(applying: Applying, read: _Read, settings: Settings) -> None:
    session, raw, parsed = applying.session, read.raw, read.parsed
    locked = processing.lock_submission(session, raw.submission_id)
    link = _store(session, raw, parsed, settings, locked.link)
    place = filled_in_at(read.form, parsed.answers)
    if place is not None or locked.is_placed:
        settle_place(session, raw.id, place)
    if locked.review_state not in {None, ReviewState.HAS_ISSUES}:
        _settle_issue(session, raw.submission_id, settings.time_zone)
    if read.form.entity_declarations and not parsed.ids.is_encrypted:
        apply_sent(applying, _sent(raw, locked, link))


def _sent(raw: RawVersion, locked: LockedSubmission, link: LinkState) -> SentVersion:
    return SentVersion(
        id=raw.id,
        submission_id=raw.submission_id,
        project_id=raw.project_id,
        submitter_id=raw.submitter_id,
        user_agent=raw.user_agent,
        enterprise_id=link.enterprise_id,
        linked_by=link.linked_by,
        review_state=locked.review_state,
        deleted_at=locked.deleted_at,
        is_current=locked.current_version_id == raw.id,
        xml=raw.xml,
        xform=raw.xform,
    )


def _store(
    session: Session,
    raw: RawVersion,
    parsed: ParsedSubmission,
    settings: Settings,
    before: LinkState,
) -> LinkState:
    """Store what a version says; return how its submission, which is locked, is tied then."""
    found = find_link(session, parsed, project_id=raw.project_id, base_url=settings.base_url)
    _store_answers(session, raw, parsed, found)
    if not processing.is_current(session, raw.id):
        return before
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
    if link != before or parsed.measures:
        processing.store_link(session, raw.submission_id, link)
    if link.enterprise_id != before.enterprise_id:
        move_findings(session, By(None, clock.now()), raw.submission_id, link.enterprise_id)
    touched = {one.enterprise_id for one in (before, link) if one.enterprise_id is not None}
    inputs_changed(session, touched, now=clock.now())
    return link


def _store_answers(
    session: Session, raw: RawVersion, parsed: ParsedSubmission, found: Linked | Unlinked
) -> None:
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
    if submission is not None:
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

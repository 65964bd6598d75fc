"""Say which case an arriving submission is, from what is stored and locked for it."""

from dataclasses import dataclass

from sqlmodel import Session

from server.domain.lifecycle import FormState
from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_arrival import Case, Known, StoredVersion, classify
from server.domain.submission_xml import same_document
from server.problems import (
    EditedSubmissionNotFound,
    EditOutOfDate,
    EditsNotAccepted,
    FormClosed,
    FormVersionNotFound,
    NotFound,
    Problem,
    SubmissionDeleted,
    SubmissionDiffers,
)
from server.store.queries import intake, intake_edits
from server.store.queries.intake import KnownVersion, Target


@dataclass(frozen=True, slots=True)
class Judged:
    """The case of a submission, with the versions it speaks of."""

    case: Case
    known: KnownVersion | None = None
    """The version that holds this document already, or another one under its instance ID."""
    parent: KnownVersion | None = None
    """The version that it edits."""


def refusal_of_target(target: Target, received: ReceivedSubmission) -> Problem | None:
    """Return why there is nothing that a submission could go to; None when there is."""
    if target.form_pk is None:
        return NotFound()
    if target.form_version_id is None:
        return FormVersionNotFound(version=received.ids.version)
    return None


def judge_submission(
    session: Session,
    received: ReceivedSubmission,
    target: Target,
    *,
    form_state: FormState | None = None,
) -> Judged:
    """Return the case of a submission to a form that is there; what it edits is locked.

    `form_state` stands for the state that the form has.
    """
    known, parent = target.known, None
    takes_edits = not (received.ids.is_encrypted or target.is_encrypted)
    if received.ids.deprecated_id is not None and target.form_pk is not None:
        edited = intake_edits.lock_edited(
            session,
            target.form_pk,
            instance_id=received.instance_id,
            deprecated_id=received.ids.deprecated_id,
        )
        known, parent = edited.known, edited.parent
        takes_edits = takes_edits and not edited.is_parent_encrypted
    case = classify(
        received.ids,
        Known(version=_stored(known), edited=_stored(parent)),
        is_same_document=lambda: _is_same(session, known, received),
        form_state=form_state or target.form_state,
        takes_edits=takes_edits,
    )
    taken = _taken_before(session, known, received) if case is Case.DIFFERENT else None
    if taken is not None:
        return Judged(Case.RESENT if taken.is_current else Case.RESENT_SUPERSEDED, taken)
    return Judged(case, known, parent)


def problem_of(case: Case, received: ReceivedSubmission) -> Problem | None:
    """Return what a case is refused with; None when it is stored."""
    deprecated_id = received.ids.deprecated_id or ""
    refusals: dict[Case, Problem] = {
        Case.DIFFERENT: SubmissionDiffers(instance_id=received.instance_id),
        Case.DELETED: SubmissionDeleted(),
        Case.FORM_CLOSED: FormClosed(),
        Case.EDIT_STALE: EditOutOfDate(deprecated_id=deprecated_id),
        Case.EDIT_PARENT_UNKNOWN: EditedSubmissionNotFound(deprecated_id=deprecated_id),
        Case.EDIT_ENCRYPTED: EditsNotAccepted(deprecated_id=deprecated_id),
    }
    return refusals.get(case)


def _is_same(session: Session, known: KnownVersion | None, received: ReceivedSubmission) -> bool:
    if known is None:
        return False
    if known.xml_sha256 == received.xml_sha256:
        return True
    return same_document(intake.get_xml(session, known.id), received.xml)


def _taken_before(
    session: Session, known: KnownVersion | None, received: ReceivedSubmission
) -> KnownVersion | None:
    """Return the version that the office made of this document, whose own ID was taken.

    The phone that still sends it is told that it has arrived.
    """
    if known is None:
        return None
    return intake_edits.find_same(session, known.submission_id, received.xml_sha256)


def _stored(known: KnownVersion | None) -> StoredVersion | None:
    if known is None:
        return None
    return StoredVersion(is_current=known.is_current, is_deleted=known.is_deleted)

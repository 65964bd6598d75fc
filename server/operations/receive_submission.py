"""Store what a phone sent: a new submission, one that came again, or more of its files.

Collect sends again after a lost answer and splits large submissions over several POSTs, so nearly
everything here must be repeatable. What is refused for good is kept aside by the caller with
`quarantine_submission`, since a phone may drop it one day.
"""

from dataclasses import dataclass

from sqlmodel import Session

from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_arrival import Case, Known, StoredVersion, classify
from server.domain.submission_xml import same_document
from server.operations.process_again import process_again
from server.problems import (
    EditsNotAccepted,
    FormClosed,
    FormVersionNotFound,
    NotAllowed,
    NotFound,
    Problem,
    ServerBusy,
    SubmissionDeleted,
    SubmissionDiffers,
)
from server.store.queries import intake, submission_files
from server.store.queries.intake import KnownVersion, Target


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: an app user by the token of the request, or a web user whose right was checked."""

    actor_id: int
    token_hash: bytes | None = None


def receive_submission(
    session: Session, *, project_id: int, received: ReceivedSubmission, sender: Sender
) -> Problem | None:
    """Store a submission durably once the transaction ends; None: it is stored, or was already.

    A Problem is returned, not raised, when the payload belongs into the quarantine. Raises
    NotAllowed when the sender may not send: the token is looked at again in this transaction.
    """
    for _ in range(2):
        found = intake.find_target_or_add(
            session,
            received,
            project_id=project_id,
            actor_id=sender.actor_id,
            token_hash=sender.token_hash,
        )
        target = _checked(found, sender)
        judged = _refusal_of_target(target, received) or _case(session, target, received)
        if target.added_id is not None and judged is not Case.NEW:
            raise RuntimeError(f"the database took in what is {judged}")
        if isinstance(judged, Problem):
            return judged
        if judged is not Case.NEW:
            return _answer_known(session, judged, target, received)
        version_id = target.added_id or intake.insert_submission(
            session, received, target, project_id=project_id, actor_id=sender.actor_id
        )
        if version_id is not None:
            _finish_new(session, version_id, target, received)
            return None
        # Another request stored this instance ID between our two statements: look again.
    raise ServerBusy


def check_may_send(
    session: Session, *, project_id: int, received: ReceivedSubmission, sender: Sender
) -> None:
    """Refuse whoever may not send this submission; raises NotAllowed or NotFound."""
    found = intake.find_target(
        session, received, project_id=project_id, token_hash=sender.token_hash
    )
    _checked(found, sender)


def _checked(target: Target | None, sender: Sender) -> Target:
    """Return where a submission goes, if the sender may send it there.

    Anonymous forms are closed to phones: what they send would carry who sent it.
    """
    if target is None:
        raise NotFound
    if target.is_anonymous:
        raise NotAllowed
    if sender.token_hash is not None:
        is_unassigned = target.form_pk is not None and not target.is_assigned
        if target.sender_id != sender.actor_id or is_unassigned:
            raise NotAllowed
    return target


def _refusal_of_target(target: Target, received: ReceivedSubmission) -> Problem | None:
    if target.form_pk is None:
        return NotFound()
    if target.form_version_id is None:
        return FormVersionNotFound(version=received.ids.version)
    return None


def _case(session: Session, target: Target, received: ReceivedSubmission) -> Case:
    known = target.known

    def is_same_document() -> bool:
        if known is None:
            return False
        if known.xml_sha256 == received.xml_sha256:
            return True
        return same_document(intake.get_xml(session, known.id), received.xml)

    return classify(
        received.ids,
        Known(version=_stored(known)),
        is_same_document=is_same_document,
        form_state=target.form_state,
    )


def _stored(known: KnownVersion | None) -> StoredVersion | None:
    if known is None:
        return None
    return StoredVersion(is_current=known.is_current, is_deleted=known.is_deleted)


def _answer_known(
    session: Session, case: Case, target: Target, received: ReceivedSubmission
) -> Problem | None:
    """Act on every case but a new submission."""
    if case is Case.RESENT and target.known is not None:
        _add_files(session, target.known, received)
        return None
    if case is Case.RESENT_SUPERSEDED:
        return None
    refusals: dict[Case, Problem] = {
        Case.DIFFERENT: SubmissionDiffers(instance_id=received.instance_id),
        Case.DELETED: SubmissionDeleted(),
        Case.FORM_CLOSED: FormClosed(),
    }
    return refusals.get(case) or EditsNotAccepted(deprecated_id=received.ids.deprecated_id or "")


def _add_files(session: Session, known: KnownVersion, received: ReceivedSubmission) -> None:
    if received.files:
        submission_files.lock_submission(session, known.submission_id)
        submission_files.store_files(session, known.id, received.files, received.received_at)
        process_again(session, known.id, now=received.received_at)
    if received.saw_incomplete and not known.saw_incomplete:
        intake.note_incomplete(session, known.id)


def _finish_new(
    session: Session, version_id: int, target: Target, received: ReceivedSubmission
) -> None:
    submission_files.store_files(session, version_id, received.files, received.received_at)
    if target.sender_id is not None and not target.is_use_noted:
        intake.note_use(session, target.sender_id, received.received_at)

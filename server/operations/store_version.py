"""Store a version of a submission with its files: the first, an edit, or more files of one."""

from sqlmodel import Session

from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_xml import named_texts
from server.operations.process_again import process_again
from server.store.queries import audits, intake, intake_edits, submission_files
from server.store.queries.audits import By, actee_of_submission
from server.store.queries.intake import KnownVersion, Target
from server.store.tables.submissions import Submission


def store_first(
    session: Session,
    received: ReceivedSubmission,
    target: Target,
    *,
    project_id: int,
    actor_id: int | None,
) -> int | None:
    """Store a new submission; return its version, None when its instance ID was just taken."""
    version_id = target.added_id or intake.insert_submission(
        session, received, target, project_id=project_id, actor_id=actor_id
    )
    if version_id is not None:
        _store_files(session, version_id, received)
        _note_use(session, target, received)
    return version_id


def store_edit(
    session: Session,
    received: ReceivedSubmission,
    target: Target,
    parent: KnownVersion,
    *,
    actor_id: int | None,
    deprecated_id: str | None = None,
) -> int | None:
    """Store a version in place of the parent, which is locked, with the files it still names.

    Collect sends all files of an edit again, other clients only those that changed. Returns the
    version, None when its instance ID was just taken.
    """
    version_id = intake_edits.insert_edit(
        session,
        received,
        target,
        parent,
        deprecated_id=deprecated_id or received.ids.deprecated_id or "",
        actor_id=actor_id,
    )
    if version_id is not None:
        _store_files(session, version_id, received)
        submission_files.carry_files(session, parent.id, version_id, named_texts(received.xml))
        _note_use(session, target, received)
        _note_edit(session, received, parent, actor_id)
    return version_id


def add_files(session: Session, known: KnownVersion, received: ReceivedSubmission) -> int:
    """Add what came with one more POST to a version, and to later ones that name it and lack it."""
    if received.files:
        intake_edits.lock(session, known.submission_id)
        _store_files(session, known.id, received)
        touched = [known.id]
        for later in submission_files.list_later(session, known.submission_id, known.id):
            named = named_texts(intake.get_xml(session, later))
            if submission_files.carry_files(session, known.id, later, named):
                touched.append(later)
        for version_id in touched:
            process_again(session, version_id, now=received.received_at)
    if received.saw_incomplete and not known.saw_incomplete:
        intake.note_incomplete(session, known.id)
    return known.id


def _note_edit(
    session: Session, received: ReceivedSubmission, parent: KnownVersion, actor_id: int | None
) -> None:
    submission = session.get_one(Submission, parent.submission_id, populate_existing=True)
    root_id = submission.root_instance_id
    details = {"instanceId": received.instance_id, "rootInstanceId": root_id}
    actee = actee_of_submission(parent.submission_id, submission.project_id)
    by = By(actor_id, received.received_at)
    audits.note(session, by, "submission.update.version", actee, details=details)


def _store_files(session: Session, version_id: int, received: ReceivedSubmission) -> None:
    submission_files.store_files(session, version_id, received.files, received.received_at)


def _note_use(session: Session, target: Target, received: ReceivedSubmission) -> None:
    if target.sender_id is not None and not target.is_use_noted:
        intake.note_use(session, target.sender_id, received.received_at)

"""Store what a phone sent: a new submission, an edit, one that came again, or more of its files.

Collect sends again after a lost answer and splits large submissions over several POSTs, so nearly
everything here must be repeatable. What is refused for good is kept aside by the caller with
`quarantine_submission`, since a phone may drop it one day.
"""

from dataclasses import dataclass

from sqlmodel import Session

from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_arrival import Case
from server.operations.clear_quarantine import clear_delivered
from server.operations.judge_submission import (
    Judged,
    judge_submission,
    problem_of,
    refusal_of_target,
)
from server.operations.store_version import add_files, store_edit, store_first
from server.problems import NotAllowed, NotFound, Problem, ServerBusy
from server.store.queries import intake
from server.store.queries.intake import Target


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: an app user by a token or password, or a web user whose right was checked."""

    actor_id: int | None
    token_hash: bytes | None = None
    """Of an app user's token or password: it is looked at again in the transaction."""


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
        target = checked_target(found, sender)
        outcome = _outcome(session, target, received, project_id=project_id, sender=sender)
        if isinstance(outcome, Problem):
            return outcome
        if outcome is not None:
            if target.is_awaited:
                clear_delivered(session, received, project_id=project_id, version_id=outcome)
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
    checked_target(found, sender)


def checked_target(target: Target | None, sender: Sender) -> Target:
    """Return where a submission goes, if the sender may send it there; raises NotAllowed, NotFound.

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


def _outcome(
    session: Session,
    target: Target,
    received: ReceivedSubmission,
    *,
    project_id: int,
    sender: Sender,
) -> Problem | int | None:
    """Return the version that holds the submission now, or why none does; None: look again."""
    refusal = refusal_of_target(target, received)
    if refusal is not None:
        return refusal
    judged = judge_submission(session, received, target)
    if target.added_id is not None and judged.case is not Case.NEW:
        raise RuntimeError(f"the database took in what is {judged.case}")
    if judged.case is Case.NEW:
        return store_first(
            session, received, target, project_id=project_id, actor_id=sender.actor_id
        )
    return _store_known(session, judged, target, received, sender)


def _store_known(
    session: Session,
    judged: Judged,
    target: Target,
    received: ReceivedSubmission,
    sender: Sender,
) -> Problem | int | None:
    """Act on every case but a new submission."""
    if judged.case is Case.EDIT and judged.parent is not None:
        return store_edit(session, received, target, judged.parent, actor_id=sender.actor_id)
    refusal = problem_of(judged.case, received)
    if refusal is None and judged.known is not None:
        return add_files(session, judged.known, received)
    return refusal

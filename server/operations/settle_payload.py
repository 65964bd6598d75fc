"""Decide about a payload in the quarantine: take it after all, or leave it out for good."""

import uuid
from dataclasses import replace
from enum import StrEnum

from sqlmodel import Session

from server.domain.lifecycle import FormState
from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_arrival import Case
from server.operations.clear_quarantine import clear_delivered
from server.operations.judge_submission import (
    Judged,
    judge_submission,
    problem_of,
    refusal_of_target,
)
from server.operations.kept_payload import received_again
from server.operations.receive_submission import Sender, checked_target
from server.operations.store_version import add_files, store_edit, store_first
from server.problems import ChangedMeanwhile, MissingParameter, ServerBusy
from server.store.queries import audits, intake, intake_edits, rejected_payloads
from server.store.queries.audits import Actee, By, actee_of_submission
from server.store.queries.intake import Target
from server.store.queries.scope import Scope
from server.store.tables.submissions import RejectedPayload, SubmissionVersion

_MOST_REASON = 500


class TakenAs(StrEnum):
    """What the office takes a payload as, where both are possible."""

    VERSION = "version"
    """A new version of the submission that it edits or repeats."""
    SUBMISSION = "submission"
    """A submission of its own."""


DISCARDED = "discarded"


def accept_payload(
    session: Session,
    by: By,
    scope: Scope,
    *,
    payload_id: int,
    xml: bytes,
    taken_as: TakenAs | None = None,
) -> int:
    """Store a payload within the scope and return the version that holds it now.

    A closed form and an edit that came too late are no hindrance any more. Other XML under a known
    instance ID becomes a new version with an ID of its own. Raises the Problem that still speaks
    against it, ChangedMeanwhile when it was decided already, and NotFound.
    """
    payload = _waiting(session, scope, payload_id)
    received = received_again(session, payload, xml)
    target = checked_target(
        intake.find_target(session, received, project_id=payload.project_id, token_hash=None),
        Sender(payload.sender_id),
    )
    refusal = refusal_of_target(target, received)
    if refusal is not None:
        raise refusal
    judged = judge_submission(session, received, target, form_state=FormState.OPEN)
    version_id = _store(session, payload, received, target, judged, taken_as)
    _settle(session, by, payload, settled_as=(taken_as or _as_usual(judged.case)).value)
    clear_delivered(session, received, project_id=payload.project_id, version_id=version_id)
    details: dict[str, object] = {
        "reason": payload.reason,
        "as": payload.settled_as,
        "versionId": version_id,
    }
    submission_id = session.get_one(SubmissionVersion, version_id).submission_id
    actee = actee_of_submission(submission_id, payload.project_id)
    _note(session, by, payload, ("quarantine.accept", actee), details)
    return version_id


def discard_payload(
    session: Session, by: By, scope: Scope, *, payload_id: int, reason: str
) -> RejectedPayload:
    """Leave a payload within the scope out for good, with a reason; it stays as it came.

    A phone that goes on sending it is refused as before. Raises MissingParameter for an empty
    reason, ChangedMeanwhile when it was decided already, and NotFound.
    """
    if not reason.strip():
        raise MissingParameter(field="reason")
    payload = _waiting(session, scope, payload_id)
    payload.settle_reason = reason.strip()[:_MOST_REASON]
    _settle(session, by, payload, settled_as=DISCARDED)
    details: dict[str, object] = {"reason": payload.reason, "why": payload.settle_reason}
    actee = Actee("payload", str(payload.id), payload.project_id)
    _note(session, by, payload, ("quarantine.discard", actee), details)
    return payload


def choices_for(case: Case) -> tuple[TakenAs, ...]:
    """Return what a payload of this case can be taken as; nothing when it can't be taken."""
    return {
        Case.NEW: (TakenAs.SUBMISSION,),
        Case.EDIT: (TakenAs.VERSION, TakenAs.SUBMISSION),
        Case.RESENT: (TakenAs.VERSION,),
        Case.RESENT_SUPERSEDED: (TakenAs.VERSION,),
        Case.DIFFERENT: (TakenAs.VERSION,),
        Case.EDIT_STALE: (TakenAs.VERSION, TakenAs.SUBMISSION),
        Case.EDIT_PARENT_UNKNOWN: (TakenAs.SUBMISSION,),
        Case.EDIT_ENCRYPTED: (TakenAs.SUBMISSION,),
    }.get(case, ())


def _as_usual(case: Case) -> TakenAs:
    choices = choices_for(case)
    return choices[0] if choices else TakenAs.SUBMISSION


def _waiting(session: Session, scope: Scope, payload_id: int) -> RejectedPayload:
    rejected_payloads.get_payload(session, scope, payload_id)
    payload = rejected_payloads.lock_waiting(session, payload_id)
    if payload is None:
        raise ChangedMeanwhile
    return payload


def _store(
    session: Session,
    payload: RejectedPayload,
    received: ReceivedSubmission,
    target: Target,
    judged: Judged,
    taken_as: TakenAs | None,
) -> int:
    """Store a payload as its case and the office say; raises what still speaks against it."""
    case, known = judged.case, judged.known
    if case in {Case.RESENT, Case.RESENT_SUPERSEDED} and known is not None:
        return add_files(session, known, received)
    needs_choice = case in {Case.EDIT_PARENT_UNKNOWN, Case.EDIT_ENCRYPTED}
    wanted = taken_as or (None if needs_choice else _as_usual(case))
    if wanted not in choices_for(case):
        raise problem_of(case, received) or ChangedMeanwhile()
    version_id = (
        _store_as_version(session, payload, received, target, judged)
        if wanted is TakenAs.VERSION
        else store_first(
            session,
            received,
            target,
            project_id=payload.project_id,
            actor_id=payload.sender_id,
        )
    )
    if version_id is None:  # another request took the instance ID between our statements
        raise ServerBusy
    return version_id


def _store_as_version(
    session: Session,
    payload: RejectedPayload,
    received: ReceivedSubmission,
    target: Target,
    judged: Judged,
) -> int | None:
    """Store a payload in place of the version that is current now."""
    before = judged.known or judged.parent
    if before is None:
        raise ChangedMeanwhile
    intake_edits.lock(session, before.submission_id)
    current, instance_id = intake_edits.get_current(session, before.submission_id)
    if judged.case is Case.DIFFERENT:
        received = replace(received, instance_id=f"uuid:{uuid.uuid4()}")
    return store_edit(
        session,
        received,
        target,
        current,
        deprecated_id=instance_id,
        actor_id=payload.sender_id,
    )


def _settle(session: Session, by: By, payload: RejectedPayload, *, settled_as: str) -> None:
    payload.settled_at, payload.settled_by, payload.settled_as = by.at, by.actor_id, settled_as
    session.flush()


def _note(
    session: Session,
    by: By,
    payload: RejectedPayload,
    done: tuple[str, Actee],
    details: dict[str, object],
) -> None:
    action, actee = done
    more = {"formId": payload.form_id, "instanceId": payload.instance_id, "payloadId": payload.id}
    audits.note(session, by, action, actee, details={**more, **details})

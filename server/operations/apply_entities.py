"""Write the entities that a submission creates or updates: once, all of them or none.

The submission was accepted long ago, so nothing here may fail it: what cannot be written is kept
and shown with the submission, what came before its predecessor waits for it, five days at most.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlmodel import Session

from server import clock
from server.domain.entity_changes import (
    EntityChange,
    EntityError,
    EntityFault,
    EntityRefused,
    read_entity_changes,
)
from server.domain.json_values import integer_of
from server.domain.lifecycle import ReviewState
from server.operations.create_project import ENTERPRISES
from server.operations.entity_places import Sender, sender_of
from server.operations.job_context import JobContext
from server.operations.plan_entity import MustWait, Plan, plan_entity
from server.operations.process_again import apply_again
from server.operations.write_planned import write_planned
from server.problems import AlreadyExists
from server.store.queries import entities, entity_submissions, processing
from server.store.queries.entity_submissions import Held, SentVersion
from server.store.row_key import stored
from server.store.tables.entities import EntityList
from server.store.transaction import whole_or_not_at_all
from xlsforms.read_xform import read_xform

WAIT_AT_MOST = timedelta(days=5)
"""How long a change waits for the one that was made before it on the phone (as in ODK Central)."""


def apply_entities(context: JobContext, payload: Mapping[str, object]) -> None:
    """Write the entities of the submission version of the payload, unless they are written."""
    version_id = integer_of(payload, "submission_version_id")
    is_forced = payload.get("is_forced") is True
    with context.store.writing() as session:
        apply_in(session, version_id, zone=context.settings.time_zone, is_forced=is_forced)


def apply_in(session: Session, version_id: int, *, zone: str, is_forced: bool = False) -> None:
    """Write the entities of a submission version in this transaction, or keep why not."""
    sent = entity_submissions.find_sent(session, version_id)
    if sent is None or sent.deleted_at is not None:
        return
    changes: tuple[EntityChange, ...] = ()
    try:
        changes = read_entity_changes(sent.xml, read_xform(sent.xform))
        if changes:
            with whole_or_not_at_all(session):
                _apply(session, sent, changes, zone=zone, is_forced=is_forced)
    except EntityRefused as refused:
        _keep(session, sent, refused.errors)
    except AlreadyExists as taken:
        # Somebody else wrote the same between our look and our writing.
        _keep(session, sent, [changes[0].error(EntityFault.TAKEN, ", ".join(taken.fields))])


def _keep(session: Session, sent: SentVersion, errors: Sequence[EntityError]) -> None:
    processing.lock_link(session, sent.submission_id)
    if not entity_submissions.is_applied(session, sent.submission_id):
        entity_submissions.keep_errors(session, sent, errors, now=clock.now())


def _apply(
    session: Session,
    sent: SentVersion,
    changes: Sequence[EntityChange],
    *,
    zone: str,
    is_forced: bool,
) -> None:
    processing.lock_link(session, sent.submission_id)
    if entity_submissions.is_applied(session, sent.submission_id):
        entity_submissions.forget(session, sent.submission_id)
        return
    lists = _lists(session, sent, changes)
    sender = sender_of(session, sent)
    try:
        plans = [
            plan_entity(
                session, sent, one, list_id=stored(lists[one.dataset].id), is_forced=is_forced
            )
            for one in changes
        ]
    except MustWait as wait:
        _hold(session, sent, wait)
        return
    _check(sent, sender, plans, lists.values())
    write_planned(session, sent, sender, plans, zone=zone)
    entity_submissions.forget(session, sent.submission_id)
    written = [(plan.list_id, plan.change.uuid) for plan in plans]
    for version_id in entity_submissions.list_waiting_for(session, written):
        apply_again(session, version_id, now=clock.now())


def _lists(
    session: Session, sent: SentVersion, changes: Sequence[EntityChange]
) -> Mapping[str, EntityList]:
    """Return the lists by name, locked in the order of their keys."""
    found = {
        one.name: one
        for one in entities.lock_lists(session, sent.project_id, {one.dataset for one in changes})
    }
    missing = [one.error(EntityFault.LIST_MISSING) for one in changes if one.dataset not in found]
    if missing:
        raise EntityRefused(*missing)
    return found


def _check(
    sent: SentVersion, sender: Sender, plans: Sequence[Plan], lists: Iterable[EntityList]
) -> None:
    """Refuse what lies outside the sender's areas, and what the office must approve first.

    In a list that asks for approval new entities wait for it; in the register changes do as well,
    since figures are worked out from it.
    """
    with_approval = {one.id for one in lists if one.is_approval_required}
    is_approved = sent.review_state is ReviewState.APPROVED
    errors = []
    for plan in plans:
        is_asked = plan.state is None or plan.change.dataset == ENTERPRISES
        if plan.list_id in with_approval and is_asked and not is_approved:
            errors.append(plan.change.error(EntityFault.WAITS_FOR_APPROVAL))
        area_id = None if plan.state is None else plan.state.area_id
        if area_id is not None and not sender.reaches(area_id):
            errors.append(plan.change.error(EntityFault.OUT_OF_AREA))
    if errors:
        raise EntityRefused(*errors)


def _hold(session: Session, sent: SentVersion, wait: MustWait) -> None:
    """Let a submission wait for its predecessor, and force it when that stays away too long."""
    now = clock.now()
    held = Held(
        entity_list_id=wait.list_id,
        uuid=wait.change.uuid,
        branch_id=wait.change.branch_id,
        branch_base_version=wait.change.base_version or 0,
        held_since=now,
    )
    entity_submissions.forget_errors(session, sent.id)
    if entity_submissions.hold(session, sent, held):
        apply_again(session, sent.id, now=now + WAIT_AT_MOST, is_forced=True)

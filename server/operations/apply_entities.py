"""Write the entities that a submission creates or updates: once, all of them or none.

The submission was accepted long ago, so nothing here may fail it: what cannot be written is kept
and shown with the submission, what came before its predecessor waits for it, five days at most.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import Session

from server import clock
from server.domain.entity_changes import (
    EntityChange,
    EntityError,
    EntityFault,
    EntityRefused,
    may_add_rows,
    of_new_rows,
    read_entity_changes,
)
from server.domain.json_values import integer_of
from server.domain.lifecycle import ReviewState
from server.domain.submission_xml import read_ids
from server.operations.create_project import ENTERPRISES
from server.operations.entity_places import Sender, sender_of
from server.operations.job_context import JobContext
from server.operations.plan_entity import MustWait, Plan, plan_entity
from server.operations.process_again import apply_again
from server.operations.write_planned import write_planned
from server.problems import AlreadyExists
from server.store.queries import entities, entity_submissions, processing
from server.store.queries.entity_submissions import Held, KnownEntities, SentVersion
from server.store.queries.register import lock_register
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
        # Locked first: a review that is being written decides about what waits for approval.
        processing.lock_submission_of(session, version_id)
        sent = entity_submissions.find_sent(session, version_id)
        if sent is not None:
            applying = Applying(session, context.settings.time_zone)
            apply_sent(applying, sent, is_forced=is_forced)


@dataclass(frozen=True, slots=True)
class Applying:
    """A transaction that writes entities of submissions, with what it has looked up already.

    Lists are locked outside of any savepoint, so that they stay so till the end.
    """

    session: Session
    zone: str
    locked: dict[tuple[int, str], EntityList] = field(default_factory=dict)
    senders: dict[tuple[int, int | None], Sender] = field(default_factory=dict)

    def lists(self, project_id: int, names: Collection[str]) -> Mapping[str, EntityList]:
        """Return lists of a project by name, as far as there are any, locked."""
        keys = {name: (project_id, name) for name in names}
        if not self.locked.keys() >= set(keys.values()):
            for one in entities.lock_lists(self.session, project_id, names):
                self.locked[project_id, one.name] = one
            if ENTERPRISES in names:
                # Before any row is written that whoever changes the register may wait for.
                lock_register(self.session, project_id)
        return {name: self.locked[key] for name, key in keys.items() if key in self.locked}

    def sender(self, sent: SentVersion) -> Sender:
        """Return what the sender of a submission may change."""
        key = (sent.project_id, sent.submitter_id)
        if key not in self.senders:
            self.senders[key] = sender_of(self.session, sent)
        return self.senders[key]


def apply_sent(applying: Applying, sent: SentVersion, *, is_forced: bool = False) -> None:
    """Write the entities of a submission version, whose submission is locked, or keep why not."""
    session = applying.session
    if sent.deleted_at is not None:
        return
    known = entity_submissions.find_known(session, sent.submission_id)
    errors = _errors(applying, sent, known, is_forced=is_forced)
    if errors:
        entity_submissions.keep_errors(session, sent, errors, now=clock.now())


def _errors(
    applying: Applying, sent: SentVersion, known: KnownEntities, *, is_forced: bool
) -> Sequence[EntityError]:
    """Write the entities of a submission version; return why they could not be written."""
    changes: tuple[EntityChange, ...] = ()
    try:
        form = read_xform(sent.xform)
        if not known.is_applied or may_add_rows(form):
            changes = read_entity_changes(sent.xml, form)
        lists = _lists(applying, sent, changes) if changes else {}
        changes = _without_outdated(applying.session, sent, changes, lists)
        rows = of_new_rows(changes, form) if known.is_applied or _is_edit(sent) else ()
        there = _written(applying.session, rows, lists)
        changes = tuple(one for one in (rows if known.is_applied else changes) if one not in there)
        is_written = bool(there) or known.is_applied
        if changes:
            with whole_or_not_at_all(applying.session):
                is_written = _apply(applying, sent, changes, lists, is_forced=is_forced)
        if is_written and known.is_kept_back:
            entity_submissions.forget(applying.session, sent)
    except EntityRefused as refused:
        return refused.errors
    except AlreadyExists as taken:
        # Somebody else wrote the same between our look and our writing.
        return [changes[0].error(EntityFault.TAKEN, ", ".join(taken.fields))]
    return ()


def _without_outdated(
    session: Session,
    sent: SentVersion,
    changes: tuple[EntityChange, ...],
    lists: Mapping[str, EntityList],
) -> tuple[EntityChange, ...]:
    """Leave out what nobody will approve any more: an edit has replaced what would wait for it.

    No phone has such an entity before it was approved.
    """
    if sent.is_current:
        return changes
    entity_submissions.forget_errors(session, sent.id)
    return tuple(
        one
        for one in changes
        if not lists[one.dataset].is_approval_required
        or (one.updates and one.dataset != ENTERPRISES)
    )


def _is_edit(sent: SentVersion) -> bool:
    """Tell whether a version edits another; the office may have taken it on its own."""
    return b"deprecatedID" in sent.xml and read_ids(sent.xml).deprecated_id is not None


def _written(
    session: Session, rows: Sequence[EntityChange], lists: Mapping[str, EntityList]
) -> Sequence[EntityChange]:
    """Return which rows of an edit were written before it came.

    They are left alone, as ODK Collect and ODK Central leave them.
    """
    known = {
        name: entities.find_states(
            session, stored(one.id), [of.uuid for of in rows if of.dataset == name]
        )
        for name, one in lists.items()
    }
    return [one for one in rows if one.uuid in known[one.dataset]]


def _apply(
    applying: Applying,
    sent: SentVersion,
    changes: Sequence[EntityChange],
    lists: Mapping[str, EntityList],
    *,
    is_forced: bool,
) -> bool:
    """Write what a submission makes of entities; False: it waits for another."""
    session = applying.session
    sender = applying.sender(sent)
    try:
        plans = [
            plan_entity(
                session, sent, one, list_id=stored(lists[one.dataset].id), is_forced=is_forced
            )
            for one in changes
        ]
    except MustWait as wait:
        _hold(session, sent, wait)
        return False
    _check(sent, sender, plans, lists.values())
    write_planned(session, sent, sender, plans, zone=applying.zone)
    written = [(plan.list_id, plan.change.uuid) for plan in plans]
    for version_id in entity_submissions.list_waiting_for(session, written):
        apply_again(session, version_id, now=clock.now())
    return True


def _lists(
    applying: Applying, sent: SentVersion, changes: Sequence[EntityChange]
) -> Mapping[str, EntityList]:
    """Return the lists by name, locked in the order of their keys."""
    found = applying.lists(sent.project_id, {one.dataset for one in changes})
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
        is_own = plan.change.dataset == entities.ISSUES
        if area_id is not None and not is_own and not sender.reaches(area_id):
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

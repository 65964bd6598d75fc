"""What a submission's change makes of one entity, as it stands now: the writing, or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from server.domain.entity_changes import EntityChange, EntityFault, EntityRefused
from server.domain.entity_merge import (
    Conflict,
    KnownVersion,
    Merged,
    NoBase,
    find_base,
    is_made_early,
    merge,
)
from server.operations.entity_origin import EntityOrigin
from server.store.queries import entities
from server.store.queries.entities import EntityState
from server.store.queries.entity_submissions import SentVersion


class MustWait(Exception):
    """A change whose predecessor on the phone has not arrived."""

    def __init__(self, list_id: int, change: EntityChange) -> None:
        super().__init__(change.uuid)
        self.list_id = list_id
        self.change = change


@dataclass(frozen=True, slots=True)
class Plan:
    """The writing of one entity; `state` is None when it is made.

    `given` are the properties that the change itself sets, `data` is the entity after it.
    """

    change: EntityChange
    list_id: int
    state: EntityState | None
    label: str
    given: Mapping[str, str]
    data: Mapping[str, str]
    origin: EntityOrigin


def plan_entity(
    session: Session,
    sent: SentVersion,
    change: EntityChange,
    *,
    list_id: int,
    is_forced: bool = False,
) -> Plan:
    """Return what to write of an entity; raises EntityRefused, MustWait.

    An update is tried before a creation when both are asked for. `is_forced`: what it waits for
    will not come any more, so it starts from the entity as it is.
    """
    state = entities.find_states(session, list_id, [change.uuid]).get(change.uuid)
    is_gone = state is not None and state.deleted_at is not None
    if is_gone and change.dataset != entities.ISSUES:  # whoever edits and answers settles it twice
        raise EntityRefused(change.error(EntityFault.DELETED))
    versions = () if state is None else entities.list_known_versions(session, state.id)
    origin = EntityOrigin(
        user_agent=sent.user_agent,
        submission_version_id=sent.id,
        branch_id=change.branch_id,
        trunk_version=change.trunk_version,
        branch_base_version=change.base_version if change.branch_id else None,
    )
    given = dict(change.properties)
    plan = Plan(change, list_id, state, change.label or "", given, given, origin)
    if not change.updates or (change.base_version is None and state is None):
        return _creation(plan, versions)
    return _update(plan, versions, is_forced=is_forced)


def _creation(plan: Plan, versions: Sequence[KnownVersion]) -> Plan:
    """Plan a new entity, or fill in what updates that came before it have left out."""
    change = plan.change
    if change.label is None:
        raise EntityRefused(change.error(EntityFault.NO_LABEL))
    if plan.state is None:
        return plan
    if not is_made_early(versions):
        raise EntityRefused(change.error(EntityFault.EXISTS))
    current = versions[-1]
    label = change.label if current.label == change.uuid else current.label
    given = {name: text for name, text in plan.given.items() if name not in current.data}
    origin = replace(plan.origin, conflict=Conflict.SOFT.value)
    return replace(plan, label=label, given=given, data={**current.data, **given}, origin=origin)


def _update(plan: Plan, versions: Sequence[KnownVersion], *, is_forced: bool) -> Plan:
    change = plan.change
    if change.base_version is None:
        raise EntityRefused(change.error(EntityFault.NO_BASE_VERSION))
    base = find_base(change, versions)
    if base is NoBase.TO_COME and not is_forced:
        raise MustWait(plan.list_id, change)
    if isinstance(base, KnownVersion):
        return _merged(plan, merge(change, base, versions))
    if base is NoBase.TO_COME:
        return _forced(plan, versions)
    if versions:
        raise EntityRefused(change.error(EntityFault.VERSION_MISSING, str(change.base_version)))
    if change.creates:
        return _creation(plan, versions)
    raise EntityRefused(change.error(EntityFault.MISSING))


def _forced(plan: Plan, versions: Sequence[KnownVersion]) -> Plan:
    """Plan an update whose predecessors stay away: onto what is there, or as a new entity."""
    if not versions:
        return replace(plan, label=plan.change.label or plan.change.uuid)
    merged = merge(plan.change, versions[-1], versions)
    return _merged(plan, replace(merged, conflict=Conflict.SOFT))


def _merged(plan: Plan, merged: Merged) -> Plan:
    conflict = None if merged.conflict is None else merged.conflict.value
    origin = replace(
        plan.origin,
        base_version=merged.base_version,
        conflict=conflict,
        conflicting=merged.conflicting,
    )
    return replace(plan, label=merged.label, data=merged.data, origin=origin)

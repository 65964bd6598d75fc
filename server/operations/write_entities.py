"""Write entities of any list but the register's: entity, version and the counts of their areas."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from server.domain.entity_merge import graver
from server.operations.entity_origin import BY_HAND, EntityOrigin, version_row
from server.operations.project_findings import project_findings
from server.problems import NotFound
from server.store.queries import entities
from server.store.queries.audits import By
from server.store.queries.entities import EntityState
from server.store.tables.entities import Entity
from server.store.upsert import refresh_known


@dataclass(frozen=True, slots=True)
class EntityWrite:
    """An entity as it shall be; without `entity_id` a new one.

    `data` is merged into what is there. `enterprise_id` is the enterprise that it belongs to, whose
    area must be its own.
    """

    label: str
    data: Mapping[str, str] = field(default_factory=dict)
    entity_id: int | None = None
    uuid: str | None = None
    area_id: int | None = None
    enterprise_id: int | None = None
    origin: EntityOrigin = BY_HAND
    may_be_gone: bool = False
    """A deleted entity is written all the same, and stays deleted."""


def write_entities(
    session: Session, by: By, list_id: int, writes: Sequence[EntityWrite]
) -> tuple[int, ...]:
    """Write entities of a list and return their keys in order.

    Each gets a new version, and the areas they leave and enter count a change; what is written by
    hand as it was gets none. Raises NotFound for entities that are gone or of another list; a UUID
    that is taken breaks a constraint: AlreadyExists, for the whole writing.
    """
    states = entities.list_states(
        session, [one.entity_id for one in writes if one.entity_id is not None]
    )
    keys: list[int] = []
    touched: set[int | None] = set()
    for write in writes:
        if write.entity_id is None:
            keys.append(_insert(session, by, list_id, write))
            touched.add(write.area_id)
            continue
        state = states.get(write.entity_id)
        if state is None or state.entity_list_id != list_id:
            raise NotFound
        if state.deleted_at is not None and not write.may_be_gone:
            raise NotFound
        keys.append(state.id)
        if _update(session, by, write, state):
            touched |= {state.area_id, write.area_id}
    if touched:
        entities.count_area_changes(session, list_id, touched)
        project_findings(session, list_id, keys)
    return tuple(keys)


def _insert(session: Session, by: By, list_id: int, write: EntityWrite) -> int:
    one = (write.uuid or str(uuid.uuid4())).lower()
    data = dict(write.data)
    row = {
        "entity_list_id": list_id,
        "uuid": one,
        "area_id": write.area_id,
        "enterprise_id": write.enterprise_id,
        "current_version": 1,
        "label": write.label,
        "data": data,
        "conflict": write.origin.conflict,
        "created_by": by.actor_id,
        "created_at": by.at,
    }
    key = entities.insert_entities(session, [row])[one]
    made = version_row(by, write.origin, key=key, version=1, label=write.label, data=data)
    entities.insert_versions(session, [made])
    return key


def _update(session: Session, by: By, write: EntityWrite, state: EntityState) -> bool:
    """Write a new version if anything differs or somebody sent it; tell whether there is one."""
    data = {**state.data, **write.data}
    is_same = data == state.data and write.label == state.label
    is_there = write.area_id == state.area_id and write.enterprise_id == state.enterprise_id
    if is_same and is_there and write.origin == BY_HAND:
        return False
    version = state.current_version + 1
    row = {
        "entity_id": state.id,
        "new_area_id": write.area_id,
        "new_enterprise_id": write.enterprise_id,
        "version": version,
        "new_label": write.label,
        "new_data": data,
        "new_conflict": graver(write.origin.conflict, state.conflict),
        "at": by.at,
    }
    entities.update_entities(session, [row])
    made = version_row(
        by, write.origin, key=state.id, version=version, label=write.label, data=data
    )
    entities.insert_versions(session, [made])
    refresh_known(session, Entity, [state.id])
    return True

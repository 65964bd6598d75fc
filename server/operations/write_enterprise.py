"""Write enterprises: the one way that keeps entity, version, register and counts together."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from server.domain.enterprise_facts import (
    LISTED_PROPERTIES,
    REGISTER_PROPERTIES,
    EnterpriseFacts,
    PlaceNames,
    entity_properties,
    township_name,
)
from server.domain.entity_merge import graver
from server.operations.create_project import ENTERPRISES
from server.operations.entity_origin import BY_HAND, EntityOrigin, version_row
from server.operations.inputs_changed import inputs_changed
from server.problems import NotFound
from server.store.queries import areas, enterprises, entities, parks, register
from server.store.queries.audits import By
from server.store.queries.entities import EntityState
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity
from server.store.upsert import refresh_known


@dataclass(frozen=True, slots=True)
class EnterpriseWrite:
    """An enterprise as it shall be; without `enterprise_id` a new one.

    `extra` are further properties of its entity, which forms may add to the list. `uuid` is wanted
    by clients that made one; else the server draws it.
    """

    facts: EnterpriseFacts
    enterprise_id: int | None = None
    uuid: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    origin: EntityOrigin = BY_HAND


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all rows of one writing share."""

    by: By
    project_id: int
    list_id: int
    places: Mapping[tuple[int, int | None], PlaceNames]

    def data(self, write: EnterpriseWrite) -> dict[str, str]:
        """Return the entity's properties as this write sets them."""
        place = self.places[write.facts.area_id, write.facts.park_id]
        return {**write.extra, **entity_properties(write.facts, place)}


def write_enterprise(
    session: Session, by: By, project_id: int, write: EnterpriseWrite
) -> Enterprise:
    """Write one enterprise and return its row; see `write_enterprises`."""
    (key,) = write_enterprises(session, by, project_id, [write])
    stored = session.get(Enterprise, key)
    if stored is None:
        raise NotFound
    return stored


def write_enterprises(
    session: Session, by: By, project_id: int, writes: Sequence[EnterpriseWrite]
) -> tuple[int, ...]:
    """Write enterprises and return their keys in order.

    Each becomes an entity of the list `enterprises` with a new version, and a row of the register;
    the areas they leave and enter count a change, and so does the register. What is written as it
    was gets no version. Areas, parks and enterprises must be the project's: NotFound. A credit code
    that another enterprise has breaks a constraint: AlreadyExists, for the whole writing.
    """
    register.lock_register(session, project_id)
    frame = _frame(session, by, project_id, writes)
    new = [write for write in writes if write.enterprise_id is None]
    old = [write for write in writes if write.enterprise_id is not None]
    made = iter(_insert(session, frame, new))
    touched: set[int | None] = {write.facts.area_id for write in new}
    touched |= _update(session, frame, old)
    keys = tuple(
        next(made) if write.enterprise_id is None else write.enterprise_id for write in writes
    )
    if touched:
        entities.count_area_changes(session, frame.list_id, touched)
        register.count_change(session, project_id)
        inputs_changed(session, keys, now=by.at)
    return keys


def _frame(session: Session, by: By, project_id: int, writes: Sequence[EnterpriseWrite]) -> _Frame:
    list_id = entities.ensure_list(
        session,
        project_id,
        ENTERPRISES,
        properties=(*REGISTER_PROPERTIES, *LISTED_PROPERTIES),
        now=by.at,
    )
    pairs = {(write.facts.area_id, write.facts.park_id) for write in writes}
    paths = areas.paths_of(session, {area_id for area_id, _ in pairs})
    park_ids = {park_id for _, park_id in pairs if park_id is not None}
    names = parks.park_names(session, project_id, park_ids)
    places: dict[tuple[int, int | None], PlaceNames] = {}
    for area_id, park_id in pairs:
        path = paths.get(area_id, ())
        is_known_park = park_id is None or park_id in names
        if not path or path[-1].project_id != project_id or not is_known_park:
            raise NotFound
        township = township_name([(area.level, area.name) for area in path])
        park = "" if park_id is None else names[park_id]
        places[area_id, park_id] = PlaceNames(path[-1].name, township, park)
    return _Frame(by, project_id, list_id, places)


def _insert(session: Session, frame: _Frame, writes: Sequence[EnterpriseWrite]) -> tuple[int, ...]:
    if not writes:
        return ()
    uuids = [(write.uuid or str(uuid.uuid4())).lower() for write in writes]
    rows = [
        {
            "entity_list_id": frame.list_id,
            "uuid": one,
            "area_id": write.facts.area_id,
            "current_version": 1,
            "label": write.facts.name,
            "data": frame.data(write),
            "created_by": frame.by.actor_id,
            "created_at": frame.by.at,
        }
        for one, write in zip(uuids, writes, strict=True)
    ]
    keys = entities.insert_entities(session, rows)
    ids = tuple(keys[one] for one in uuids)
    written = list(zip(ids, writes, strict=True))
    entities.insert_versions(
        session,
        [_version(frame, key, 1, write=write, data=frame.data(write)) for key, write in written],
    )
    enterprises.insert_enterprises(
        session,
        [
            {
                "id": key,
                "project_id": frame.project_id,
                "created_at": frame.by.at,
                **enterprises.columns_of(write.facts),
            }
            for key, write in written
        ],
    )
    return ids


def _update(session: Session, frame: _Frame, writes: Sequence[EnterpriseWrite]) -> set[int | None]:
    """Write new versions of those that differ; return the areas that this touches."""
    wanted = {write.enterprise_id: write for write in writes if write.enterprise_id is not None}
    states = entities.list_states(session, wanted)
    changed: list[tuple[EnterpriseWrite, EntityState, dict[str, str]]] = []
    for key, write in wanted.items():
        state = states.get(key)
        is_gone = state is None or state.deleted_at is not None
        if state is None or is_gone or state.entity_list_id != frame.list_id:
            raise NotFound
        data = {**state.data, **frame.data(write)}
        is_same = data == state.data and state.label == write.facts.name
        if not is_same or state.area_id != write.facts.area_id or write.origin != BY_HAND:
            changed.append((write, state, data))
    if not changed:
        return set()
    _store_changes(session, frame, changed)
    areas_left = {state.area_id for _, state, _ in changed}
    return areas_left | {write.facts.area_id for write, _, _ in changed}


def _store_changes(
    session: Session,
    frame: _Frame,
    changed: Sequence[tuple[EnterpriseWrite, EntityState, dict[str, str]]],
) -> None:
    entities.update_entities(
        session, [_new_state(frame, write, state, data) for write, state, data in changed]
    )
    entities.insert_versions(
        session,
        [
            _version(frame, state.id, state.current_version + 1, write=write, data=data)
            for write, state, data in changed
        ],
    )
    facts = {state.id: write.facts for write, state, _ in changed}
    enterprises.update_enterprises(session, facts, at=frame.by.at)
    moved = {
        state.id: write.facts.area_id
        for write, state, _ in changed
        if write.facts.area_id != state.area_id
    }
    entities.move_with(session, moved)
    for row_type in (Entity, Enterprise):
        refresh_known(session, row_type, facts)


def _new_state(
    frame: _Frame, write: EnterpriseWrite, state: EntityState, data: dict[str, str]
) -> dict[str, object]:
    return {
        "entity_id": state.id,
        "new_area_id": write.facts.area_id,
        "new_enterprise_id": None,
        "version": state.current_version + 1,
        "new_label": write.facts.name,
        "new_data": data,
        "new_conflict": graver(write.origin.conflict, state.conflict),
        "at": frame.by.at,
    }


def _version(
    frame: _Frame, key: int, version: int, *, write: EnterpriseWrite, data: dict[str, str]
) -> dict[str, object]:
    label = write.facts.name
    return version_row(frame.by, write.origin, key=key, version=version, label=label, data=data)

"""Entity lists, entities, their versions, and how often each area's part of a list changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.domain.entity_merge import KnownVersion
from server.domain.findings import FINDINGS
from server.problems import NotFound
from server.store.batches import batches
from server.store.driver_statement import DriverStatement
from server.store.row_key import stored
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity, EntityList, EntityVersion
from server.store.tables.submissions import SubmissionVersion
from server.store.upsert import insert_new, table_of

_ENTITIES = table_of(Entity)
_VERSIONS, _SENT = table_of(EntityVersion), table_of(SubmissionVersion)
ISSUES = "issues"
"""The list of what the office sent back: each phone gets the rows of its own submissions."""
BOTH_WAYS = frozenset({FINDINGS, ISSUES})
"""The lists that the office writes as well as phones; whoever needs both locks them at once."""
_OWN: Mapping[str, tuple[str, ...]] = {
    ISSUES: ("form", "form_id", "instance_id", "enterprise", "comment", "returned_on", "reply")
}
"""Lists of which each phone gets its own rows, with the properties that the server writes."""


@dataclass(frozen=True, slots=True)
class EntityState:
    """The current version of an entity."""

    id: int
    entity_list_id: int
    uuid: str
    area_id: int | None
    enterprise_id: int | None
    current_version: int
    label: str
    data: Mapping[str, str]
    conflict: str | None
    deleted_at: datetime | None


def find_list(session: Session, project_id: int, name: str) -> EntityList | None:
    """Return the entity list of a project with exactly this name."""
    statement = select_rows(EntityList).where(
        EntityList.project_id == project_id,
        EntityList.name == name,
        col(EntityList.deleted_at).is_(None),
    )
    return session.exec(statement).first()


def get_list(session: Session, project_id: int, name: str) -> EntityList:
    """Return an entity list; raises NotFound."""
    found = find_list(session, project_id, name)
    if found is None:
        raise NotFound
    return found


def list_lists(session: Session, project_id: int) -> tuple[EntityList, ...]:
    """Return the entity lists of a project, by name."""
    statement = select_rows(EntityList).where(
        EntityList.project_id == project_id, col(EntityList.deleted_at).is_(None)
    )
    return tuple(session.exec(statement.order_by(col(EntityList.name))))


def ensure_list(
    session: Session, project_id: int, name: str, *, properties: Sequence[str], now: datetime
) -> int:
    """Return the key of a list, made when it is missing; it has at least these properties."""
    wanted = dict.fromkeys((*_OWN.get(name, ()), *properties))
    values = {
        "project_id": project_id,
        "name": name,
        "is_approval_required": False,
        "is_owner_only": name in _OWN,
        "properties": list(wanted),
        "created_at": now,
    }
    insert_new(session, EntityList, values, conflict_on=("project_id", "name"))
    found = get_list(session, project_id, name)
    missing = [one for one in wanted if one not in found.properties]
    if missing:
        found.properties = [*found.properties, *missing]
        session.flush()
    return stored(found.id)


# Built once: a submission with entities needs them all, and building costs more than carrying out.
_INSERT = insert(_ENTITIES).returning(_ENTITIES.c.uuid, _ENTITIES.c.id)
_INSERT_VERSION = insert(_VERSIONS)
_UPDATE = (
    update(_ENTITIES)
    .where(_ENTITIES.c.id == bindparam("entity_id"))
    .values(
        area_id=bindparam("new_area_id"),
        enterprise_id=bindparam("new_enterprise_id"),
        current_version=bindparam("version"),
        label=bindparam("new_label"),
        data=bindparam("new_data"),
        conflict=bindparam("new_conflict"),
        updated_at=bindparam("at"),
    )
)
_STATES = select(*(_ENTITIES.c[name] for name in EntityState.__slots__))
_STATES_BY_UUID = _STATES.where(
    _ENTITIES.c.entity_list_id == bindparam("list_id"),
    _ENTITIES.c.uuid.in_(bindparam("uuids", expanding=True)),
)
_STATES_BY_KEY = _STATES.where(_ENTITIES.c.id.in_(bindparam("keys", expanding=True)))
_KNOWN_VERSIONS = (
    select(*(_VERSIONS.c[name] for name in KnownVersion.__slots__))
    .where(_VERSIONS.c.entity_id == bindparam("entity_id"))
    .order_by(_VERSIONS.c.version)
)
_COUNT_CHANGE = DriverStatement(
    """
    INSERT INTO entity_area_changes (entity_list_id, area_key, change_count)
    VALUES (:list_id, :area_key, 1)
    ON CONFLICT (entity_list_id, area_key)
    DO UPDATE SET change_count = entity_area_changes.change_count + 1
    """
)


def insert_entities(session: Session, rows: Sequence[Mapping[str, object]]) -> Mapping[str, int]:
    """Add entities (columns by name) and return their keys by UUID."""
    keys: dict[str, int] = {}
    for some in batches(rows):
        rows_made = session.connection().execute(_INSERT, some)
        keys.update({made.uuid: made.id for made in rows_made})
    return keys


def update_entities(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Set the current version of entities; columns by name, most with `new_` before."""
    if rows:
        session.connection().execute(_UPDATE, list(rows))


def find_states(
    session: Session, list_id: int, uuids: Collection[str]
) -> Mapping[str, EntityState]:
    """Return entities of a list by UUID, deleted ones too."""
    found: dict[str, EntityState] = {}
    for some in batches(sorted(set(uuids))):
        values = {"list_id": list_id, "uuids": some}
        rows = session.connection().execute(_STATES_BY_UUID, values)
        found.update({row.uuid: EntityState(*row) for row in rows})
    return found


def list_known_versions(session: Session, entity_id: int) -> tuple[KnownVersion, ...]:
    """Return the versions of an entity, oldest first, as far as a change must know them."""
    rows = session.connection().execute(_KNOWN_VERSIONS, {"entity_id": entity_id})
    return tuple(KnownVersion(*row) for row in rows)


def lock_lists(session: Session, project_id: int, names: Collection[str]) -> tuple[EntityList, ...]:
    """Return lists by name, and hold other changes by submissions until the commit."""
    statement = (
        select_rows(EntityList)
        .where(
            EntityList.project_id == project_id,
            col(EntityList.name).in_(sorted(names)),
            col(EntityList.deleted_at).is_(None),
        )
        .order_by(col(EntityList.id))
        .with_for_update()
    )
    return tuple(session.exec(statement))


def insert_versions(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Add versions of entities (columns by name)."""
    for some in batches(rows):
        session.connection().execute(_INSERT_VERSION, some)


def list_states(session: Session, entity_ids: Collection[int]) -> Mapping[int, EntityState]:
    """Return the current versions of entities by key, deleted ones too."""
    found: dict[int, EntityState] = {}
    for some in batches(sorted(set(entity_ids))):
        rows = session.connection().execute(_STATES_BY_KEY, {"keys": some})
        found.update({row.id: EntityState(*row) for row in rows})
    return found


def count_area_changes(
    session: Session, entity_list_id: int, area_ids: Iterable[int | None]
) -> None:
    """Note that entities of a list changed in some areas (None: without an area)."""
    for area_key in sorted({area_id or 0 for area_id in area_ids}):
        _COUNT_CHANGE.run(session, {"list_id": entity_list_id, "area_key": area_key})


def delete_entity(session: Session, list_id: int, uuid: str, *, now: datetime) -> None:
    """Mark an entity as deleted and count the change of its area; raises NotFound."""
    state = find_states(session, list_id, [uuid]).get(uuid)
    if state is None or state.deleted_at is not None:
        raise NotFound
    session.connection().execute(
        update(_ENTITIES).where(_ENTITIES.c.id == state.id).values(deleted_at=now, updated_at=now)
    )
    count_area_changes(session, list_id, {state.area_id})


def settle(session: Session, entity_id: int, *, now: datetime) -> None:
    """Mark the conflict of an entity as settled; what it says stays."""
    session.connection().execute(
        update(_ENTITIES).where(_ENTITIES.c.id == entity_id).values(conflict=None, updated_at=now)
    )


def tie_with(session: Session, submission_id: int, *, enterprise_id: int, area_id: int) -> None:
    """Let entities that a submission made, and that belong to no enterprise, belong to its own."""
    enterprises = table_of(Enterprise)
    made_by_it = (
        select(_VERSIONS.c.entity_id)
        .join(_SENT, _SENT.c.id == _VERSIONS.c.submission_version_id)
        .where(_SENT.c.submission_id == submission_id, _VERSIONS.c.version == 1)
    )
    statement = select(_ENTITIES.c.id, _ENTITIES.c.entity_list_id, _ENTITIES.c.area_id).where(
        _ENTITIES.c.id.in_(made_by_it),
        _ENTITIES.c.enterprise_id.is_(None),
        _ENTITIES.c.id.not_in(select(enterprises.c.id)),
    )
    for row in session.connection().execute(statement).all():
        session.connection().execute(
            update(_ENTITIES)
            .where(_ENTITIES.c.id == row.id)
            .values(enterprise_id=enterprise_id, area_id=area_id)
        )
        count_area_changes(session, row.entity_list_id, {row.area_id, area_id})


def move_with(session: Session, areas_by_enterprise: Mapping[int, int]) -> None:
    """Put what belongs to enterprises into their areas, and count the changes of its lists."""
    touched: dict[int, set[int | None]] = {}
    for some in batches(sorted(areas_by_enterprise)):
        statement = select(
            _ENTITIES.c.id,
            _ENTITIES.c.entity_list_id,
            _ENTITIES.c.area_id,
            _ENTITIES.c.enterprise_id,
        ).where(_ENTITIES.c.enterprise_id.in_(some))
        for row in session.connection().execute(statement).all():
            area_id = areas_by_enterprise[row.enterprise_id]
            if row.area_id == area_id:
                continue
            touched.setdefault(row.entity_list_id, set()).update((row.area_id, area_id))
            session.connection().execute(
                update(_ENTITIES).where(_ENTITIES.c.id == row.id).values(area_id=area_id)
            )
    for list_id, areas in sorted(touched.items()):
        count_area_changes(session, list_id, areas)

"""The part of an entity list that a caller gets, the hash of that part, and what was deleted.

The hash is made of how often the list changed in each area of the caller's scope, not of the rows:
it costs the same for ten enterprises and for fifty thousand, and a change in one township leaves
the hashes of all other townships as they are.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, func, select, true
from sqlmodel import Session

from server.store.batches import batches
from server.store.queries.scope import Scope, within
from server.store.row_key import stored
from server.store.tables.entities import Entity, EntityAreaChange, EntityList
from server.store.upsert import table_of

_entities, _changes = table_of(Entity), table_of(EntityAreaChange)
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ListPart:
    """Which entities of which list somebody gets; `owner_id`: only those that they made."""

    list_id: int
    scope: Scope
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A current entity as it stands in the CSV."""

    uuid: str
    label: str
    version: int
    data: Mapping[str, str]


def part_of(entity_list: EntityList, scope: Scope, actor_id: int | None) -> ListPart:
    """Return the part of a list that an actor with this scope gets."""
    who = actor_id if entity_list.is_owner_only else None
    return ListPart(stored(entity_list.id), scope, who)


def part_hash(session: Session, entity_list: EntityList, part: ListPart) -> str:
    """Return the hash of a part: 32 hex digits that change when its CSV does."""
    statement, values = _change_counts(part.scope), {"list_id": part.list_id}
    changes = [tuple(row) for row in session.connection().execute(statement, values)]
    facts = [part.list_id, list(entity_list.properties), part.owner_id, changes]
    return hashlib.md5(json.dumps(facts).encode(), usedforsecurity=False).hexdigest()


@lru_cache(maxsize=256)
def _change_counts(scope: Scope) -> Select[tuple[int, int]]:
    """Return the statement of a scope: every phone asks it at every sync, so it is built once."""
    return (
        select(_changes.c.area_key, _changes.c.change_count)
        .where(
            _changes.c.entity_list_id == bindparam("list_id"), within(scope, _changes.c.area_key)
        )
        .order_by(_changes.c.area_key)
    )


def count_rows(session: Session, part: ListPart) -> int:
    """Return how many entities of a part are not deleted."""
    statement = select(func.count()).select_from(_entities)
    statement = statement.where(_in_part(part), _entities.c.deleted_at.is_(None))
    return int(session.connection().execute(statement).scalar_one())


def stream_rows(session: Session, part: ListPart) -> Iterator[EntityRow]:
    """Give the entities of a part that are not deleted, in the order they were made."""
    columns = (_entities.c.uuid, _entities.c.label, _entities.c.current_version, _entities.c.data)
    statement = (
        select(*columns)
        .where(_in_part(part), _entities.c.deleted_at.is_(None))
        .order_by(_entities.c.id)
    )
    options = {"stream_results": True, "yield_per": _ROWS_AT_ONCE}
    for row in session.connection().execute(statement, execution_options=options):
        yield EntityRow(*row)


def list_deleted_states(
    session: Session, part: ListPart, uuids: Collection[str]
) -> Mapping[str, bool]:
    """Return whether entities of the list are gone from a part, by UUID: deleted, or elsewhere."""
    is_there = and_(_in_part(part), _entities.c.deleted_at.is_(None))
    is_gone = case((is_there, false()), else_=true())
    states: dict[str, bool] = {}
    for some in batches(sorted(set(uuids))):
        statement = select(_entities.c.uuid, is_gone).where(
            _entities.c.entity_list_id == part.list_id, _entities.c.uuid.in_(some)
        )
        states.update({row[0]: bool(row[1]) for row in session.connection().execute(statement)})
    return dict(sorted(states.items()))


def _in_part(part: ListPart) -> ColumnElement[bool]:
    is_theirs = within(part.scope, _entities.c.area_id)
    if part.owner_id is not None:  # what somebody made stays theirs, wherever they work by now
        is_theirs = _entities.c.created_by == part.owner_id
    return and_(_entities.c.entity_list_id == part.list_id, is_theirs)

"""Labels of entities that answers name by their id, as far as the reader sees them."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlmodel import Session

from server.store.batches import batches
from server.store.queries.scope import Scope, within
from server.store.tables.entities import Entity, EntityList
from server.store.upsert import table_of

_ENTITIES, _LISTS = table_of(Entity), table_of(EntityList)
ID_LENGTH = 36
"""Characters of an entity's id."""


def labels_in(session: Session, scope: Scope, uuids: Collection[str]) -> Mapping[str, str]:
    """Return the labels of those of some ids that are entities within the scope."""
    found: dict[str, str] = {}
    for some in batches(sorted(uuids)):
        statement = (
            select(_ENTITIES.c.uuid, _ENTITIES.c.label)
            .join(_LISTS, _LISTS.c.id == _ENTITIES.c.entity_list_id)
            .where(
                _LISTS.c.project_id == scope.project_id,
                _ENTITIES.c.uuid.in_(some),
                within(scope, _ENTITIES.c.area_id),
            )
        )
        found.update((row[0], row[1]) for row in session.connection().execute(statement))
    return found

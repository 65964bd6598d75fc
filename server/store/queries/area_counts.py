"""How many enterprises lie in each area with all below it, and in each park."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlmodel import Session

from server.store.queries.enterprises import EVERYTHING, conditions_of
from server.store.queries.scope import Scope
from server.store.tables.areas import AreaAncestor
from server.store.tables.enterprises import Enterprise
from server.store.upsert import table_of

_ENTERPRISES, _CLOSURE = table_of(Enterprise), table_of(AreaAncestor)


def count_by_area(session: Session, scope: Scope) -> Mapping[int, int]:
    """Return the enterprises within a scope by area, those of the areas below included."""
    statement = (
        select(_CLOSURE.c.ancestor_id, func.count())
        .select_from(_ENTERPRISES)
        .join(_CLOSURE, _CLOSURE.c.area_id == _ENTERPRISES.c.area_id)
        .where(*conditions_of(scope, EVERYTHING))
        .group_by(_CLOSURE.c.ancestor_id)
    )
    return {area_id: int(count) for area_id, count in session.connection().execute(statement)}


def count_by_park(session: Session, scope: Scope) -> Mapping[int, int]:
    """Return the enterprises within a scope by park."""
    statement = (
        select(_ENTERPRISES.c.park_id, func.count())
        .where(*conditions_of(scope, EVERYTHING), _ENTERPRISES.c.park_id.is_not(None))
        .group_by(_ENTERPRISES.c.park_id)
    )
    return {park_id: int(count) for park_id, count in session.connection().execute(statement)}

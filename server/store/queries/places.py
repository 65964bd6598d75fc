"""Parks and areas as subjects of a campaign: which of them a scope shows, by name."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import Session

from server.domain.schemes.described.assigned import PARK
from server.store.queries.scope import Scope, within
from server.store.tables.areas import Area, AreaAncestor, Park
from server.store.tables.campaigns import CampaignArea
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity
from server.store.upsert import table_of

_PARKS, _AREAS, _ABOVE = table_of(Park), table_of(Area), table_of(AreaAncestor)
_ENTERPRISES, _ENTITIES = table_of(Enterprise), table_of(Entity)
_COVERED = table_of(CampaignArea)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A park or an area; an area is its own area, a park crosses townships and has none."""

    id: int
    name: str
    area_id: int | None = None
    code: str | None = None
    """Of an area: its administrative code, where it has one."""


def list_places(
    session: Session, scope: Scope, kind: str, *, campaign_id: int | None = None
) -> tuple[PlaceRow, ...]:
    """Return the parks, or areas of a level, within a scope; those a campaign covers."""
    if kind == PARK:
        parks = select(_PARKS.c.id, _PARKS.c.name).where(*park_conditions(scope))
        parks = parks.order_by(_PARKS.c.name, _PARKS.c.id)
        return tuple(PlaceRow(*row) for row in session.connection().execute(parks))
    columns = (_AREAS.c.id, _AREAS.c.name, _AREAS.c.id, _AREAS.c.code)
    places = select(*columns).where(*area_conditions(scope, kind))
    if campaign_id is not None:
        places = places.where(is_covered(campaign_id, _AREAS.c.id))
    places = places.order_by(_AREAS.c.name, _AREAS.c.id)
    return tuple(PlaceRow(*row) for row in session.connection().execute(places))


def park_conditions(scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions on the table of parks that a scope makes.

    A park lies in several townships: whoever sees one of its enterprises sees the park.
    """
    conditions: list[ColumnElement[bool]] = [_PARKS.c.project_id == scope.project_id]
    if not scope.is_whole_project:
        conditions.append(exists().where(*_in_park(), within(scope, _ENTERPRISES.c.area_id)))
    return conditions


def area_conditions(scope: Scope, level: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the table of areas that a level and a scope make."""
    return [
        _AREAS.c.project_id == scope.project_id,
        _AREAS.c.level == level,
        within(scope, _AREAS.c.id),
    ]


def is_covered(campaign_id: int, area: SQLCoreOperations[int]) -> ColumnElement[bool]:
    """Return the condition that a campaign covers an area; without areas it covers all."""
    is_whole = ~exists().where(_COVERED.c.campaign_id == campaign_id)
    covers = exists().where(
        _COVERED.c.campaign_id == campaign_id,
        _ABOVE.c.ancestor_id == _COVERED.c.area_id,
        _ABOVE.c.area_id == area,
    )
    return or_(is_whole, covers)


def has_all_of_park(session: Session, scope: Scope, park_id: int) -> bool:
    """Tell whether a scope reaches every enterprise of a park, and there is one."""
    if scope.is_whole_project:
        return True
    of_park = select(_ENTERPRISES.c.area_id).where(_ENTERPRISES.c.park_id == park_id, _is_kept())
    connection = session.connection()
    outside = of_park.where(~within(scope, _ENTERPRISES.c.area_id)).limit(1)
    if connection.execute(outside).first() is not None:
        return False
    return connection.execute(of_park.limit(1)).first() is not None


def list_areas_of_parks(
    session: Session, scope: Scope, park_ids: Collection[int]
) -> frozenset[int]:
    """Return the areas within a scope in which enterprises of some parks lie."""
    statement = (
        select(_ENTERPRISES.c.area_id)
        .distinct()
        .where(
            _ENTERPRISES.c.project_id == scope.project_id,
            _ENTERPRISES.c.park_id.in_(sorted(park_ids)),
            within(scope, _ENTERPRISES.c.area_id),
            _is_kept(),
        )
    )
    return frozenset(session.connection().execute(statement).scalars())


def _in_park() -> tuple[ColumnElement[bool], ...]:
    return (_ENTERPRISES.c.park_id == _PARKS.c.id, _is_kept())


def _is_kept() -> ColumnElement[bool]:
    kept = and_(_ENTITIES.c.id == _ENTERPRISES.c.id, _ENTITIES.c.deleted_at.is_(None))
    return exists().where(kept)

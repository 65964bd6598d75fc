"""The subjects of a campaign and what the register knows of them, slice by slice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.store.batches import batches
from server.store.queries.areas import paths_of
from server.store.queries.enterprises import EVERYTHING, conditions_of
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.areas import Area, AreaAncestor, Park
from server.store.tables.campaigns import Campaign, CampaignArea
from server.store.tables.enterprises import Enterprise
from server.store.tables.schemes import CampaignScheme
from server.store.upsert import table_of

_ENTERPRISES, _PARKS, _AREAS = table_of(Enterprise), table_of(Park), table_of(Area)
_CAMPAIGNS, _COVERED, _ABOVE = table_of(Campaign), table_of(CampaignArea), table_of(AreaAncestor)
_ASSIGNED = table_of(CampaignScheme)


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A subject as it lies in the tables; only an enterprise has all of it."""

    id: int
    name: str
    area_id: int | None = None
    park_name: str | None = None
    industry: str | None = None
    ownership: str | None = None
    headcount: int | None = None
    headcount_on: date | None = None
    has_union: bool | None = None
    union_member_count: int | None = None
    has_party_organisation: bool | None = None
    party_member_count: int | None = None


_FACTS = SubjectRow.__slots__[4:]


def list_enterprise_ids(
    session: Session, scope: Scope, campaign_id: int, *, after: int, most: int
) -> tuple[int, ...]:
    """Return the next enterprises that a campaign covers, by key."""
    statement = (
        select(_ENTERPRISES.c.id)
        .where(
            *conditions_of(scope, EVERYTHING),
            *_covered(session, campaign_id, _ENTERPRISES.c.area_id),
            _ENTERPRISES.c.id > after,
        )
        .order_by(_ENTERPRISES.c.id)
        .limit(most)
    )
    return tuple(session.connection().execute(statement).scalars())


def count_enterprises(session: Session, scope: Scope, campaign_id: int) -> int:
    """Return how many enterprises a campaign covers."""
    statement = select(func.count(_ENTERPRISES.c.id)).where(
        *conditions_of(scope, EVERYTHING),
        *_covered(session, campaign_id, _ENTERPRISES.c.area_id),
    )
    return int(session.connection().execute(statement).scalar_one())


def list_park_ids(session: Session, project_id: int) -> tuple[int, ...]:
    """Return the parks of a project, by key."""
    statement = select(_PARKS.c.id).where(_PARKS.c.project_id == project_id).order_by(_PARKS.c.id)
    return tuple(session.connection().execute(statement).scalars())


def list_area_ids(
    session: Session, project_id: int, campaign_id: int, level: str
) -> tuple[int, ...]:
    """Return the areas of a level that a campaign covers, by key."""
    statement = (
        select(_AREAS.c.id)
        .where(
            _AREAS.c.project_id == project_id,
            _AREAS.c.level == level,
            *_covered(session, campaign_id, _AREAS.c.id),
        )
        .order_by(_AREAS.c.id)
    )
    return tuple(session.connection().execute(statement).scalars())


def _covered(
    session: Session, campaign_id: int, area: ColumnElement[int]
) -> Iterable[ColumnElement[bool]]:
    """Return the condition that a campaign covers an area; none when it covers the project."""
    covered = select(_COVERED.c.area_id).where(_COVERED.c.campaign_id == campaign_id)
    if session.connection().execute(covered.limit(1)).first() is None:
        return ()
    below = select(_ABOVE.c.area_id).where(_ABOVE.c.ancestor_id.in_(covered))
    return (area.in_(below),)


def list_enterprise_rows(session: Session, ids: Sequence[int]) -> Mapping[int, SubjectRow]:
    """Return what the register knows of enterprises, by key."""
    columns = [_ENTERPRISES.c[name] for name in _FACTS]
    statement = (
        select(
            _ENTERPRISES.c.id, _ENTERPRISES.c.name, _ENTERPRISES.c.area_id, _PARKS.c.name, *columns
        )
        .outerjoin(_PARKS, _PARKS.c.id == _ENTERPRISES.c.park_id)
        .where(_ENTERPRISES.c.id.in_(ids))
    )
    return {row[0]: SubjectRow(*row) for row in session.connection().execute(statement)}


def list_place_rows(
    session: Session, ids: Sequence[int], *, is_park: bool
) -> Mapping[int, SubjectRow]:
    """Return parks or areas, by key."""
    if is_park:
        parks = select(_PARKS.c.id, _PARKS.c.name).where(_PARKS.c.id.in_(ids))
        return {row[0]: SubjectRow(*row) for row in session.connection().execute(parks)}
    places = select(_AREAS.c.id, _AREAS.c.name, _AREAS.c.id).where(_AREAS.c.id.in_(ids))
    return {row[0]: SubjectRow(*row) for row in session.connection().execute(places)}


def list_campaigns_of(
    session: Session, enterprise_ids: Sequence[int], *, campaign_id: int | None = None
) -> Mapping[int, frozenset[int]]:
    """Return enterprises by the campaign that evaluates them and is not settled.

    Whether a campaign covers an enterprise is asked again when it is evaluated.
    """
    statement = (
        select(_CAMPAIGNS.c.id, _ENTERPRISES.c.id)
        .join(_ENTERPRISES, _ENTERPRISES.c.project_id == _CAMPAIGNS.c.project_id)
        .where(
            _CAMPAIGNS.c.id.in_(
                select(_ASSIGNED.c.campaign_id).where(_ASSIGNED.c.settled_at.is_(None))
            ),
        )
    )
    if campaign_id is not None:
        statement = statement.where(_CAMPAIGNS.c.id == campaign_id)
    found: dict[int, set[int]] = {}
    for some in batches(enterprise_ids):
        rows = session.connection().execute(statement.where(_ENTERPRISES.c.id.in_(some)))
        for key, enterprise_id in rows:
            found.setdefault(key, set()).add(enterprise_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def list_evaluated_campaigns(session: Session, project_id: int) -> tuple[int, ...]:
    """Return the campaigns of a project that evaluate and are not settled, by key."""
    statement = (
        select(_ASSIGNED.c.campaign_id)
        .join(_CAMPAIGNS, _CAMPAIGNS.c.id == _ASSIGNED.c.campaign_id)
        .where(_CAMPAIGNS.c.project_id == project_id, _ASSIGNED.c.settled_at.is_(None))
        .distinct()
        .order_by(_ASSIGNED.c.campaign_id)
    )
    return tuple(session.connection().execute(statement).scalars())


def is_evaluated(session: Session, campaign_id: int) -> bool:
    """Tell whether a campaign evaluates and is not settled."""
    statement = select(_ASSIGNED.c.id).where(
        _ASSIGNED.c.campaign_id == campaign_id, _ASSIGNED.c.settled_at.is_(None)
    )
    return session.connection().execute(statement.limit(1)).first() is not None


def list_area_of(session: Session, subject_kind: str, ids: Sequence[int]) -> Mapping[int, int]:
    """Return the area of each subject: that an enterprise lies in, or the area itself.

    A park crosses townships and has none.
    """
    if subject_kind == PARK:
        return {}
    if subject_kind != ENTERPRISE:
        return {key: key for key in ids}
    statement = select(_ENTERPRISES.c.id, _ENTERPRISES.c.area_id).where(_ENTERPRISES.c.id.in_(ids))
    return {row[0]: row[1] for row in session.connection().execute(statement)}


def list_area_paths(
    session: Session, subject_kind: str, ids: Sequence[int]
) -> Mapping[int, tuple[int, ...]]:
    """Return the areas from the root down to each subject's, by key; parks are left out."""
    area_of = list_area_of(session, subject_kind, ids)
    paths = paths_of(session, set(area_of.values()))
    return {
        key: tuple(stored(area.id) for area in paths.get(area_id, ()))
        for key, area_id in area_of.items()
    }

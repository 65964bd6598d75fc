"""Posters: by code for whoever scans one, in lists within a scope for whoever prints them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, insert, or_, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.problems import NotFound
from server.store.batches import batches
from server.store.queries.enterprises import search_text
from server.store.queries.scope import Scope, narrowed, within
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.enterprises import Enterprise
from server.store.upsert import table_of

_POSTERS = table_of(Poster)


@dataclass(frozen=True, slots=True)
class PosterFilter:
    """What a list of posters is narrowed to; revoked ones are left out unless asked for."""

    campaign_id: int | None = None
    enterprise_id: int | None = None
    area_id: int | None = None
    has_revoked: bool = False
    ids: frozenset[int] | None = None
    text: str = ""
    """Part of the enterprise's name, of its credit code, or of the poster's code as printed."""


@dataclass(frozen=True, slots=True)
class PosterEntry:
    """A poster with what it points to."""

    poster: Poster
    campaign: Campaign
    enterprise_name: str
    area_id: int


ANY = PosterFilter()


def get_poster(
    session: Session, scope: Scope, poster_id: int, *, is_locked: bool = False
) -> Poster:
    """Return a poster of an enterprise within a scope; raises NotFound."""
    statement = (
        select_rows(Poster)
        .join(Enterprise, col(Enterprise.id) == col(Poster.enterprise_id))
        .where(Poster.id == poster_id, *_conditions(scope, PosterFilter(has_revoked=True)))
    )
    if is_locked:
        statement = statement.with_for_update(of=Poster)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def list_posters(
    session: Session,
    scope: Scope,
    wanted: PosterFilter = ANY,
    *,
    today: dt.date,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[PosterEntry, ...]:
    """Return posters within a scope: those of campaigns open today first, then the newest ones.

    Within a campaign they are in the order of enterprise and place, as they are carried around.
    """
    statement = (
        select_rows(Poster, Campaign, Enterprise.name, Enterprise.area_id)
        .join(Enterprise, col(Enterprise.id) == col(Poster.enterprise_id))
        .join(Campaign, col(Campaign.id) == col(Poster.campaign_id))
        .where(*_conditions(scope, wanted))
        .order_by(
            case((_is_open(today), 0), else_=1),
            col(Poster.campaign_id).desc(),
            col(Enterprise.name),
            col(Enterprise.id),
            col(Poster.place),
            col(Poster.id),
        )
        .limit(limit)
        .offset(offset or None)
    )
    return tuple(PosterEntry(*row) for row in session.exec(statement))


def count_posters(session: Session, scope: Scope, wanted: PosterFilter = ANY) -> int:
    """Return how many posters within a scope a filter lets through."""
    statement = (
        select(func.count())
        .select_from(_POSTERS)
        .join(table_of(Enterprise), col(Enterprise.id) == _POSTERS.c.enterprise_id)
        .where(*_conditions(scope, wanted))
    )
    return int(session.connection().execute(statement).scalar_one())


def list_ids_at(
    session: Session, campaign_id: int, enterprise_ids: Collection[int], *, place: str
) -> Mapping[int, int]:
    """Return the valid posters of a campaign at a place, by enterprise."""
    found: dict[int, int] = {}
    for some in batches(sorted(set(enterprise_ids))):
        statement = select(_POSTERS.c.enterprise_id, _POSTERS.c.id).where(
            _POSTERS.c.campaign_id == campaign_id,
            _POSTERS.c.place == place,
            _POSTERS.c.revoked_at.is_(None),
            _POSTERS.c.enterprise_id.in_(some),
        )
        rows = session.connection().execute(statement)
        found.update({row.enterprise_id: row.id for row in rows})
    return found


def list_taken(session: Session, codes: Collection[str]) -> frozenset[str]:
    """Return those of some codes that posters have already."""
    taken: set[str] = set()
    for some in batches(sorted(set(codes))):
        statement = select(_POSTERS.c.code).where(_POSTERS.c.code.in_(some))
        taken.update(session.connection().execute(statement).scalars())
    return frozenset(taken)


def insert_posters(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Add posters (columns by name)."""
    for some in batches(rows):
        session.connection().execute(insert(_POSTERS), some)


def _is_open(today: dt.date) -> ColumnElement[bool]:
    campaigns = table_of(Campaign)
    return (
        campaigns.c.closed_at.is_(None)
        & (campaigns.c.opens_on <= today)
        & (campaigns.c.closes_on >= today)
    )


def _conditions(scope: Scope, wanted: PosterFilter) -> list[ColumnElement[bool]]:
    conditions = [
        _POSTERS.c.project_id == scope.project_id,
        within(scope, table_of(Enterprise).c.area_id),
    ]
    if wanted.campaign_id is not None:
        conditions.append(_POSTERS.c.campaign_id == wanted.campaign_id)
    if wanted.enterprise_id is not None:
        conditions.append(_POSTERS.c.enterprise_id == wanted.enterprise_id)
    if wanted.area_id is not None:
        conditions.append(narrowed(scope, table_of(Enterprise).c.area_id, wanted.area_id))
    if wanted.ids is not None:
        conditions.append(_POSTERS.c.id.in_(sorted(wanted.ids)))
    if text := search_text(wanted.text):
        conditions.append(_is_named(text))
    if not wanted.has_revoked:
        conditions.append(_POSTERS.c.revoked_at.is_(None))
    return conditions


def _is_named(text: str) -> ColumnElement[bool]:
    enterprise = table_of(Enterprise).c
    code = text.replace("-", "").replace(" ", "")
    return or_(
        enterprise.name.icontains(text, autoescape=True),
        enterprise.uscc.icontains(text, autoescape=True),
        _POSTERS.c.code.icontains(code, autoescape=True),
    )

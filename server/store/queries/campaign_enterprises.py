"""The enterprises of a campaign with their released counts, page by page in the order of names."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select, tuple_
from sqlmodel import Session

from server.domain.release import ReleaseKind
from server.store.queries.enterprises import EVERYTHING, conditions_of, get_enterprise
from server.store.queries.scope import Scope
from server.store.tables.areas import Area
from server.store.tables.campaigns import Poster
from server.store.tables.enterprises import Enterprise
from server.store.tables.surveys import Release
from server.store.upsert import table_of

_RELEASES, _ENTERPRISES = table_of(Release), table_of(Enterprise)
_POSTERS, _AREAS = table_of(Poster), table_of(Area)
_COUNT = _RELEASES.c.content["answerCount"].as_integer()


@dataclass(frozen=True, slots=True)
class AskedEnterprise:
    """An enterprise with a poster of the campaign; a count of None is below the threshold."""

    id: int
    name: str
    uscc: str | None
    area_name: str
    headcount: int | None
    answer_count: int | None


@dataclass(frozen=True, slots=True)
class AskedFilter:
    """Which enterprises of which campaign; `is_short`: only those below the threshold."""

    campaign_id: int
    is_short: bool = False


def list_asked(
    session: Session, scope: Scope, wanted: AskedFilter, *, limit: int, after: int | None = None
) -> tuple[AskedEnterprise, ...]:
    """Return enterprises that a campaign asks within a scope, those after one of them.

    Raises NotFound when that one lies outside the scope.
    """
    place = tuple_(_ENTERPRISES.c.name, _ENTERPRISES.c.id)
    statement = (
        select(
            _ENTERPRISES.c.id,
            _ENTERPRISES.c.name,
            _ENTERPRISES.c.uscc,
            _AREAS.c.name,
            _ENTERPRISES.c.headcount,
            _COUNT,
        )
        .select_from(_ENTERPRISES)
        .join(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
        .outerjoin(_RELEASES, _is_its_count(wanted))
        .where(*_conditions(scope, wanted))
    )
    if after is not None:
        anchor = get_enterprise(session, scope, after)
        statement = statement.where(place > tuple_(anchor.name, anchor.id))
    statement = statement.order_by(_ENTERPRISES.c.name, _ENTERPRISES.c.id).limit(limit)
    return tuple(AskedEnterprise(*row) for row in session.connection().execute(statement))


def count_asked(session: Session, scope: Scope, wanted: AskedFilter) -> int:
    """Return how many enterprises a campaign asks within a scope."""
    statement = (
        select(func.count(_ENTERPRISES.c.id))
        .select_from(_ENTERPRISES)
        .outerjoin(_RELEASES, _is_its_count(wanted))
        .where(*_conditions(scope, wanted))
    )
    return int(session.connection().execute(statement).scalar_one())


def _is_its_count(wanted: AskedFilter) -> ColumnElement[bool]:
    return and_(
        _RELEASES.c.enterprise_id == _ENTERPRISES.c.id,
        _RELEASES.c.campaign_id == wanted.campaign_id,
        _RELEASES.c.kind == ReleaseKind.COUNT.value,
    )


def _conditions(scope: Scope, wanted: AskedFilter) -> list[ColumnElement[bool]]:
    has_poster = exists().where(
        _POSTERS.c.enterprise_id == _ENTERPRISES.c.id,
        _POSTERS.c.campaign_id == wanted.campaign_id,
    )
    conditions = [*conditions_of(scope, EVERYTHING), has_poster]
    return [*conditions, _COUNT.is_(None)] if wanted.is_short else conditions

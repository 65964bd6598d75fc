"""Released results of a campaign page by page: filtered by park and verdict, sorted, counted.

The verdict and the share are read out of the stored release itself; nothing is worked out here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlmodel import Session

from server.domain.release import ReleaseKind
from server.domain.satisfaction import Verdict
from server.problems import NotFound
from server.store.queries.enterprise_pages import Turn
from server.store.queries.releases import (
    EnterpriseResult,
    count_of,
    figures_of,
    has_told_count,
    is_release,
)
from server.store.queries.scope import Scope, within
from server.store.tables.areas import Area
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.enterprises import Enterprise
from server.store.tables.surveys import Release
from server.store.upsert import table_of

_ENTERPRISES, _AREAS = table_of(Enterprise), table_of(Area)
_POSTERS, _CAMPAIGNS = table_of(Poster), table_of(Campaign)
_COUNTED, _RELEASED = table_of(Release).alias("counted"), table_of(Release).alias("released")
_VERDICT = _RELEASED.c.content["verdict"].as_string()
_SHARE = _RELEASED.c.content[("overall", "satisfied", "percent")].as_integer()
_WITHOUT_SHARE = 1_000
NO_FIGURES = "none"


@dataclass(frozen=True, slots=True)
class ResultFilter:
    """What a list of results is narrowed to; `verdict` may be NO_FIGURES."""

    campaign_id: int
    park_id: int | None = None
    verdict: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ResultOrder:
    """By name, or by the satisfied share; those without figures come last either way."""

    by_share: bool = False
    is_descending: bool = False


def list_page(
    session: Session,
    scope: Scope,
    wanted: ResultFilter,
    order: ResultOrder,
    turn: Turn,
) -> tuple[EnterpriseResult, ...]:
    """Return results in order: those after an enterprise, or right before one.

    Raises NotFound when that enterprise is not in the list.
    """
    place = _place(order)
    is_down = order.is_descending and not order.by_share
    statement = _results(scope, wanted)
    around = turn.before if turn.before is not None else turn.after
    is_backwards = (turn.before is not None) is not is_down
    if around is not None:
        known = tuple_(*_place_of(session, scope, wanted, place, around))
        statement = statement.where(
            tuple_(*place) < known if is_backwards else tuple_(*place) > known
        )
    statement = statement.order_by(*(one.desc() if is_backwards else one for one in place))
    rows = session.connection().execute(statement.limit(turn.limit))
    results = tuple(_result(row) for row in rows)
    return results[::-1] if turn.before is not None else results


def count_results(session: Session, scope: Scope, wanted: ResultFilter) -> int:
    """Return how many enterprises a filter lets through."""
    statement = select(func.count()).select_from(_results(scope, wanted).subquery())
    return int(session.connection().execute(statement).scalar_one())


def count_by_verdict(session: Session, scope: Scope, wanted: ResultFilter) -> Mapping[str, int]:
    """Return how many enterprises have each verdict, those without figures under NO_FIGURES."""
    verdict = func.coalesce(_VERDICT, NO_FIGURES).label("verdict")
    inner = _joined(select(verdict)).where(*_conditions(scope, wanted)).subquery()
    statement = select(inner.c.verdict, func.count()).group_by(inner.c.verdict)
    return {row[0]: int(row[1]) for row in session.connection().execute(statement)}


def _results(scope: Scope, wanted: ResultFilter) -> Select[Any]:
    columns = (
        _CAMPAIGNS.c.id.label("campaign_id"),
        _ENTERPRISES.c.id.label("enterprise_id"),
        _ENTERPRISES.c.name.label("enterprise_name"),
        _ENTERPRISES.c.uscc,
        _AREAS.c.id.label("area_id"),
        _AREAS.c.name.label("area_name"),
        _COUNTED.c.content.label("counted"),
        _RELEASED.c.content.label("figures"),
        _RELEASED.c.released_on,
        _CAMPAIGNS.c.definitions,
    )
    return _joined(select(*columns)).where(*_conditions(scope, wanted))


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(_ENTERPRISES)
        .join(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
        .join(_CAMPAIGNS, _CAMPAIGNS.c.project_id == _ENTERPRISES.c.project_id)
        .outerjoin(_COUNTED, is_release(_COUNTED, ReleaseKind.COUNT))
        .outerjoin(_RELEASED, is_release(_RELEASED, ReleaseKind.FIGURES))
    )


def _conditions(scope: Scope, wanted: ResultFilter) -> list[ColumnElement[bool]]:
    is_asked = exists().where(
        _POSTERS.c.campaign_id == _CAMPAIGNS.c.id, _POSTERS.c.enterprise_id == _ENTERPRISES.c.id
    )
    conditions = [
        _ENTERPRISES.c.project_id == scope.project_id,
        _CAMPAIGNS.c.id == wanted.campaign_id,
        within(scope, _ENTERPRISES.c.area_id),
        is_asked | has_told_count(_COUNTED),
    ]
    if wanted.park_id is not None:
        conditions.append(_ENTERPRISES.c.park_id == wanted.park_id)
    if wanted.verdict == NO_FIGURES:
        conditions.append(_RELEASED.c.id.is_(None))
    elif wanted.verdict is not None:
        conditions.append(Verdict(wanted.verdict).value == _VERDICT)
    if wanted.text:
        name = _ENTERPRISES.c.name.icontains(wanted.text, autoescape=True)
        conditions.append(name | _ENTERPRISES.c.uscc.icontains(wanted.text, autoescape=True))
    return conditions


def _place(order: ResultOrder) -> tuple[ColumnElement[Any], ...]:
    by_name = (_ENTERPRISES.c.name, _ENTERPRISES.c.id)
    if not order.by_share:
        return by_name
    share = -_SHARE if order.is_descending else _SHARE
    return (func.coalesce(share, _WITHOUT_SHARE), *by_name)


def _place_of(
    session: Session,
    scope: Scope,
    wanted: ResultFilter,
    place: tuple[ColumnElement[Any], ...],
    enterprise_id: int,
) -> tuple[Any, ...]:
    everything = ResultFilter(campaign_id=wanted.campaign_id)
    statement = _joined(select(*place)).where(
        *_conditions(scope, everything), _ENTERPRISES.c.id == enterprise_id
    )
    found = session.connection().execute(statement).first()
    if found is None:
        raise NotFound
    return tuple(found)


def _result(row: Any) -> EnterpriseResult:
    return EnterpriseResult(
        campaign_id=row.campaign_id,
        enterprise_id=row.enterprise_id,
        enterprise_name=row.enterprise_name,
        uscc=row.uscc,
        area_id=row.area_id,
        area_name=row.area_name,
        count=count_of(row.counted, row.definitions),
        figures=figures_of(row.figures),
        figures_on=row.released_on,
    )

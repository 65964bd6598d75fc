"""Pages of the register in an order of the reader's choice, from one row on or back from it."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Tuple, func, select, tuple_
from sqlmodel import Session

from server.store.queries.enterprises import EnterpriseFilter, conditions_of, get_enterprise
from server.store.queries.scope import Scope
from server.store.tables.areas import Area, Park
from server.store.tables.enterprises import Enterprise
from server.store.upsert import table_of

_ENTERPRISES = table_of(Enterprise)
_AREAS = table_of(Area)
_PARKS = table_of(Park)
_UNKNOWN = -1


class EnterpriseSort(StrEnum):
    """What a list of enterprises is sorted by; equal ones by key."""

    NAME = "name"
    HEADCOUNT = "headcount"


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list."""

    by: EnterpriseSort = EnterpriseSort.NAME
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page of a list: the rows after one, those before one, or the first ones."""

    limit: int
    after: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class EnterpriseLine:
    """An enterprise as a list shows it."""

    id: int
    name: str
    uscc: str | None
    area_name: str
    park_name: str | None
    industry: str | None
    headcount: int | None
    telephone: str | None


@dataclass(frozen=True, slots=True)
class EnterprisePage:
    """Some rows, and the keys from which the neighbouring pages go on."""

    lines: tuple[EnterpriseLine, ...]
    previous_before: int | None
    next_after: int | None


def list_page(
    session: Session, scope: Scope, wanted: EnterpriseFilter, *, order: Order, turn: Turn
) -> EnterprisePage:
    """Return a page of the enterprises within a scope.

    Raises NotFound when the row to go on from lies outside the scope: the place of a foreign row
    in an order would tell its name.
    """
    is_back = turn.before is not None
    anchor_id = turn.before if is_back else turn.after
    is_falling = order.is_descending is not is_back
    key, own = _key(order.by), _ENTERPRISES.c.id
    statement = (
        select(
            own,
            _ENTERPRISES.c.name,
            _ENTERPRISES.c.uscc,
            _AREAS.c.name,
            _PARKS.c.name,
            _ENTERPRISES.c.industry,
            _ENTERPRISES.c.headcount,
            _ENTERPRISES.c.telephone,
        )
        .join(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
        .outerjoin(_PARKS, _PARKS.c.id == _ENTERPRISES.c.park_id)
        .where(*conditions_of(scope, wanted))
        .order_by(*((key.desc(), own.desc()) if is_falling else (key, own)))
        .limit(turn.limit + 1)
    )
    if anchor_id is not None:
        place = _place(get_enterprise(session, scope, anchor_id), order.by)
        here = tuple_(key, own)
        statement = statement.where(here < place if is_falling else here > place)
    found = [EnterpriseLine(*row) for row in session.connection().execute(statement)]
    has_more, lines = len(found) > turn.limit, found[: turn.limit]
    if is_back:
        lines.reverse()
    return _page(tuple(lines), has_more=has_more, turn=turn)


def neighbours(
    session: Session, scope: Scope, enterprise_id: int
) -> tuple[EnterpriseLine | None, EnterpriseLine | None]:
    """Return the enterprises before and after one within a scope, by name."""
    order, everything = Order(), EnterpriseFilter()
    before = list_page(
        session, scope, everything, order=order, turn=Turn(limit=1, before=enterprise_id)
    )
    after = list_page(
        session, scope, everything, order=order, turn=Turn(limit=1, after=enterprise_id)
    )
    return next(iter(before.lines), None), next(iter(after.lines), None)


def _page(lines: tuple[EnterpriseLine, ...], *, has_more: bool, turn: Turn) -> EnterprisePage:
    if not lines:
        return EnterprisePage((), None, None)
    is_back = turn.before is not None
    has_previous = has_more if is_back else turn.after is not None
    has_next = is_back or has_more
    return EnterprisePage(
        lines,
        lines[0].id if has_previous else None,
        lines[-1].id if has_next else None,
    )


def _key(sort: EnterpriseSort) -> ColumnElement[object]:
    if sort is EnterpriseSort.HEADCOUNT:
        return func.coalesce(_ENTERPRISES.c.headcount, _UNKNOWN)
    return _ENTERPRISES.c.name


def _place(enterprise: Enterprise, sort: EnterpriseSort) -> Tuple:
    if sort is EnterpriseSort.HEADCOUNT:
        headcount = _UNKNOWN if enterprise.headcount is None else enterprise.headcount
        return tuple_(headcount, enterprise.id)
    return tuple_(enterprise.name, enterprise.id)

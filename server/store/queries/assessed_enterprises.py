"""The enterprises that a scheme assesses in a campaign, and how far each level is with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlmodel import Session

from server.domain.lifecycle import AssessmentState
from server.domain.schemes.assigned import ENTERPRISE
from server.store.queries.enterprises import EnterpriseFilter, conditions_of, get_enterprise
from server.store.queries.scope import Scope
from server.store.tables.areas import Area, AreaAncestor
from server.store.tables.assessments import Assessment
from server.store.tables.campaigns import CampaignArea
from server.store.tables.enterprises import Enterprise
from server.store.tables.schemes import CampaignScheme
from server.store.upsert import table_of

_ENTERPRISES, _AREAS, _ABOVE = table_of(Enterprise), table_of(Area), table_of(AreaAncestor)
_USED, _COVERED = table_of(CampaignScheme), table_of(CampaignArea)
_ASSESSMENTS = table_of(Assessment)
_WHOLE = 1_000
"""How far away a scheme is that counts in the whole campaign: farther than any area."""
NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class AssessedFilter:
    """Which enterprises: of a campaign and scheme, and by the state that a level has them in."""

    campaign_id: int
    scheme_id: int
    level: str = ""
    state: str = ""
    """A state, `not_begun`, or nothing for all."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class AssessedEnterprise:
    """An enterprise that is assessed."""

    id: int
    name: str
    uscc: str | None
    area_id: int
    area_name: str


def list_assessed(
    session: Session,
    scope: Scope,
    wanted: AssessedFilter,
    *,
    limit: int | None = None,
    after: int | None = None,
) -> tuple[AssessedEnterprise, ...]:
    """Return enterprises within a scope by name, those after one of them. Raises NotFound."""
    place = tuple_(_ENTERPRISES.c.name, _ENTERPRISES.c.id)
    columns = [_ENTERPRISES.c[name] for name in ("id", "name", "uscc", "area_id")]
    statement = from_assessed(select(*columns, _AREAS.c.name), scope, wanted)
    if after is not None:
        anchor = get_enterprise(session, scope, after)
        statement = statement.where(place > tuple_(anchor.name, anchor.id))
    statement = statement.order_by(_ENTERPRISES.c.name, _ENTERPRISES.c.id).limit(limit)
    return tuple(AssessedEnterprise(*row) for row in session.connection().execute(statement))


def count_assessed(session: Session, scope: Scope, wanted: AssessedFilter) -> int:
    """Return how many enterprises there are."""
    statement = from_assessed(select(func.count(_ENTERPRISES.c.id)), scope, wanted)
    return int(session.connection().execute(statement).scalar_one())


def count_states(
    session: Session, scope: Scope, wanted: AssessedFilter
) -> Mapping[str, Mapping[str, int]]:
    """Return for each level how many enterprises are in which state, those begun alone."""
    statement = (
        from_assessed(
            select(_ASSESSMENTS.c.level, _ASSESSMENTS.c.state, func.count()), scope, wanted
        )
        .join(_ASSESSMENTS, _is_of(wanted))
        .group_by(_ASSESSMENTS.c.level, _ASSESSMENTS.c.state)
    )
    found: dict[str, dict[str, int]] = {}
    for level, state, count in session.connection().execute(statement):
        found.setdefault(level, {})[AssessmentState(state).value] = int(count)
    return found


def is_assessed(session: Session, scope: Scope, wanted: AssessedFilter, enterprise_id: int) -> bool:
    """Tell whether the scheme assesses an enterprise within a scope."""
    statement = from_assessed(select(_ENTERPRISES.c.id), scope, wanted)
    statement = statement.where(_ENTERPRISES.c.id == enterprise_id)
    return session.connection().execute(statement).first() is not None


def list_schemes(session: Session, campaign_id: int) -> tuple[tuple[int, int], ...]:
    """Return the schemes of a campaign that assess enterprises, each with its newest version."""
    statement = (
        select(_USED.c.scheme_id, func.max(_USED.c.scheme_version_id))
        .where(_USED.c.campaign_id == campaign_id, _USED.c.subject_kind == ENTERPRISE)
        .group_by(_USED.c.scheme_id)
        .order_by(func.min(_USED.c.id))
    )
    return tuple((int(one), int(two)) for one, two in session.connection().execute(statement))


def find_version(session: Session, campaign_id: int, scheme_id: int, area_id: int) -> int | None:
    """Return the version of a scheme that counts in an area: that of the nearest area above."""
    statement = (
        select(_USED.c.scheme_version_id)
        .select_from(_USED.outerjoin(_ABOVE, _reaches(area_id)))
        .where(
            _USED.c.campaign_id == campaign_id,
            _USED.c.scheme_id == scheme_id,
            _USED.c.subject_kind == ENTERPRISE,
            or_(_USED.c.area_id.is_(None), _ABOVE.c.depth.is_not(None)),
        )
        .order_by(_distance(), _USED.c.id)
    )
    found = session.connection().execute(statement).scalar()
    return None if found is None else int(found)


def from_assessed(statement: Select[Any], scope: Scope, wanted: AssessedFilter) -> Select[Any]:
    """Return a statement that reads the enterprises which a scheme assesses, with their areas."""
    covers = exists().where(
        _COVERED.c.campaign_id == wanted.campaign_id,
        _ABOVE.c.ancestor_id == _COVERED.c.area_id,
        _ABOVE.c.area_id == _ENTERPRISES.c.area_id,
    )
    is_whole = ~exists().where(_COVERED.c.campaign_id == wanted.campaign_id)
    nearest = _nearest(wanted.campaign_id)
    own = _nearest(wanted.campaign_id, wanted.scheme_id)
    return (
        statement.select_from(_ENTERPRISES)
        .join(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
        .where(
            *conditions_of(scope, EnterpriseFilter(text=wanted.text)),
            or_(is_whole, covers),
            own == nearest,
            *_of_state(wanted),
        )
    )


def _nearest(campaign_id: int, scheme_id: int | None = None) -> ScalarSelect[int]:
    """Return how far above an enterprise's area a scheme counts, the nearest one."""
    used, above = _USED.alias(), _ABOVE.alias()
    reaches = and_(above.c.ancestor_id == used.c.area_id, above.c.area_id == _ENTERPRISES.c.area_id)
    distance = case((used.c.area_id.is_(None), _WHOLE), else_=above.c.depth)
    statement = (
        select(func.min(distance))
        .select_from(used.outerjoin(above, reaches))
        .where(used.c.campaign_id == campaign_id, used.c.subject_kind == ENTERPRISE)
    )
    if scheme_id is not None:
        statement = statement.where(used.c.scheme_id == scheme_id)
    return statement.correlate(_ENTERPRISES).scalar_subquery()


def _reaches(area_id: int) -> ColumnElement[bool]:
    return and_(_ABOVE.c.ancestor_id == _USED.c.area_id, _ABOVE.c.area_id == area_id)


def _distance() -> ColumnElement[int]:
    return case((_USED.c.area_id.is_(None), _WHOLE), else_=_ABOVE.c.depth)


def _is_of(wanted: AssessedFilter) -> ColumnElement[bool]:
    return and_(
        _ASSESSMENTS.c.campaign_id == wanted.campaign_id,
        _ASSESSMENTS.c.scheme_id == wanted.scheme_id,
        _ASSESSMENTS.c.subject_kind == ENTERPRISE,
        _ASSESSMENTS.c.subject_id == _ENTERPRISES.c.id,
    )


def _of_state(wanted: AssessedFilter) -> list[ColumnElement[bool]]:
    if not wanted.state or not wanted.level:
        return []
    of_level = exists().where(_is_of(wanted), _ASSESSMENTS.c.level == wanted.level)
    if wanted.state == NOT_BEGUN:
        return [~of_level]
    return [of_level.where(_ASSESSMENTS.c.state == wanted.state)]

"""Who stands in a ranking: stored points and grades of a campaign, with the area that counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, Subquery, and_, cast, func, null, select
from sqlmodel import Session

from server.domain.schemes.described.assigned import PARK
from server.store.queries.evaluated import is_of, worked_out
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.scope import Scope
from server.store.queries.subject_tables import subject_table
from server.store.tables.areas import Area, AreaAncestor
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity
from server.store.tables.evaluations import StoredEvaluation
from server.store.upsert import table_of

_EVALUATIONS = table_of(StoredEvaluation)
_AREAS, _ABOVE = table_of(Area), table_of(AreaAncestor)
_ENTERPRISES, _ENTITIES = table_of(Enterprise), table_of(Entity)


@dataclass(frozen=True, slots=True)
class Standing:
    """The points and the grade of a subject, and the area of the wanted level that it lies in."""

    evaluation_id: int
    subject_id: int
    lowest: Decimal
    grade: str | None
    is_vetoed: bool
    area_id: int | None


def list_standings(
    session: Session, scope: Scope, of: EvaluationsOf, level: str
) -> tuple[Standing, ...]:
    """Return all evaluated subjects within a scope; without a level none has an area.

    A park lies in the area in which all of its enterprises lie.
    """
    subject, made = subject_table(of.subject_kind), _EVALUATIONS.c
    columns = (made.id, subject.id, made.lowest, made.grade, made.is_vetoed)
    if not level or of.subject_kind == PARK:
        statement = select(*columns, cast(null(), Integer)).select_from(_EVALUATIONS)
        read = subject.joined(statement, is_of(subject))
    else:
        lying = _lying(level)
        statement = select(*columns, lying.c.above_id).select_from(_EVALUATIONS)
        read = subject.joined(statement, is_of(subject)).outerjoin(
            lying, lying.c.area_id == subject.area_id
        )
    found = session.connection().execute(read.where(*worked_out(scope, of)))
    standings = tuple(Standing(*row) for row in found)
    if not level or of.subject_kind != PARK:
        return standings
    parks = _areas_of_parks(session, scope.project_id, level)
    return tuple(replace(one, area_id=parks.get(one.subject_id)) for one in standings)


def _lying(level: str) -> Subquery:
    """Return each area with the one of a level that it lies in, or is."""
    is_above = and_(_AREAS.c.id == _ABOVE.c.ancestor_id, _AREAS.c.level == level)
    pairs = select(_ABOVE.c.area_id, _AREAS.c.id.label("above_id"))
    return pairs.join_from(_ABOVE, _AREAS, is_above).subquery()


def _areas_of_parks(session: Session, project_id: int, level: str) -> Mapping[int, int]:
    """Return the area of a level of each park, those alone that lie in one of them."""
    lying = _lying(level)
    firms = _ENTERPRISES.c
    statement: Any = (
        select(firms.park_id, func.min(lying.c.above_id))
        .join(lying, lying.c.area_id == firms.area_id)
        .join(_ENTITIES, _ENTITIES.c.id == firms.id)
        .where(
            firms.project_id == project_id,
            firms.park_id.is_not(None),
            _ENTITIES.c.deleted_at.is_(None),
        )
        .group_by(firms.park_id)
        .having(func.count(lying.c.above_id.distinct()) == 1)
    )
    return {row[0]: row[1] for row in session.connection().execute(statement)}

"""Evaluations as pages read them: rankings by page, one with its trace, counts, staleness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session

from server.problems import NotFound
from server.store.queries.enterprises import EVERYTHING, EnterpriseFilter, conditions_of
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.scope import Scope
from server.store.tables.areas import Area
from server.store.tables.enterprises import Enterprise
from server.store.tables.evaluations import EvaluationTrace, StoredEvaluation
from server.store.tables.schemes import Scheme, SchemeVersion
from server.store.upsert import table_of

_EVALUATIONS, _TRACES = table_of(StoredEvaluation), table_of(EvaluationTrace)
_ENTERPRISES, _AREAS = table_of(Enterprise), table_of(Area)
_SCHEMES, _VERSIONS = table_of(Scheme), table_of(SchemeVersion)
_IS_STALE = _EVALUATIONS.c.computed_generation < _EVALUATIONS.c.generation


class Order(StrEnum):
    """How evaluations are listed."""

    RANKING = "ranking"
    """The most points first."""
    NAME = "name"


@dataclass(frozen=True, slots=True)
class EvaluationFilter:
    """Which evaluations of enterprises; `grade` "" are those without any."""

    campaign_id: int
    version_id: int | None = None
    enterprises: EnterpriseFilter = EVERYTHING
    grade: str | None = None
    is_vetoed: bool | None = None
    is_stale: bool | None = None
    has_gaps: bool | None = None


@dataclass(frozen=True, slots=True)
class EvaluationEntry:
    """One evaluation in a list. `total` is None while gaps leave it open."""

    id: int
    campaign_id: int
    enterprise_id: int
    enterprise_name: str
    uscc: str | None
    area_id: int
    area_name: str
    scheme: str
    version_id: int
    version: str
    total: Decimal | None
    lowest: Decimal | None
    most: Decimal | None
    grade: str | None
    is_vetoed: bool
    gap_count: int
    is_stale: bool
    computed_at: datetime | None
    counted_from: date | None


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A result that another scheme looks at."""

    subject_id: int
    evaluation_id: int
    slug: str
    version: str
    counted_from: date
    total: Decimal | None
    trace: bytes | None


def list_evaluations(
    session: Session,
    scope: Scope,
    wanted: EvaluationFilter,
    *,
    order: Order = Order.RANKING,
    limit: int | None = None,
    after: int | None = None,
) -> tuple[EvaluationEntry, ...]:
    """Return evaluations within a scope, those after one of them. Raises NotFound for that one."""
    statement = _entries().where(*_conditions(scope, wanted))
    if after is not None:
        anchor = get_evaluation(session, scope, after)
        statement = statement.where(_comes_after(anchor, order))
    statement = statement.order_by(*_ORDERS[order]).limit(limit)
    return tuple(EvaluationEntry(*row) for row in session.connection().execute(statement))


def count_evaluations(session: Session, scope: Scope, wanted: EvaluationFilter) -> int:
    """Return how many evaluations within a scope a filter lets through."""
    statement = _joined(select(func.count())).where(*_conditions(scope, wanted))
    return int(session.connection().execute(statement).scalar_one())


def get_evaluation(session: Session, scope: Scope, evaluation_id: int) -> EvaluationEntry:
    """Return an evaluation of an enterprise within a scope; raises NotFound."""
    statement = _entries().where(
        _EVALUATIONS.c.id == evaluation_id, *conditions_of(scope, EVERYTHING)
    )
    row = session.connection().execute(statement).first()
    if row is None:
        raise NotFound
    return EvaluationEntry(*row)


def list_of_enterprise(
    session: Session, scope: Scope, enterprise_id: int, *, campaign_id: int | None = None
) -> tuple[EvaluationEntry, ...]:
    """Return the evaluations of an enterprise within a scope, those of the last campaign first."""
    statement = _entries().where(
        _EVALUATIONS.c.enterprise_id == enterprise_id,
        _EVALUATIONS.c.lowest.is_not(None),
        *conditions_of(scope, EVERYTHING),
    )
    if campaign_id is not None:
        statement = statement.where(_EVALUATIONS.c.campaign_id == campaign_id)
    statement = statement.order_by(_EVALUATIONS.c.campaign_id.desc(), _SCHEMES.c.slug)
    return tuple(EvaluationEntry(*row) for row in session.connection().execute(statement))


def find_trace(session: Session, evaluation_id: int) -> bytes | None:
    """Return how an evaluation was worked out, compressed; see `stored_trace.read_trace`."""
    statement = select(_TRACES.c.trace).where(_TRACES.c.evaluation_id == evaluation_id)
    found: bytes | None = session.connection().execute(statement).scalar()
    return found


def count_grades(
    session: Session, scope: Scope, wanted: EvaluationFilter
) -> Mapping[tuple[int, str | None], int]:
    """Return how many evaluations reached which grade (None: none), by area of the enterprise."""
    statement = (
        _joined(select(_ENTERPRISES.c.area_id, _EVALUATIONS.c.grade, func.count()))
        .where(*_conditions(scope, wanted))
        .group_by(_ENTERPRISES.c.area_id, _EVALUATIONS.c.grade)
    )
    return {(row[0], row[1]): row[2] for row in session.connection().execute(statement)}


def rank_of(
    session: Session, scope: Scope, entry: EvaluationEntry, wanted: EvaluationFilter
) -> int:
    """Return the place of an evaluation among those of a filter; equal points share a place."""
    statement = _joined(select(func.count())).where(
        *_conditions(scope, wanted), _EVALUATIONS.c.lowest > entry.lowest
    )
    return 1 + int(session.connection().execute(statement).scalar_one())


def count_stale(session: Session, campaign_id: int) -> int:
    """Return how many evaluations of a campaign wait to be worked out, for the first time too."""
    statement = select(func.count()).where(_EVALUATIONS.c.campaign_id == campaign_id, _IS_STALE)
    return int(session.connection().execute(statement).scalar_one())


def list_results_of(
    session: Session, of: EvaluationsOf, slugs: Sequence[str], subject_ids: Sequence[int]
) -> tuple[StoredResult, ...]:
    """Return what some schemes said of subjects in the same campaign."""
    statement = (
        select(
            _EVALUATIONS.c.subject_id,
            _EVALUATIONS.c.id,
            _SCHEMES.c.slug,
            _VERSIONS.c.version,
            _EVALUATIONS.c.counted_from,
            _EVALUATIONS.c.total,
            _TRACES.c.trace,
        )
        .join(_VERSIONS, _VERSIONS.c.id == _EVALUATIONS.c.scheme_version_id)
        .join(_SCHEMES, _SCHEMES.c.id == _VERSIONS.c.scheme_id)
        .outerjoin(_TRACES, _TRACES.c.evaluation_id == _EVALUATIONS.c.id)
        .where(
            _EVALUATIONS.c.campaign_id == of.campaign_id,
            _EVALUATIONS.c.subject_kind == of.subject_kind,
            _EVALUATIONS.c.subject_id.in_(subject_ids),
            _SCHEMES.c.slug.in_(slugs),
            _EVALUATIONS.c.lowest.is_not(None),
        )
        .order_by(_EVALUATIONS.c.id)
    )
    return tuple(StoredResult(*row) for row in session.connection().execute(statement))


_ORDERS: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    Order.RANKING: (_EVALUATIONS.c.lowest.desc(), _EVALUATIONS.c.id),
    Order.NAME: (_ENTERPRISES.c.name, _EVALUATIONS.c.id),
}


def _comes_after(anchor: EvaluationEntry, order: Order) -> ColumnElement[bool]:
    is_later = _EVALUATIONS.c.id > anchor.id
    if order is Order.NAME:
        name = _ENTERPRISES.c.name
        return or_(name > anchor.enterprise_name, and_(name == anchor.enterprise_name, is_later))
    lowest = _EVALUATIONS.c.lowest
    return or_(lowest < anchor.lowest, and_(lowest == anchor.lowest, is_later))


def _entries() -> "Select[*tuple[Any, ...]]":
    """Return the statement of all entries, with columns as EvaluationEntry has them."""
    evaluation = _EVALUATIONS.c
    return _joined(
        select(
            evaluation.id,
            evaluation.campaign_id,
            _ENTERPRISES.c.id,
            _ENTERPRISES.c.name,
            _ENTERPRISES.c.uscc,
            _AREAS.c.id,
            _AREAS.c.name,
            _SCHEMES.c.slug,
            _VERSIONS.c.id,
            _VERSIONS.c.version,
            evaluation.total,
            evaluation.lowest,
            evaluation.most,
            evaluation.grade,
            evaluation.is_vetoed,
            evaluation.gap_count,
            _IS_STALE,
            evaluation.computed_at,
            evaluation.counted_from,
        )
    )


def _joined(statement: "Select[*tuple[Any, ...]]") -> "Select[*tuple[Any, ...]]":
    return (
        statement.select_from(_EVALUATIONS)
        .join(_ENTERPRISES, _ENTERPRISES.c.id == _EVALUATIONS.c.enterprise_id)
        .join(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
        .join(_VERSIONS, _VERSIONS.c.id == _EVALUATIONS.c.scheme_version_id)
        .join(_SCHEMES, _SCHEMES.c.id == _VERSIONS.c.scheme_id)
    )


def _conditions(scope: Scope, wanted: EvaluationFilter) -> list[ColumnElement[bool]]:
    evaluation = _EVALUATIONS.c
    conditions = [
        *conditions_of(scope, wanted.enterprises),
        evaluation.campaign_id == wanted.campaign_id,
        evaluation.lowest.is_not(None),
    ]
    if wanted.version_id is not None:
        conditions.append(evaluation.scheme_version_id == wanted.version_id)
    if wanted.grade is not None:
        grade = evaluation.grade
        conditions.append(grade == wanted.grade if wanted.grade else grade.is_(None))
    if wanted.is_vetoed is not None:
        conditions.append(evaluation.is_vetoed.is_(wanted.is_vetoed))
    if wanted.is_stale is not None:
        conditions.append(_IS_STALE if wanted.is_stale else ~_IS_STALE)
    if wanted.has_gaps is not None:
        gaps = evaluation.gap_count
        conditions.append(gaps > 0 if wanted.has_gaps else gaps == 0)
    return conditions

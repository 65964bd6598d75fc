"""Evaluations as pages read them: rankings by page, one with its trace, counts, staleness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.problems import NotFound
from server.store.queries.enterprises import EVERYTHING, EnterpriseFilter
from server.store.queries.evaluated import IS_STALE, IS_WORKED_OUT, is_of
from server.store.queries.scope import Scope
from server.store.queries.subject_tables import subject_table
from server.store.tables.evaluations import EvaluationTrace, StoredEvaluation
from server.store.tables.schemes import Scheme, SchemeVersion
from server.store.upsert import table_of

_EVALUATIONS, _TRACES = table_of(StoredEvaluation), table_of(EvaluationTrace)
_SCHEMES, _VERSIONS = table_of(Scheme), table_of(SchemeVersion)


class Order(StrEnum):
    """How evaluations are listed."""

    RANKING = "ranking"
    """The most points first."""
    NAME = "name"


@dataclass(frozen=True, slots=True)
class EvaluationFilter:
    """Which evaluations of a kind of subject; `grade` "" are those without any."""

    campaign_id: int
    version_id: int | None = None
    enterprises: EnterpriseFilter = EVERYTHING
    grade: str | None = None
    is_vetoed: bool | None = None
    is_stale: bool | None = None
    has_gaps: bool | None = None
    subject_kind: str = ENTERPRISE
    ids: frozenset[int] | None = None
    """Keys of evaluations; None: all."""


@dataclass(frozen=True, slots=True)
class EvaluationEntry:
    """One evaluation in a list. `total` is None while gaps leave it open.

    Of a park or an area `enterprise_id` and `enterprise_name` are its own key and name; the area of
    an area is the one above it by name, and a park has none.
    """

    id: int
    campaign_id: int
    enterprise_id: int
    enterprise_name: str
    uscc: str | None
    area_id: int | None
    area_name: str | None
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
    subject_kind: str


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
    kind = wanted.subject_kind
    statement = _entries(kind).where(*_conditions(scope, wanted))
    if after is not None:
        anchor = get_evaluation(session, scope, after, subject_kind=kind)
        statement = statement.where(_comes_after(anchor, order))
    statement = statement.order_by(*_order_by(kind, order)).limit(limit)
    return tuple(EvaluationEntry(*row) for row in session.connection().execute(statement))


def count_evaluations(session: Session, scope: Scope, wanted: EvaluationFilter) -> int:
    """Return how many evaluations within a scope a filter lets through."""
    statement = _joined(select(func.count()), wanted.subject_kind)
    statement = statement.where(*_conditions(scope, wanted))
    return int(session.connection().execute(statement).scalar_one())


def get_evaluation(
    session: Session, scope: Scope, evaluation_id: int, *, subject_kind: str = ENTERPRISE
) -> EvaluationEntry:
    """Return an evaluation of a kind of subject within a scope; raises NotFound."""
    is_seen = subject_table(subject_kind).conditions(scope, EVERYTHING)
    statement = _entries(subject_kind).where(_EVALUATIONS.c.id == evaluation_id, *is_seen)
    row = session.connection().execute(statement).first()
    if row is None:
        raise NotFound
    return EvaluationEntry(*row)


def find_kind(session: Session, evaluation_id: int) -> str | None:
    """Return the kind of subject that an evaluation is of, whoever may see it."""
    statement = select(_EVALUATIONS.c.subject_kind).where(_EVALUATIONS.c.id == evaluation_id)
    found: str | None = session.connection().execute(statement).scalar()
    return found


def list_of_subject(
    session: Session, scope: Scope, kind: str, subject_id: int, *, campaign_id: int | None = None
) -> tuple[EvaluationEntry, ...]:
    """Return the evaluations of a subject within a scope, those of the last campaign first."""
    is_own = _EVALUATIONS.c.subject_id == subject_id
    if kind == ENTERPRISE:
        is_own = _EVALUATIONS.c.enterprise_id == subject_id
    statement = _entries(kind).where(
        is_own,
        IS_WORKED_OUT,
        *subject_table(kind).conditions(scope, EVERYTHING),
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
    """Return how many evaluations reached which grade (None: none), by area of the subject."""
    area_id = subject_table(wanted.subject_kind).area_id
    columns = (_EVALUATIONS.c.grade, func.count())
    if wanted.subject_kind == PARK:
        statement = _joined(select(literal(0), *columns), PARK).group_by(_EVALUATIONS.c.grade)
    else:
        statement = _joined(select(area_id, *columns), wanted.subject_kind)
        statement = statement.group_by(area_id, _EVALUATIONS.c.grade)
    statement = statement.where(*_conditions(scope, wanted))
    return {(row[0], row[1]): row[2] for row in session.connection().execute(statement)}


def rank_of(
    session: Session, scope: Scope, entry: EvaluationEntry, wanted: EvaluationFilter
) -> int:
    """Return the place of an evaluation among those of a filter; equal points share a place."""
    statement = _joined(select(func.count()), wanted.subject_kind).where(
        *_conditions(scope, wanted), _EVALUATIONS.c.lowest > entry.lowest
    )
    return 1 + int(session.connection().execute(statement).scalar_one())


def count_stale(session: Session, campaign_id: int) -> int:
    """Return how many evaluations of a campaign wait to be worked out, for the first time too."""
    statement = select(func.count()).where(_EVALUATIONS.c.campaign_id == campaign_id, IS_STALE)
    return int(session.connection().execute(statement).scalar_one())


def _order_by(kind: str, order: Order) -> tuple[ColumnElement[Any], ...]:
    if order is Order.NAME:
        return (subject_table(kind).name, _EVALUATIONS.c.id)
    return (_EVALUATIONS.c.lowest.desc(), _EVALUATIONS.c.id)


def _comes_after(anchor: EvaluationEntry, order: Order) -> ColumnElement[bool]:
    is_later = _EVALUATIONS.c.id > anchor.id
    if order is Order.NAME:
        name = subject_table(anchor.subject_kind).name
        return or_(name > anchor.enterprise_name, and_(name == anchor.enterprise_name, is_later))
    lowest = _EVALUATIONS.c.lowest
    return or_(lowest < anchor.lowest, and_(lowest == anchor.lowest, is_later))


def _entries(kind: str) -> "Select[*tuple[Any, ...]]":
    """Return the statement of all entries, with columns as EvaluationEntry has them."""
    evaluation, subject = _EVALUATIONS.c, subject_table(kind)
    return _joined(
        select(
            evaluation.id,
            evaluation.campaign_id,
            subject.id,
            subject.name,
            subject.uscc,
            subject.area_id,
            subject.area_name,
            _SCHEMES.c.slug,
            _VERSIONS.c.id,
            _VERSIONS.c.version,
            evaluation.total,
            evaluation.lowest,
            evaluation.most,
            evaluation.grade,
            evaluation.is_vetoed,
            evaluation.gap_count,
            IS_STALE,
            evaluation.computed_at,
            evaluation.counted_from,
            evaluation.subject_kind,
        ),
        kind,
    )


def _joined(statement: "Select[*tuple[Any, ...]]", kind: str) -> "Select[*tuple[Any, ...]]":
    """Return a statement that reads evaluations of a kind with their subjects."""
    subject = subject_table(kind)
    is_own = is_of(subject)
    if kind == ENTERPRISE:
        is_own = _EVALUATIONS.c.enterprise_id == subject.id
    return (
        subject.joined(statement.select_from(_EVALUATIONS), is_own)
        .join(_VERSIONS, _VERSIONS.c.id == _EVALUATIONS.c.scheme_version_id)
        .join(_SCHEMES, _SCHEMES.c.id == _VERSIONS.c.scheme_id)
    )


def _conditions(scope: Scope, wanted: EvaluationFilter) -> list[ColumnElement[bool]]:
    evaluation = _EVALUATIONS.c
    conditions = [
        *subject_table(wanted.subject_kind).conditions(scope, wanted.enterprises),
        evaluation.campaign_id == wanted.campaign_id,
        IS_WORKED_OUT,
    ]
    if wanted.version_id is not None:
        conditions.append(evaluation.scheme_version_id == wanted.version_id)
    if wanted.ids is not None:
        conditions.append(evaluation.id.in_(sorted(wanted.ids)))
    if wanted.grade is not None:
        grade = evaluation.grade
        conditions.append(grade == wanted.grade if wanted.grade else grade.is_(None))
    if wanted.is_vetoed is not None:
        conditions.append(evaluation.is_vetoed.is_(wanted.is_vetoed))
    if wanted.is_stale is not None:
        conditions.append(IS_STALE if wanted.is_stale else ~IS_STALE)
    if wanted.has_gaps is not None:
        gaps = evaluation.gap_count
        conditions.append(gaps > 0 if wanted.has_gaps else gaps == 0)
    return conditions

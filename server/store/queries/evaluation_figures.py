"""Figures over the evaluations of a campaign: how points are spread, and whose traces lie near."""

from collections.abc import Mapping, Sequence

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce
from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.store.queries.evaluated import IS_STALE, is_of, worked_out
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.scope import Scope
from server.store.queries.subject_tables import subject_table
from server.store.tables.areas import Area
from server.store.tables.enterprises import Enterprise
from server.store.tables.evaluations import EvaluationTrace, StoredEvaluation
from server.store.upsert import table_of

_EVALUATIONS, _TRACES = table_of(StoredEvaluation), table_of(EvaluationTrace)
_ENTERPRISES, _AREAS = table_of(Enterprise), table_of(Area)
_OWN, _OWN_AREA = _ENTERPRISES.alias("own"), _AREAS.alias("own_area")
_MILLION = 1_000_000


def count_bands(session: Session, scope: Scope, of: EvaluationsOf, width: int) -> Mapping[int, int]:
    """Return how many evaluations lie in each band of so many points, by the band's number."""
    points = type_coerce(_EVALUATIONS.c.lowest, BigInteger)
    subject = subject_table(of.subject_kind)
    band = points // (width * _MILLION)
    counted = select(band, func.count()).select_from(_EVALUATIONS)
    statement = subject.joined(counted, is_of(subject))
    statement = statement.where(*worked_out(scope, of)).group_by(band)
    return {row[0]: row[1] for row in session.connection().execute(statement)}


def count_states(session: Session, scope: Scope, of: EvaluationsOf) -> tuple[int, int, int, int]:
    """Return how many are evaluated, vetoed, have gaps, and wait to be worked out anew."""
    subject = subject_table(of.subject_kind)
    flags = (_EVALUATIONS.c.is_vetoed, _EVALUATIONS.c.gap_count > 0, IS_STALE)
    counted = select(func.count(), *(func.count().filter(flag) for flag in flags))
    statement = subject.joined(counted.select_from(_EVALUATIONS), is_of(subject))
    statement = statement.where(*worked_out(scope, of))
    row = session.connection().execute(statement).one()
    return (row[0], row[1], row[2], row[3])


def list_near(
    session: Session, scope: Scope, of: EvaluationsOf, *, subject_id: int, most: int
) -> Sequence[bytes]:
    """Return the traces of the subjects near one of them, at most so many.

    Near an enterprise are those of its area, near an area those beside it, near a park all parks.
    """
    subject = subject_table(of.subject_kind)
    traces = select(_TRACES.c.trace).join(
        _EVALUATIONS, _EVALUATIONS.c.id == _TRACES.c.evaluation_id
    )
    statement = (
        subject.joined(traces, is_of(subject))
        .where(
            *worked_out(scope, of), subject.id != subject_id, *_is_near(subject.kind, subject_id)
        )
        .order_by(_EVALUATIONS.c.id)
        .limit(most)
    )
    return tuple(session.connection().execute(statement).scalars())


def _is_near(kind: str, subject_id: int) -> Sequence[ColumnElement[bool]]:
    if kind == PARK:
        return ()
    if kind == ENTERPRISE:
        lies_in = _ENTERPRISES.c.area_id
        own = select(_OWN.c.area_id).where(_OWN.c.id == subject_id)
    else:
        lies_in = _AREAS.c.parent_id
        own = select(_OWN_AREA.c.parent_id).where(_OWN_AREA.c.id == subject_id)
    return (lies_in.is_not_distinct_from(own.scalar_subquery()),)

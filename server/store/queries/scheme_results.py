"""What other schemes said of subjects in the same campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from server.store.queries.evaluated import IS_WORKED_OUT
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.tables.evaluations import EvaluationTrace, StoredEvaluation
from server.store.tables.schemes import Scheme, SchemeVersion
from server.store.upsert import table_of

_EVALUATIONS, _TRACES = table_of(StoredEvaluation), table_of(EvaluationTrace)
_SCHEMES, _VERSIONS = table_of(Scheme), table_of(SchemeVersion)


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
            IS_WORKED_OUT,
        )
        .order_by(_EVALUATIONS.c.id)
    )
    return tuple(StoredResult(*row) for row in session.connection().execute(statement))

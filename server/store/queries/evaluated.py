"""What all queries of evaluations say alike: whose one is, whether it is worked out, or stale."""

from sqlalchemy import ColumnElement, and_

from server.store.queries.enterprises import EVERYTHING
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.scope import Scope
from server.store.queries.subject_tables import SubjectTable, subject_table
from server.store.tables.evaluations import StoredEvaluation
from server.store.upsert import table_of

_EVALUATIONS = table_of(StoredEvaluation)

IS_WORKED_OUT = _EVALUATIONS.c.lowest.is_not(None)
"""Whether there is a result, be it one of an earlier generation."""
IS_STALE = _EVALUATIONS.c.computed_generation < _EVALUATIONS.c.generation
"""Whether it waits to be worked out, for the first time or anew."""


def is_of(subject: SubjectTable) -> ColumnElement[bool]:
    """Return the condition that an evaluation is of a subject, to join the two by."""
    return and_(
        _EVALUATIONS.c.subject_kind == subject.kind, _EVALUATIONS.c.subject_id == subject.id
    )


def worked_out(scope: Scope, of: EvaluationsOf) -> list[ColumnElement[bool]]:
    """Return the conditions of those worked out by a version, joined to subjects in a scope."""
    return [
        *subject_table(of.subject_kind).conditions(scope, EVERYTHING),
        _EVALUATIONS.c.campaign_id == of.campaign_id,
        _EVALUATIONS.c.scheme_version_id == of.version_id,
        IS_WORKED_OUT,
    ]

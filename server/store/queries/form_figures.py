"""How many submissions the forms of a project have, within a caller's areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session

from server.domain.lifecycle import ReviewState
from server.store.queries.scope import Scope, within
from server.store.tables.enterprises import Enterprise
from server.store.tables.submissions import Submission
from server.store.upsert import table_of

_SUBMISSIONS, _ENTERPRISES = table_of(Submission), table_of(Enterprise)


@dataclass(frozen=True, slots=True)
class FormFigures:
    """Submissions of one form: how many, the newest, and how many in which review state."""

    submission_count: int = 0
    last_submission_at: datetime | None = None
    received_count: int = 0
    has_issues_count: int = 0
    edited_count: int = 0


def figures_of_forms(session: Session, scope: Scope) -> Mapping[int, FormFigures]:
    """Return the figures of forms that have submissions, by the form's key.

    Forms with anonymous answers have none here: what those tell is a release.
    """
    statement = (
        select(
            _SUBMISSIONS.c.form_pk,
            func.count(),
            func.max(_SUBMISSIONS.c.received_at),
            _count(_SUBMISSIONS.c.review_state.is_(None)),
            _count(_SUBMISSIONS.c.review_state == ReviewState.HAS_ISSUES),
            _count(_SUBMISSIONS.c.review_state == ReviewState.EDITED),
        )
        .outerjoin(_ENTERPRISES, _ENTERPRISES.c.id == _SUBMISSIONS.c.enterprise_id)
        .where(
            _SUBMISSIONS.c.project_id == scope.project_id,
            _SUBMISSIONS.c.deleted_at.is_(None),
            within(scope, _ENTERPRISES.c.area_id),
        )
        .group_by(_SUBMISSIONS.c.form_pk)
    )
    return {row[0]: FormFigures(*row[1:]) for row in session.connection().execute(statement)}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))

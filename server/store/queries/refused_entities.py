"""Submissions whose entities could not be written, as far as somebody sees them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Join, func, select
from sqlmodel import Session

from server.domain.entity_changes import EntityError
from server.store.queries.entity_submissions import read_errors
from server.store.queries.scope import Scope, within
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import EntityErrors
from server.store.tables.forms import Form
from server.store.tables.submissions import Submission, SubmissionVersion
from server.store.upsert import table_of

_ERRORS, _FORMS, _ENTERPRISES = table_of(EntityErrors), table_of(Form), table_of(Enterprise)
_SUBMISSIONS, _SENT = table_of(Submission), table_of(SubmissionVersion)


@dataclass(frozen=True, slots=True)
class RefusedSubmission:
    """A submission whose entities were not written, and why."""

    id: int
    form_id: str
    instance_id: str
    instance_name: str | None
    enterprise_name: str | None
    received_at: datetime
    errors: tuple[EntityError, ...]


def list_refused(
    session: Session, scope: Scope, *, limit: int | None = None, offset: int = 0
) -> tuple[RefusedSubmission, ...]:
    """Return the submissions of a scope whose entities were not written, the newest first."""
    columns = (
        _SUBMISSIONS.c.id,
        _FORMS.c.form_id,
        _SUBMISSIONS.c.root_instance_id,
        _SENT.c.instance_name,
        _ENTERPRISES.c.name,
        _SUBMISSIONS.c.received_at,
        _ERRORS.c.errors,
    )
    statement = select(*columns).select_from(_joined()).where(*_seen(scope))
    statement = statement.order_by(_ERRORS.c.created_at.desc(), _SUBMISSIONS.c.id.desc())
    rows = session.connection().execute(statement.limit(limit).offset(offset or None))
    return tuple(RefusedSubmission(*row[:6], read_errors(row[6])) for row in rows)


def count_refused(session: Session, scope: Scope) -> int:
    """Return how many submissions of a scope have entities that were not written."""
    statement = select(func.count()).select_from(_joined()).where(*_seen(scope))
    return int(session.connection().execute(statement).scalar_one())


def _joined() -> Join:
    return (
        _ERRORS.join(_SUBMISSIONS, _SUBMISSIONS.c.id == _ERRORS.c.submission_id)
        .join(_SENT, _SENT.c.id == _ERRORS.c.submission_version_id)
        .join(_FORMS, _FORMS.c.id == _SUBMISSIONS.c.form_pk)
        .outerjoin(_ENTERPRISES, _ENTERPRISES.c.id == _SUBMISSIONS.c.enterprise_id)
    )


def _seen(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        _ERRORS.c.project_id == scope.project_id,
        _SUBMISSIONS.c.deleted_at.is_(None),
        _FORMS.c.deleted_at.is_(None),
        within(scope, _ENTERPRISES.c.area_id),
    )

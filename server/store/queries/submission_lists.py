"""Submissions as the office lists them: filtered, newest first, each with its enterprise.

A submission lies in the area of its enterprise; one that is tied to none belongs to the whole
project, so that only those who see all of it find it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlmodel import Session

from server.domain.lifecycle import ReviewState
from server.problems import NotFound
from server.store.queries.scope import Scope, narrowed, within
from server.store.tables.areas import Area
from server.store.tables.enterprises import Enterprise
from server.store.tables.forms import Form
from server.store.tables.submissions import Submission, SubmissionVersion
from server.store.tables.users import Actor
from server.store.upsert import table_of

_SUBMISSIONS, _VERSIONS = table_of(Submission), table_of(SubmissionVersion)
_ENTERPRISES, _AREAS, _FORMS = table_of(Enterprise), table_of(Area), table_of(Form)
_ACTORS = table_of(Actor)


@dataclass(frozen=True, slots=True)
class SubmissionFilter:
    """What a list is narrowed to; `until` is the first moment that is too late."""

    form_pk: int | None = None
    area_id: int | None = None
    campaign_id: int | None = None
    enterprise_id: int | None = None
    review_state: ReviewState | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    is_unlinked: bool = False


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission with what stands beside it in lists."""

    id: int
    form_pk: int
    form_id: str
    root_instance_id: str
    instance_name: str | None
    review_state: ReviewState | None
    received_at: datetime
    linked_by: str | None
    link_problem: str | None
    enterprise_id: int | None
    enterprise_name: str | None
    area_name: str | None
    sender: str | None


EVERYTHING = SubmissionFilter()


def list_rows(
    session: Session,
    scope: Scope,
    wanted: SubmissionFilter = EVERYTHING,
    *,
    limit: int,
    after: int | None = None,
    before: int | None = None,
) -> tuple[SubmissionRow, ...]:
    """Return submissions, the newest first: those that come after a row, or right before one."""
    statement = _rows().where(*_conditions(scope, wanted))
    place = tuple_(_SUBMISSIONS.c.received_at, _SUBMISSIONS.c.id)
    if before is not None:
        statement = statement.where(place > _place_of(session, scope, before))
        statement = statement.order_by(_SUBMISSIONS.c.received_at, _SUBMISSIONS.c.id)
    else:
        if after is not None:
            statement = statement.where(place < _place_of(session, scope, after))
        statement = statement.order_by(_SUBMISSIONS.c.received_at.desc(), _SUBMISSIONS.c.id.desc())
    found = session.connection().execute(statement.limit(limit))
    rows = tuple(SubmissionRow(*row) for row in found)
    return rows[::-1] if before is not None else rows


def count_rows(session: Session, scope: Scope, wanted: SubmissionFilter = EVERYTHING) -> int:
    """Return how many submissions within a scope a filter lets through."""
    statement = _joined(select(func.count())).where(*_conditions(scope, wanted))
    return int(session.connection().execute(statement).scalar_one())


def count_by_form(session: Session, scope: Scope) -> Mapping[int, int]:
    """Return the number of submissions within a scope by form; a form without any is not in it."""
    statement = (
        _joined(select(_SUBMISSIONS.c.form_pk, func.count()))
        .where(*_conditions(scope, EVERYTHING))
        .group_by(_SUBMISSIONS.c.form_pk)
    )
    return {row[0]: row[1] for row in session.connection().execute(statement)}


def get_row(session: Session, scope: Scope, submission_id: int) -> SubmissionRow:
    """Return a submission within a scope; raises NotFound, for foreign ones as well."""
    statement = _rows().where(_SUBMISSIONS.c.id == submission_id, *_conditions(scope, EVERYTHING))
    found = session.connection().execute(statement).first()
    if found is None:
        raise NotFound
    return SubmissionRow(*found)


def _rows() -> Select[Any]:
    return _joined(
        select(
            _SUBMISSIONS.c.id,
            _SUBMISSIONS.c.form_pk,
            _FORMS.c.form_id,
            _SUBMISSIONS.c.root_instance_id,
            _VERSIONS.c.instance_name,
            _SUBMISSIONS.c.review_state,
            _SUBMISSIONS.c.received_at,
            _SUBMISSIONS.c.linked_by,
            _SUBMISSIONS.c.link_problem,
            _SUBMISSIONS.c.enterprise_id,
            _ENTERPRISES.c.name,
            _AREAS.c.name,
            _ACTORS.c.display_name,
        )
    )


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(_SUBMISSIONS)
        .join(_FORMS, _FORMS.c.id == _SUBMISSIONS.c.form_pk)
        .outerjoin(_VERSIONS, _VERSIONS.c.id == _SUBMISSIONS.c.current_version_id)
        .outerjoin(_ENTERPRISES, _ENTERPRISES.c.id == _SUBMISSIONS.c.enterprise_id)
        .outerjoin(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
        .outerjoin(_ACTORS, _ACTORS.c.id == _SUBMISSIONS.c.submitter_id)
    )


def _conditions(scope: Scope, wanted: SubmissionFilter) -> list[ColumnElement[bool]]:
    columns = _SUBMISSIONS.c
    conditions = [columns.project_id == scope.project_id, columns.deleted_at.is_(None)]
    conditions.append(_FORMS.c.deleted_at.is_(None))
    conditions.append(within(scope, _ENTERPRISES.c.area_id))
    for column in ("form_pk", "campaign_id", "enterprise_id"):
        value = getattr(wanted, column)
        if value is not None:
            conditions.append(columns[column] == value)
    if wanted.area_id is not None:
        conditions.append(narrowed(scope, _ENTERPRISES.c.area_id, wanted.area_id))
    if wanted.since is not None:
        conditions.append(columns.received_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(columns.received_at < wanted.until)
    if wanted.is_unlinked:
        conditions.append(columns.link_problem.is_not(None))
    return [*conditions, *_of_state(wanted.review_state), *_of_text(wanted.text.strip())]


def _of_state(state: ReviewState | None) -> list[ColumnElement[bool]]:
    """Return the condition of a review state; `received` is stored as no state at all."""
    column = _SUBMISSIONS.c.review_state
    if state is None:
        return []
    if state is ReviewState.RECEIVED:
        return [or_(column.is_(None), column == state)]
    return [column == state]


def _of_text(text: str) -> list[ColumnElement[bool]]:
    if not text:
        return []
    places = (
        _VERSIONS.c.instance_name,
        _SUBMISSIONS.c.root_instance_id,
        _ENTERPRISES.c.name,
        _ENTERPRISES.c.uscc,
        _ACTORS.c.display_name,
    )
    return [or_(*(place.icontains(text, autoescape=True) for place in places))]


def _place_of(
    session: Session, scope: Scope, submission_id: int
) -> ColumnElement[tuple[object, ...]]:
    """Return where a submission stands in the order; raises NotFound for a foreign one."""
    row = get_row(session, scope, submission_id)
    return tuple_(row.received_at, row.id)

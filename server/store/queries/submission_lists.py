"""Submissions as the office lists them: filtered, newest first, each with its enterprise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlmodel import Session

from server.domain.coordinates import Position, distance
from server.domain.lifecycle import ReviewState
from server.problems import NotFound
from server.store.queries.scope import Scope
from server.store.queries.submission_filters import (
    EVERYTHING,
    FILE_IS_MISSING,
    JOINED,
    SubmissionFilter,
    conditions_of,
)
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
    flags: list[str]
    is_file_missing: bool
    revision: int
    version_id: int
    updated_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None
    enterprise_latitude: Decimal | None
    enterprise_longitude: Decimal | None

    @property
    def place(self) -> Position | None:
        """Where it was filled in."""
        return _position(self.latitude, self.longitude)

    @property
    def enterprise_place(self) -> Position | None:
        """Where the register has its enterprise."""
        return _position(self.enterprise_latitude, self.enterprise_longitude)

    @property
    def metres_off(self) -> int | None:
        """How far from its enterprise it was filled in; None when either is not known."""
        if self.place is None or self.enterprise_place is None:
            return None
        return distance(self.place, self.enterprise_place)


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
    statement = _rows().where(*conditions_of(scope, wanted))
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
    statement = select(func.count()).select_from(JOINED).where(*conditions_of(scope, wanted))
    return int(session.connection().execute(statement).scalar_one())


def count_by_form(session: Session, scope: Scope) -> Mapping[int, int]:
    """Return the number of submissions within a scope by form; a form without any is not in it."""
    statement = (
        select(_SUBMISSIONS.c.form_pk, func.count())
        .select_from(JOINED)
        .where(*conditions_of(scope))
        .group_by(_SUBMISSIONS.c.form_pk)
    )
    return {row[0]: row[1] for row in session.connection().execute(statement)}


def get_row(session: Session, scope: Scope, submission_id: int) -> SubmissionRow:
    """Return a submission within a scope; raises NotFound, for foreign ones as well."""
    statement = _rows().where(_SUBMISSIONS.c.id == submission_id, *conditions_of(scope))
    found = session.connection().execute(statement).first()
    if found is None:
        raise NotFound
    return SubmissionRow(*found)


def _rows() -> Select[Any]:
    return select(
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
        _VERSIONS.c.flags,
        FILE_IS_MISSING,
        _SUBMISSIONS.c.revision,
        _VERSIONS.c.id,
        _SUBMISSIONS.c.updated_at,
        _SUBMISSIONS.c.latitude,
        _SUBMISSIONS.c.longitude,
        _ENTERPRISES.c.latitude,
        _ENTERPRISES.c.longitude,
    ).select_from(JOINED.outerjoin(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id))


def _place_of(
    session: Session, scope: Scope, submission_id: int
) -> ColumnElement[tuple[object, ...]]:
    """Return where a submission stands in the order; raises NotFound for a foreign one."""
    row = get_row(session, scope, submission_id)
    return tuple_(row.received_at, row.id)


def list_seen(
    session: Session, scope: Scope, wanted: SubmissionFilter
) -> tuple[tuple[int, int, int], ...]:
    """Return key, revision and current version of all that a filter lets through, newest first."""
    statement = (
        select(_SUBMISSIONS.c.id, _SUBMISSIONS.c.revision, _VERSIONS.c.id)
        .select_from(JOINED)
        .where(*conditions_of(scope, wanted))
        .order_by(_SUBMISSIONS.c.received_at.desc(), _SUBMISSIONS.c.id.desc())
    )
    return tuple((row[0], row[1], row[2]) for row in session.connection().execute(statement))


def list_senders(
    session: Session,
    scope: Scope,
    wanted: SubmissionFilter = EVERYTHING,
    *,
    most: int | None = None,
    only: int | None = None,
) -> tuple[tuple[int, str], ...]:
    """Return who sent what a filter lets through, by name: at most so many, or only this one."""
    people = _ACTORS.alias()
    sent = (
        select(_SUBMISSIONS.c.id)
        .select_from(JOINED)
        .where(_SUBMISSIONS.c.submitter_id == people.c.id, *conditions_of(scope, wanted))
    )
    statement = select(people.c.id, people.c.display_name).where(sent.exists())
    if only is not None:
        statement = statement.where(people.c.id == only)
    statement = statement.order_by(people.c.display_name, people.c.id).limit(most)
    return tuple((row[0], row[1]) for row in session.connection().execute(statement))


def _position(latitude: Decimal | None, longitude: Decimal | None) -> Position | None:
    if latitude is None or longitude is None:
        return None
    return Position(latitude, longitude)

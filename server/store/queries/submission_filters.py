"""Which submissions somebody sees, and what a list of them is narrowed to.

A submission lies in the area of its enterprise; one that is tied to none belongs to the whole
project, so that only those who see all of it find it. Those of deleted forms are nowhere.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, func, or_

from server.domain.lifecycle import ReviewState
from server.store.queries.scope import Scope, narrowed, within
from server.store.queries.submission_places import farther_than
from server.store.tables.enterprises import Enterprise
from server.store.tables.forms import Form
from server.store.tables.submissions import (
    Submission,
    SubmissionAttachment,
    SubmissionVersion,
)
from server.store.tables.users import Actor
from server.store.upsert import table_of

_SUBMISSIONS, _VERSIONS = table_of(Submission), table_of(SubmissionVersion)
_ENTERPRISES, _FORMS, _ACTORS = table_of(Enterprise), table_of(Form), table_of(Actor)

JOINED = (
    _SUBMISSIONS.join(_FORMS, _FORMS.c.id == _SUBMISSIONS.c.form_pk)
    .join(_VERSIONS, _VERSIONS.c.id == _SUBMISSIONS.c.current_version_id)
    .outerjoin(_ENTERPRISES, _ENTERPRISES.c.id == _SUBMISSIONS.c.enterprise_id)
    .outerjoin(_ACTORS, _ACTORS.c.id == _SUBMISSIONS.c.submitter_id)
)
"""The tables that the conditions below speak of."""
_FILES = table_of(SubmissionAttachment)
FILE_IS_MISSING: ColumnElement[bool] = exists().where(
    _FILES.c.submission_version_id == _SUBMISSIONS.c.current_version_id,
    _FILES.c.is_expected,
    _FILES.c.blob_sha256.is_(None),
)
"""The condition that a file has not come which the answers name."""


@dataclass(frozen=True, slots=True)
class SubmissionFilter:
    """What a list is narrowed to; `until` is the first moment that is too late.

    `flag` is one that the worker set, `farther_than` metres between an enterprise and where its
    submission was filled in. `untouched_since` leaves out what came or changed after a moment.
    """

    form_pk: int | None = None
    instance_id: str | None = None
    area_id: int | None = None
    campaign_id: int | None = None
    enterprise_id: int | None = None
    review_state: ReviewState | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    is_unlinked: bool = False
    is_waiting: bool = False
    is_deleted: bool = False
    """Those that were deleted, instead of all others."""
    submitter_id: int | None = None
    flag: str | None = None
    farther_than: int | None = None
    is_file_missing: bool = False
    has_place: bool = False
    untouched_since: datetime | None = None


EVERYTHING = SubmissionFilter()
UNTIED = SubmissionFilter(is_unlinked=True)
"""The inbox: what could not be tied to an enterprise and waits for somebody to do it."""
WAITING = SubmissionFilter(is_waiting=True)
"""What nobody has looked at yet, or not since it was edited."""
DELETED = SubmissionFilter(is_deleted=True)


def conditions_of(scope: Scope, wanted: SubmissionFilter = EVERYTHING) -> list[ColumnElement[bool]]:
    """Return the conditions of a scope and a filter, on `JOINED`."""
    columns = _SUBMISSIONS.c
    exact = (
        (columns.form_pk, wanted.form_pk),
        (columns.root_instance_id, wanted.instance_id),
        (columns.campaign_id, wanted.campaign_id),
        (columns.enterprise_id, wanted.enterprise_id),
        (columns.submitter_id, wanted.submitter_id),
    )
    conditions = [
        columns.project_id == scope.project_id,
        columns.deleted_at.is_not(None) if wanted.is_deleted else columns.deleted_at.is_(None),
        _FORMS.c.deleted_at.is_(None),
        within(scope, _ENTERPRISES.c.area_id),
        *(column == value for column, value in exact if value is not None),
    ]
    if wanted.area_id is not None:
        conditions.append(narrowed(scope, _ENTERPRISES.c.area_id, wanted.area_id))
    if wanted.since is not None:
        conditions.append(columns.received_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(columns.received_at < wanted.until)
    if wanted.is_unlinked:
        conditions.append(columns.link_problem.is_not(None))
    if wanted.is_waiting:
        unseen = columns.review_state.in_([ReviewState.RECEIVED, ReviewState.EDITED])
        conditions.append(or_(columns.review_state.is_(None), unseen))
    return [
        *conditions,
        *_of_state(wanted.review_state),
        *_of_text(wanted.text.strip()),
        *_of_oddities(wanted),
    ]


def _of_oddities(wanted: SubmissionFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.flag is not None:
        conditions.append(cast(_VERSIONS.c.flags, String).contains(f'"{wanted.flag}"'))
    if wanted.farther_than is not None:
        conditions.append(farther_than(wanted.farther_than))
    if wanted.is_file_missing:
        conditions.append(FILE_IS_MISSING)
    if wanted.has_place:
        conditions.append(_SUBMISSIONS.c.latitude.is_not(None))
    if wanted.untouched_since is not None:
        touched = func.coalesce(_SUBMISSIONS.c.updated_at, _SUBMISSIONS.c.received_at)
        conditions.append(touched <= wanted.untouched_since)
    return conditions


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

"""Findings of site checks within a scope: lists, counts, one with its versions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, tuple_
from sqlmodel import Session

from server.domain.findings import NO_DATE, FindingState, Standing
from server.problems import NotFound
from server.store.queries.scope import Scope, within
from server.store.tables.areas import Area
from server.store.tables.campaigns import Campaign
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity, EntityVersion
from server.store.tables.findings import Finding
from server.store.tables.forms import Form
from server.store.tables.submissions import Submission, SubmissionVersion
from server.store.tables.users import Actor
from server.store.upsert import insert_or_update_all, table_of

_FINDINGS, _ENTITIES = table_of(Finding), table_of(Entity)
_ENTERPRISES, _AREAS, _CAMPAIGNS = table_of(Enterprise), table_of(Area), table_of(Campaign)
_SUBMISSIONS, _SENT, _FORMS = table_of(Submission), table_of(SubmissionVersion), table_of(Form)
_VERSIONS, _ACTORS = table_of(EntityVersion), table_of(Actor)
_JOINED = (
    _FINDINGS.join(_ENTITIES, _ENTITIES.c.id == _FINDINGS.c.id)
    .outerjoin(_ENTERPRISES, _ENTERPRISES.c.id == _ENTITIES.c.enterprise_id)
    .outerjoin(_AREAS, _AREAS.c.id == _ENTITIES.c.area_id)
    .outerjoin(_SUBMISSIONS, _SUBMISSIONS.c.id == _FINDINGS.c.submission_id)
    .outerjoin(_CAMPAIGNS, _CAMPAIGNS.c.id == _SUBMISSIONS.c.campaign_id)
)


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a list of findings is narrowed to."""

    standing: Standing | None = None
    campaign_id: int | None = None
    enterprise_id: int | None = None
    kind: str = ""
    text: str = ""


EVERY_FINDING = FindingFilter()


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Which part of a list is wanted: so many rows after one, or right before one."""

    limit: int | None = None
    after: int | None = None
    before: int | None = None
    offset: int = 0


ALL_ROWS = FindingPage()


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with what stands beside it in lists."""

    id: int
    uuid: str
    version: int
    label: str
    data: Mapping[str, str]
    state: FindingState
    kind: str
    found_on: date | None
    due_on: date
    rectified_on: date | None
    enterprise_id: int | None
    enterprise_name: str | None
    uscc: str | None
    area_id: int | None
    area_name: str | None
    campaign_id: int | None
    campaign_name: str | None
    submission_id: int | None
    submission_version_id: int | None
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class FindingVersion:
    """One version of a finding: when, by whom, in which submission, and the properties it had."""

    version: int
    at: datetime
    actor_name: str | None
    data: Mapping[str, str]
    submission_id: int | None
    submission_version_id: int | None
    form_id: str | None
    instance_id: str | None


def list_findings(
    session: Session,
    scope: Scope,
    wanted: FindingFilter = EVERY_FINDING,
    page: FindingPage = ALL_ROWS,
    *,
    today: date,
) -> tuple[FindingRow, ...]:
    """Return findings, what is due first first."""
    statement = _rows().where(*_conditions(scope, wanted, today))
    place = tuple_(_FINDINGS.c.due_on, _FINDINGS.c.id)
    columns = (_FINDINGS.c.due_on, _FINDINGS.c.id)
    if page.before is not None:
        statement = statement.where(place < _place_of(session, scope, page.before))
        statement = statement.order_by(*(one.desc() for one in columns))
    else:
        if page.after is not None:
            statement = statement.where(place > _place_of(session, scope, page.after))
        statement = statement.order_by(*columns)
    found = session.connection().execute(statement.limit(page.limit).offset(page.offset))
    rows = tuple(FindingRow(*row) for row in found)
    return rows[::-1] if page.before is not None else rows


def count_findings(
    session: Session, scope: Scope, wanted: FindingFilter = EVERY_FINDING, *, today: date
) -> Mapping[Standing, int]:
    """Return how many findings stand how; the filter's own standing is left aside."""
    is_open = _FINDINGS.c.state == FindingState.OPEN
    standing = case(
        (is_open & (_FINDINGS.c.due_on < today), Standing.OVERDUE.value),
        (is_open, Standing.OPEN.value),
        else_=Standing.RECTIFIED.value,
    ).label("standing")
    statement = (
        select(standing, func.count())
        .select_from(_JOINED)
        .where(*_conditions(scope, wanted, None))
        .group_by(standing)
    )
    found = {row[0]: row[1] for row in session.connection().execute(statement)}
    return {one: found.get(one.value, 0) for one in Standing}


def list_kinds(session: Session, scope: Scope) -> tuple[str, ...]:
    """Return the kinds of the findings within a scope, by name."""
    statement = (
        select(_FINDINGS.c.kind)
        .select_from(_JOINED)
        .where(*_conditions(scope, EVERY_FINDING, None), _FINDINGS.c.kind != "")
        .distinct()
        .order_by(_FINDINGS.c.kind)
    )
    return tuple(session.connection().execute(statement).scalars())


def get_finding(session: Session, scope: Scope, finding_id: int) -> FindingRow:
    """Return a finding within a scope; raises NotFound, for foreign ones as well."""
    conditions = _conditions(scope, EVERY_FINDING, None)
    statement = _rows().where(_FINDINGS.c.id == finding_id, *conditions)
    row = session.connection().execute(statement).first()
    if row is None:
        raise NotFound
    return FindingRow(*row)


def list_versions(session: Session, finding_id: int) -> tuple[FindingVersion, ...]:
    """Return the versions of a finding, oldest first."""
    statement = (
        select(
            _VERSIONS.c.version,
            _VERSIONS.c.created_at,
            _ACTORS.c.display_name,
            _VERSIONS.c.data,
            _SENT.c.submission_id,
            _SENT.c.id,
            _FORMS.c.form_id,
            _SUBMISSIONS.c.root_instance_id,
        )
        .select_from(
            _VERSIONS.outerjoin(_ACTORS, _ACTORS.c.id == _VERSIONS.c.created_by)
            .outerjoin(_SENT, _SENT.c.id == _VERSIONS.c.submission_version_id)
            .outerjoin(_SUBMISSIONS, _SUBMISSIONS.c.id == _SENT.c.submission_id)
            .outerjoin(_FORMS, _FORMS.c.id == _SENT.c.form_pk)
        )
        .where(_VERSIONS.c.entity_id == finding_id)
        .order_by(_VERSIONS.c.version)
    )
    return tuple(FindingVersion(*row) for row in session.connection().execute(statement))


def list_of_submission(session: Session, submission_id: int) -> tuple[int, ...]:
    """Return the keys of the findings that were found in a site check, in their order."""
    statement = (
        select(_FINDINGS.c.id)
        .where(_FINDINGS.c.submission_id == submission_id)
        .order_by(_FINDINGS.c.id)
    )
    return tuple(session.connection().execute(statement).scalars())


def find_sources(session: Session, finding_ids: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """Return submission and submission version that the first version of findings came from."""
    statement = (
        select(_VERSIONS.c.entity_id, _SENT.c.submission_id, _SENT.c.id)
        .join(_SENT, _SENT.c.id == _VERSIONS.c.submission_version_id)
        .where(_VERSIONS.c.entity_id.in_(sorted(finding_ids)), _VERSIONS.c.version == 1)
    )
    return {row[0]: (row[1], row[2]) for row in session.connection().execute(statement)}


def store_findings(session: Session, rows: list[dict[str, object]]) -> None:
    """Write rows of the projection (columns by name), in place of those that are there."""
    if rows:
        columns = [name for name in rows[0] if name != "id"]
        insert_or_update_all(session, Finding, rows, conflict_on=("id",), update=columns)


def due_text(due_on: date) -> str:
    """Return when something is due, nothing when no day was said."""
    return "" if due_on == NO_DATE else due_on.isoformat()


def _rows() -> Select[Any]:
    return select(
        _FINDINGS.c.id,
        _ENTITIES.c.uuid,
        _ENTITIES.c.current_version,
        _ENTITIES.c.label,
        _ENTITIES.c.data,
        _FINDINGS.c.state,
        _FINDINGS.c.kind,
        _FINDINGS.c.found_on,
        _FINDINGS.c.due_on,
        _FINDINGS.c.rectified_on,
        _ENTITIES.c.enterprise_id,
        _ENTERPRISES.c.name,
        _ENTERPRISES.c.uscc,
        _ENTITIES.c.area_id,
        _AREAS.c.name,
        _SUBMISSIONS.c.campaign_id,
        _CAMPAIGNS.c.name,
        _FINDINGS.c.submission_id,
        _FINDINGS.c.submission_version_id,
        _ENTITIES.c.updated_at,
    ).select_from(_JOINED)


def _conditions(
    scope: Scope, wanted: FindingFilter, today: date | None
) -> list[ColumnElement[bool]]:
    """Return the conditions of a scope and a filter; without a day its standing is left aside."""
    exact = (
        (_SUBMISSIONS.c.campaign_id, wanted.campaign_id),
        (_ENTITIES.c.enterprise_id, wanted.enterprise_id),
        (_FINDINGS.c.kind, wanted.kind or None),
    )
    conditions = [
        _FINDINGS.c.project_id == scope.project_id,
        _ENTITIES.c.deleted_at.is_(None),
        within(scope, _ENTITIES.c.area_id),
        *(column == value for column, value in exact if value is not None),
    ]
    if wanted.text.strip():
        places = (_ENTITIES.c.label, _ENTERPRISES.c.name, _ENTERPRISES.c.uscc)
        text = wanted.text.strip()
        conditions.append(or_(*(one.icontains(text, autoescape=True) for one in places)))
    if today is not None:
        conditions += _of_standing(wanted.standing, today)
    return conditions


def _of_standing(standing: Standing | None, today: date) -> list[ColumnElement[bool]]:
    if standing is None:
        return []
    if standing is Standing.RECTIFIED:
        return [_FINDINGS.c.state == FindingState.RECTIFIED]
    is_late = _FINDINGS.c.due_on < today
    is_open = _FINDINGS.c.state == FindingState.OPEN
    return [is_open, is_late if standing is Standing.OVERDUE else ~is_late]


def _place_of(session: Session, scope: Scope, finding_id: int) -> ColumnElement[tuple[Any, ...]]:
    row = get_finding(session, scope, finding_id)
    return tuple_(row.due_on, row.id)

"""Entity lists and entities as pages and interfaces show them, cut to a scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session

from server.problems import NotFound
from server.store.queries.enterprises import search_text
from server.store.queries.scope import Scope, within
from server.store.tables.areas import Area
from server.store.tables.entities import Entity, EntityList, EntityVersion
from server.store.tables.forms import Form
from server.store.tables.submissions import Submission, SubmissionVersion
from server.store.tables.users import Actor
from server.store.upsert import table_of

_LISTS, _ENTITIES, _VERSIONS = table_of(EntityList), table_of(Entity), table_of(EntityVersion)
_AREAS, _ACTORS = table_of(Area), table_of(Actor)
_SUBMISSIONS, _SENT, _FORMS = table_of(Submission), table_of(SubmissionVersion), table_of(Form)


@dataclass(frozen=True, slots=True)
class EntityFilter:
    """What a list of entities is narrowed to; deleted ones are another list."""

    text: str = ""
    """Part of the label, or an id."""
    is_in_conflict: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How much a list holds of what a reader sees."""

    entity_count: int = 0
    conflict_count: int = 0
    changed_at: datetime | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity with what stands beside it in lists."""

    id: int
    uuid: str
    label: str
    version: int
    conflict: str | None
    data: Mapping[str, str]
    created_by: int | None
    creator_name: str | None
    created_at: datetime
    updated_at: datetime | None
    deleted_at: datetime | None
    area_name: str | None
    enterprise_id: int | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of an entity and where it came from."""

    version: int
    label: str
    data: Mapping[str, str]
    base_version: int | None
    conflict: str | None
    conflicting: list[str] | None
    source_name: str | None
    created_by: int | None
    creator_name: str | None
    user_agent: str | None
    created_at: datetime
    submission_id: int | None
    instance_id: str | None
    form_id: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """Which part of a list: so many rows after so many, or those made before one (`after`)."""

    limit: int | None = None
    offset: int = 0
    after: int | None = None


ALL, WHOLE = EntityFilter(), Turn()


def count_lists(session: Session, scope: Scope) -> Mapping[int, ListCounts]:
    """Return by list how many entities a reader sees, how many in conflict, and the last change."""
    moment = func.coalesce(_ENTITIES.c.updated_at, _ENTITIES.c.created_at)
    in_conflict = func.count(_ENTITIES.c.conflict)
    statement = (
        select(
            _ENTITIES.c.entity_list_id,
            func.count(),
            in_conflict,
            func.max(moment, type_=_ENTITIES.c.created_at.type),
            func.max(_ENTITIES.c.created_at),
        )
        .join(_LISTS, _LISTS.c.id == _ENTITIES.c.entity_list_id)
        .where(
            _LISTS.c.project_id == scope.project_id,
            _ENTITIES.c.deleted_at.is_(None),
            within(scope, _ENTITIES.c.area_id),
        )
        .group_by(_ENTITIES.c.entity_list_id)
    )
    return {row[0]: ListCounts(*row[1:]) for row in session.connection().execute(statement)}


def count_entities(session: Session, scope: Scope, list_id: int, wanted: EntityFilter = ALL) -> int:
    """Return how many entities of a list a filter lets through."""
    statement = select(func.count()).select_from(_ENTITIES)
    statement = statement.where(_conditions(scope, list_id, wanted))
    return int(session.connection().execute(statement).scalar_one())


def list_entities(
    session: Session,
    scope: Scope,
    list_id: int,
    wanted: EntityFilter = ALL,
    turn: Turn = WHOLE,
) -> tuple[EntityRow, ...]:
    """Return entities of a list, the newest first."""
    statement = _rows().where(_conditions(scope, list_id, wanted))
    if turn.after is not None:
        statement = statement.where(_ENTITIES.c.id < turn.after)
    statement = statement.order_by(_ENTITIES.c.id.desc())
    statement = statement.limit(turn.limit).offset(turn.offset or None)
    return tuple(EntityRow(*row) for row in session.connection().execute(statement))


def get_entity(
    session: Session, scope: Scope, list_id: int, uuid: str, *, is_deleted: bool | None = False
) -> EntityRow:
    """Return an entity within a scope; raises NotFound. `is_deleted` None: deleted or not."""
    statement = _rows().where(
        _ENTITIES.c.entity_list_id == list_id,
        _ENTITIES.c.uuid == uuid.removeprefix("uuid:").lower(),
        within(scope, _ENTITIES.c.area_id),
    )
    row = session.connection().execute(statement).first()
    found = None if row is None else EntityRow(*row)
    if found is None or is_deleted not in {None, found.deleted_at is not None}:
        raise NotFound
    return found


def list_versions(session: Session, entity_id: int) -> tuple[VersionRow, ...]:
    """Return the versions of an entity, oldest first, each with who or what made it."""
    names = (
        "version",
        "label",
        "data",
        "base_version",
        "conflict",
        "conflicting",
        "source_name",
        "created_by",
    )
    columns = [
        *(_VERSIONS.c[name] for name in names),
        _ACTORS.c.display_name,
        _VERSIONS.c.user_agent,
        _VERSIONS.c.created_at,
        _SENT.c.submission_id,
        _SUBMISSIONS.c.root_instance_id,
        _FORMS.c.form_id,
    ]
    statement = (
        select(*columns)
        .outerjoin(_ACTORS, _ACTORS.c.id == _VERSIONS.c.created_by)
        .outerjoin(_SENT, _SENT.c.id == _VERSIONS.c.submission_version_id)
        .outerjoin(_SUBMISSIONS, _SUBMISSIONS.c.id == _SENT.c.submission_id)
        .outerjoin(_FORMS, _FORMS.c.id == _SUBMISSIONS.c.form_pk)
        .where(_VERSIONS.c.entity_id == entity_id)
        .order_by(_VERSIONS.c.version)
    )
    return tuple(VersionRow(*row) for row in session.connection().execute(statement))


def _rows() -> Select[Any]:
    return (
        select(
            _ENTITIES.c.id,
            _ENTITIES.c.uuid,
            _ENTITIES.c.label,
            _ENTITIES.c.current_version,
            _ENTITIES.c.conflict,
            _ENTITIES.c.data,
            _ENTITIES.c.created_by,
            _ACTORS.c.display_name,
            _ENTITIES.c.created_at,
            _ENTITIES.c.updated_at,
            _ENTITIES.c.deleted_at,
            _AREAS.c.name,
            _ENTITIES.c.enterprise_id,
        )
        .outerjoin(_ACTORS, _ACTORS.c.id == _ENTITIES.c.created_by)
        .outerjoin(_AREAS, _AREAS.c.id == _ENTITIES.c.area_id)
    )


def _conditions(scope: Scope, list_id: int, wanted: EntityFilter) -> ColumnElement[bool]:
    deleted = _ENTITIES.c.deleted_at
    conditions = [
        _ENTITIES.c.entity_list_id == list_id,
        within(scope, _ENTITIES.c.area_id),
        deleted.is_not(None) if wanted.is_deleted else deleted.is_(None),
    ]
    text = search_text(wanted.text)
    if text:
        part = _ENTITIES.c.label.icontains(text, autoescape=True)
        uuid = text.lower().removeprefix("uuid:")
        conditions.append(or_(part, _ENTITIES.c.uuid == uuid))
    if wanted.is_in_conflict:
        conditions.append(_ENTITIES.c.conflict.is_not(None))
    return and_(*conditions)

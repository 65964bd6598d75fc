"""What phones are offered: forms, their published versions, and the files of a version."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlmodel import Session

from server.domain.lifecycle import FormState
from server.store.tables.app_users import Assignment
from server.store.tables.entities import EntityList
from server.store.tables.forms import Form, FormAttachment, FormVersion
from server.store.upsert import table_of

_forms, _versions, _files = table_of(Form), table_of(FormVersion), table_of(FormAttachment)
_lists, _assignments = table_of(EntityList), table_of(Assignment)


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """A form that stands in the form list, at its current version."""

    form_id: str
    title: str
    version: str
    md5: str
    has_files: bool


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A published version of a form, and whether an app user has the form."""

    id: int
    form_pk: int
    form_id: str
    version: str
    md5: str
    is_anonymous: bool
    is_assigned: bool


@dataclass(frozen=True, slots=True)
class VersionFile:
    """A file of a form version: a blob, or an entity list."""

    name: str
    md5: str | None
    blob_sha256: str | None
    content_type: str | None
    entity_list_id: int | None
    entity_list_name: str | None
    is_approval_required: bool


def list_offered(
    session: Session, project_id: int, *, app_user_id: int | None, form_id: str | None
) -> tuple[OfferedForm, ...]:
    """Return the open forms of a project by form ID; of an app user only those assigned.

    Anonymous forms are never offered: answers to them come from the worker's page alone.
    """
    has_files = exists().where(_is_served(), _files.c.form_version_id == _versions.c.id)
    columns = (_versions.c.title, _versions.c.version, _versions.c.md5, has_files)
    statement = (
        select(_forms.c.form_id, *columns)
        .join(_versions, _versions.c.id == _forms.c.current_version_id)
        .where(
            _forms.c.project_id == project_id,
            _forms.c.deleted_at.is_(None),
            _forms.c.state == FormState.OPEN,
            _forms.c.is_anonymous.is_(False),
        )
        .order_by(_forms.c.form_id, _forms.c.id)
    )
    if app_user_id is not None:
        statement = statement.where(_is_assigned(app_user_id))
    if form_id is not None:
        statement = statement.where(_forms.c.form_id == form_id)
    return tuple(OfferedForm(*row) for row in session.connection().execute(statement))


def find_version(
    session: Session, project_id: int, form_id: str, *, version: str | None, app_user_id: int | None
) -> PublishedVersion | None:
    """Return a published version of a form; `version` None is the current one."""
    assigned = _is_assigned(app_user_id) if app_user_id is not None else false()
    statement = (
        select(
            *(_versions.c.id, _versions.c.form_pk, _forms.c.form_id, _versions.c.version),
            *(_versions.c.md5, _versions.c.is_anonymous, assigned),
        )
        .join(_forms, _forms.c.id == _versions.c.form_pk)
        .where(
            _forms.c.project_id == project_id,
            _forms.c.form_id == form_id,
            _forms.c.deleted_at.is_(None),
            _versions.c.published_at.is_not(None),
        )
    )
    if version is None:
        statement = statement.where(_versions.c.id == _forms.c.current_version_id)
    else:
        statement = statement.where(_versions.c.version == version)
    row = session.connection().execute(statement).first()
    return None if row is None else PublishedVersion(*row)


def get_xform(session: Session, version_id: int) -> bytes:
    """Return the XForm bytes of a version, exactly as they were hashed."""
    statement = select(_versions.c.xform).where(_versions.c.id == version_id)
    xform: bytes = session.connection().execute(statement).scalar_one()
    return xform


def list_files(session: Session, version_id: int) -> tuple[VersionFile, ...]:
    """Return the files of a version that there are bytes for, by name."""
    rows = session.connection().execute(_select_files(version_id).order_by(_files.c.name))
    return tuple(VersionFile(*row) for row in rows)


def find_file(session: Session, version_id: int, name: str) -> VersionFile | None:
    """Return a file of a version that there are bytes for."""
    statement = _select_files(version_id).where(_files.c.name == name)
    row = session.connection().execute(statement).first()
    return None if row is None else VersionFile(*row)


def may_use_list(session: Session, entity_list_id: int, app_user_id: int) -> bool:
    """Tell whether a form assigned to an app user was ever published with an entity list."""
    statement = (
        select(_files.c.id)
        .join(_versions, _versions.c.id == _files.c.form_version_id)
        .join(_forms, _forms.c.id == _versions.c.form_pk)
        .where(
            _files.c.entity_list_id == entity_list_id,
            _versions.c.published_at.is_not(None),
            _forms.c.is_anonymous.is_(False),
            _is_assigned(app_user_id),
        )
    )
    return session.connection().execute(statement.limit(1)).first() is not None


def _select_files(version_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(_files.c.name, _files.c.md5, _files.c.blob_sha256),
            *(_files.c.content_type, _lists.c.id, _lists.c.name),
            _lists.c.is_approval_required.is_(True),
        )
        .outerjoin(_lists, _is_list())
        .where(_files.c.form_version_id == version_id, _is_served())
    )


def _is_list() -> ColumnElement[bool]:
    return and_(
        _lists.c.id == _files.c.entity_list_id,
        _lists.c.deleted_at.is_(None),
    )


def _is_served() -> ColumnElement[bool]:
    kept_lists = select(_lists.c.id).where(_lists.c.deleted_at.is_(None))
    return or_(
        _files.c.blob_sha256.is_not(None),
        _files.c.entity_list_id.in_(kept_lists),
    )


def _is_assigned(app_user_id: int) -> ColumnElement[bool]:
    return exists().where(
        _assignments.c.app_user_id == app_user_id, _assignments.c.form_pk == _forms.c.id
    )

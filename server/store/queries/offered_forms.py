"""What phones are offered: forms, their published versions, and the files of a version.

Every phone asks these at every sync, so the statements are built once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlmodel import Session

from server.domain.lifecycle import FormState
from server.store.tables.app_users import Assignment
from server.store.tables.entities import EntityList
from server.store.tables.forms import Form, FormAttachment, FormVersion
from server.store.tables.projects import Project
from server.store.upsert import table_of

_forms, _versions, _files = table_of(Form), table_of(FormVersion), table_of(FormAttachment)
_lists, _assignments, _projects = table_of(EntityList), table_of(Assignment), table_of(Project)


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """A form that stands in the form list, at its current version."""

    form_id: str
    title: str
    version: str
    md5: str
    has_files: bool
    blobs: tuple[str, ...] = ()
    """Hashes of the files that its manifest lists; entity lists are rows, not files."""


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
    entity_list: EntityList | None
    """To look at; one that may be changed costs more to load."""


def is_project_there(session: Session, project_id: int) -> bool:
    """Tell whether a project exists and is not deleted."""
    return session.connection().execute(_PROJECT, {"project_id": project_id}).first() is not None


def list_offered(
    session: Session, project_id: int, *, app_user_id: int | None
) -> tuple[OfferedForm, ...]:
    """Return the open forms of a project by form ID; of an app user only those assigned.

    Anonymous forms are never offered: answers to them come from the worker's page alone.
    """
    statement = _OFFERED if app_user_id is None else _OFFERED_TO_PHONE
    values = {"project_id": project_id, "app_user_id": app_user_id}
    rows = session.connection().execute(statement, values).all()
    return tuple(_offered_form(list(of)) for _, of in groupby(rows, key=itemgetter(0)))


def find_version(
    session: Session, project_id: int, form_id: str, *, version: str | None, app_user_id: int | None
) -> PublishedVersion | None:
    """Return a published version of a form; `version` None is the current one."""
    values = {"project_id": project_id, "form_id": form_id, "app_user_id": app_user_id}
    statement = _CURRENT_VERSION
    if version is not None:
        statement, values["version"] = _NAMED_VERSION, version
    row = session.connection().execute(statement, values).first()
    return None if row is None else PublishedVersion(*row)


def get_xform(session: Session, version_id: int) -> bytes:
    """Return the XForm bytes of a version, exactly as they were hashed."""
    xform: bytes = session.connection().execute(_XFORM, {"version_id": version_id}).scalar_one()
    return xform


def list_files(session: Session, version_id: int) -> tuple[VersionFile, ...]:
    """Return the files of a version that there are bytes for, by name."""
    rows = session.connection().execute(_FILES, {"version_id": version_id})
    return tuple(map(_version_file, rows))


def find_file(session: Session, version_id: int, name: str) -> VersionFile | None:
    """Return a file of a version that there are bytes for."""
    row = session.connection().execute(_FILE, {"version_id": version_id, "name": name}).first()
    return None if row is None else _version_file(row)


def may_use_list(session: Session, entity_list_id: int, app_user_id: int) -> bool:
    """Tell whether a form assigned to an app user was ever published with an entity list."""
    values = {"entity_list_id": entity_list_id, "app_user_id": app_user_id}
    return session.connection().execute(_USE_OF_LIST, values).first() is not None


def _offered_form(rows: Sequence[Sequence[Any]]) -> OfferedForm:
    """Return a form from the rows of its files; one without files has a row all the same."""
    _, form_id, title, version, md5, _, _ = rows[0]
    blobs = tuple(row[6] for row in rows if row[6] is not None)
    return OfferedForm(form_id, title, version, md5, rows[0][5] is not None, blobs)


def _version_file(row: Sequence[Any]) -> VersionFile:
    """Return a file from its own columns and those of its list, which are empty for bytes."""
    name, md5, blob_sha256, content_type, *of_list = row
    entity_list = dict(zip(_lists.columns.keys(), of_list, strict=True))
    found = None if entity_list["id"] is None else EntityList(**entity_list)
    return VersionFile(name, md5, blob_sha256, content_type, found)


def _is_assigned() -> ColumnElement[bool]:
    return exists().where(
        _assignments.c.app_user_id == bindparam("app_user_id"),
        _assignments.c.form_pk == _forms.c.id,
    )


def _is_served() -> ColumnElement[bool]:
    kept_lists = select(_lists.c.id).where(_lists.c.deleted_at.is_(None))
    return or_(_files.c.blob_sha256.is_not(None), _files.c.entity_list_id.in_(kept_lists))


def _offered() -> Select[*tuple[Any, ...]]:
    served = and_(_files.c.form_version_id == _versions.c.id, _is_served())
    return (
        select(
            *(_forms.c.id, _forms.c.form_id, _versions.c.title, _versions.c.version),
            *(_versions.c.md5, _files.c.id, _files.c.blob_sha256),
        )
        .join(_versions, _versions.c.id == _forms.c.current_version_id)
        .outerjoin(_files, served)
        .where(
            _forms.c.project_id == bindparam("project_id"),
            _forms.c.deleted_at.is_(None),
            _forms.c.state == FormState.OPEN,
            _forms.c.is_anonymous.is_(False),
        )
        .order_by(_forms.c.form_id, _forms.c.id, _files.c.id)
    )


def _version() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(_versions.c.id, _versions.c.form_pk, _forms.c.form_id, _versions.c.version),
            *(_versions.c.md5, or_(_versions.c.is_anonymous, _forms.c.is_anonymous)),
            _is_assigned(),
        )
        .join(_forms, _forms.c.id == _versions.c.form_pk)
        .where(
            _forms.c.project_id == bindparam("project_id"),
            _forms.c.form_id == bindparam("form_id"),
            _forms.c.deleted_at.is_(None),
            _versions.c.published_at.is_not(None),
        )
    )


def _files_of_version() -> Select[*tuple[Any, ...]]:
    is_list = and_(_lists.c.id == _files.c.entity_list_id, _lists.c.deleted_at.is_(None))
    return (
        select(
            *(_files.c.name, _files.c.md5, _files.c.blob_sha256, _files.c.content_type),
            *_lists.c,
        )
        .outerjoin(_lists, is_list)
        .where(_files.c.form_version_id == bindparam("version_id"), _is_served())
    )


_PROJECT = select(_projects.c.id).where(
    _projects.c.id == bindparam("project_id"), _projects.c.deleted_at.is_(None)
)
_OFFERED = _offered()
_OFFERED_TO_PHONE = _OFFERED.where(_is_assigned())
_CURRENT_VERSION = _version().where(_versions.c.id == _forms.c.current_version_id)
_NAMED_VERSION = _version().where(_versions.c.version == bindparam("version"))
_XFORM = select(_versions.c.xform).where(_versions.c.id == bindparam("version_id"))
_FILES = _files_of_version().order_by(_files.c.name)
_FILE = _files_of_version().where(_files.c.name == bindparam("name"))
_USE_OF_LIST = (
    select(_files.c.id)
    .join(_versions, _versions.c.id == _files.c.form_version_id)
    .join(_forms, _forms.c.id == _versions.c.form_pk)
    .where(
        _files.c.entity_list_id == bindparam("entity_list_id"),
        _versions.c.published_at.is_not(None),
        _forms.c.is_anonymous.is_(False),
        _is_assigned(),
    )
    .limit(1)
)

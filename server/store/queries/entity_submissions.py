"""Submissions as far as their entities go: what was sent, what came of it, what waits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session

from server.domain.entity_changes import EntityError, EntityFault
from server.domain.lifecycle import ReviewState
from server.store.driver_statement import DriverStatement
from server.store.tables.app_users import AppUser, AppUserArea
from server.store.tables.entities import (
    Entity,
    EntityErrors,
    EntityList,
    EntityVersion,
    HeldEntities,
)
from server.store.tables.forms import FormVersion
from server.store.tables.submissions import Submission, SubmissionVersion, SubmissionXml
from server.store.upsert import insert_new, insert_or_update, table_of

_SUBMISSIONS, _SENT = table_of(Submission), table_of(SubmissionVersion)
_XMLS, _FORM_VERSIONS = table_of(SubmissionXml), table_of(FormVersion)
_LISTS, _ENTITIES = table_of(EntityList), table_of(Entity)
_VERSIONS, _ERRORS = table_of(EntityVersion), table_of(EntityErrors)
_HELD, _APP_USERS, _AREAS = table_of(HeldEntities), table_of(AppUser), table_of(AppUserArea)


@dataclass(frozen=True, slots=True)
class SentVersion:
    """A submission version with what its entities need to know."""

    id: int
    submission_id: int
    project_id: int
    submitter_id: int | None
    user_agent: str | None
    enterprise_id: int | None
    linked_by: str | None
    review_state: ReviewState | None
    deleted_at: datetime | None
    is_current: bool
    xml: bytes
    xform: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """What a submission waits for."""

    entity_list_id: int
    uuid: str
    branch_id: str | None
    branch_base_version: int
    held_since: datetime


@dataclass(frozen=True, slots=True)
class KnownEntities:
    """What became of the entities of a submission before now."""

    is_applied: bool
    is_kept_back: bool
    """They wait, or errors are kept of them."""


_KNOWN = DriverStatement(
    """
    SELECT EXISTS (SELECT 1 FROM submission_versions AS sent
                   JOIN entity_versions ON entity_versions.submission_version_id = sent.id
                   WHERE sent.submission_id = :submission_id),
           EXISTS (SELECT 1 FROM entity_errors WHERE submission_id = :submission_id)
           OR EXISTS (SELECT 1 FROM entity_backlog WHERE submission_id = :submission_id)
    """
)
_WAITING = DriverStatement(
    """
    SELECT branch_base_version, submission_version_id FROM entity_backlog
    WHERE entity_list_id = :list_id AND uuid = :uuid
    """
)


def find_sent(session: Session, version_id: int) -> SentVersion | None:
    """Return a submission version with its XML and the XForm it was filled in."""
    columns = [
        *(_SENT.c[name] for name in ("id", "submission_id")),
        _SUBMISSIONS.c.project_id,
        *(_SENT.c[name] for name in ("submitter_id", "user_agent")),
        *(_SUBMISSIONS.c[name] for name in ("enterprise_id", "linked_by")),
        *(_SUBMISSIONS.c[name] for name in ("review_state", "deleted_at")),
        _SENT.c.is_current,
        _XMLS.c.xml,
        _FORM_VERSIONS.c.xform,
    ]
    statement = (
        select(*columns)
        .join(_SUBMISSIONS, _SUBMISSIONS.c.id == _SENT.c.submission_id)
        .join(_XMLS, _XMLS.c.submission_version_id == _SENT.c.id)
        .join(_FORM_VERSIONS, _FORM_VERSIONS.c.id == _SENT.c.form_version_id)
        .where(_SENT.c.id == version_id)
    )
    row = session.connection().execute(statement).first()
    return None if row is None else SentVersion(*row)


def list_areas(session: Session, actor_id: int) -> frozenset[int] | None:
    """Return the areas of an app user, none of which is the whole project; None: no app user."""
    statement = (
        select(_AREAS.c.area_id)
        .select_from(_APP_USERS.outerjoin(_AREAS, _AREAS.c.app_user_id == _APP_USERS.c.id))
        .where(_APP_USERS.c.id == actor_id)
    )
    found = session.connection().execute(statement).scalars().all()
    return frozenset(one for one in found if one is not None) if found else None


def find_known(session: Session, submission_id: int) -> KnownEntities:
    """Return what became of the entities of a submission, be it in any of its versions."""
    is_applied, is_kept_back = _KNOWN.one(session, {"submission_id": submission_id})
    return KnownEntities(bool(is_applied), bool(is_kept_back))


def keep_errors(
    session: Session, sent: SentVersion, errors: Sequence[EntityError], *, now: datetime
) -> None:
    """Keep why the entities of a submission version were not written."""
    written = [
        {
            "fault": one.fault.value,
            "dataset": one.dataset,
            "place": one.place,
            "uuid": one.uuid,
            "value": one.value,
        }
        for one in errors
    ]
    values = {
        "submission_version_id": sent.id,
        "submission_id": sent.submission_id,
        "project_id": sent.project_id,
        "errors": written,
        "created_at": now,
    }
    insert_or_update(
        session,
        EntityErrors,
        values,
        conflict_on=("submission_version_id",),
        update={"errors": written, "created_at": now},
    )


def forget(session: Session, sent: SentVersion) -> None:
    """Remove what was kept of a version whose entities are written now, and of those before it."""
    for table in (_ERRORS, _HELD):
        is_settled = table.c.submission_version_id <= sent.id
        statement = delete(table).where(table.c.submission_id == sent.submission_id, is_settled)
        session.connection().execute(statement)


def forget_errors(session: Session, version_id: int) -> None:
    """Remove the errors of a submission version, which waits now."""
    statement = delete(_ERRORS).where(_ERRORS.c.submission_version_id == version_id)
    session.connection().execute(statement)


def hold(session: Session, sent: SentVersion, held: Held) -> bool:
    """Note what a submission waits for; tell whether it did not wait before."""
    is_new = insert_new(
        session,
        HeldEntities,
        {
            "submission_version_id": sent.id,
            "submission_id": sent.submission_id,
            **{name: getattr(held, name) for name in Held.__slots__},
        },
        conflict_on=("submission_version_id",),
        returning=None,
    )
    return is_new is not None


def list_waiting_for(session: Session, written: Collection[tuple[int, str]]) -> tuple[int, ...]:
    """Return the submission versions that wait for one of some entities, in their branch's order.

    `written` are pairs of list and UUID.
    """
    found: list[tuple[int, int]] = []
    for list_id, uuid in sorted(set(written)):
        found += _WAITING.all(session, {"list_id": list_id, "uuid": uuid})
    return tuple(version_id for _, version_id in sorted(found))


def refused_versions(session: Session, submission_id: int) -> tuple[int, ...]:
    """Return the versions of a submission whose entities were not written, oldest first."""
    statement = (
        select(_ERRORS.c.submission_version_id)
        .where(_ERRORS.c.submission_id == submission_id)
        .order_by(_ERRORS.c.submission_version_id)
    )
    return tuple(session.connection().execute(statement).scalars())


def errors_of(
    session: Session, submission_ids: Collection[int]
) -> Mapping[int, tuple[EntityError, ...]]:
    """Return why entities of submissions were not written, by the submissions' keys."""
    statement = (
        select(_ERRORS.c.submission_id, _ERRORS.c.errors)
        .where(_ERRORS.c.submission_id.in_(sorted(submission_ids)))
        .order_by(_ERRORS.c.submission_version_id)
    )
    return {key: read_errors(errors) for key, errors in session.connection().execute(statement)}


def read_errors(stored: Sequence[Mapping[str, str]]) -> tuple[EntityError, ...]:
    """Return errors as they were kept."""
    return tuple(
        EntityError(
            EntityFault(one["fault"]), one["dataset"], one["place"], one["uuid"], one["value"]
        )
        for one in stored
    )


def held_of(session: Session, submission_id: int) -> Held | None:
    """Return what a submission waits for."""
    columns = [_HELD.c[name] for name in Held.__slots__]
    statement = select(*columns).where(_HELD.c.submission_id == submission_id)
    row = session.connection().execute(statement).first()
    return None if row is None else Held(*row)


@dataclass(frozen=True, slots=True)
class WrittenEntity:
    """A version of an entity that a submission wrote."""

    dataset: str
    uuid: str
    label: str
    version: int
    conflict: str | None
    area_id: int | None


def written_by(session: Session, submission_id: int) -> tuple[WrittenEntity, ...]:
    """Return what a submission has made of entities."""
    statement = (
        select(
            _LISTS.c.name,
            _ENTITIES.c.uuid,
            _VERSIONS.c.label,
            _VERSIONS.c.version,
            _VERSIONS.c.conflict,
            _ENTITIES.c.area_id,
        )
        .join(_ENTITIES, _ENTITIES.c.id == _VERSIONS.c.entity_id)
        .join(_LISTS, _LISTS.c.id == _ENTITIES.c.entity_list_id)
        .join(_SENT, _SENT.c.id == _VERSIONS.c.submission_version_id)
        .where(_SENT.c.submission_id == submission_id)
        .order_by(_VERSIONS.c.id)
    )
    return tuple(WrittenEntity(*row) for row in session.connection().execute(statement))

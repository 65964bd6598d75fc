"""The statements of the way submissions take in: few, prepared once, without ORM objects."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from server.domain.lifecycle import FormState
from server.domain.received_submission import ReceivedSubmission
from server.store.tables.app_users import AppUser, AppUserToken, Assignment
from server.store.tables.forms import Form, FormVersion
from server.store.tables.jobs import OutboxRow
from server.store.tables.projects import Project
from server.store.tables.submissions import Submission, SubmissionVersion, SubmissionXml
from server.store.tables.users import Actor
from server.store.upsert import table_of

NOTE_USE_EVERY = timedelta(minutes=5)
"""How exact the time of an app user's last use is: every submission would fight for one row."""

_projects, _forms, _versions = table_of(Project), table_of(Form), table_of(FormVersion)
_tokens, _app_users, _actors = table_of(AppUserToken), table_of(AppUser), table_of(Actor)
_assignments, _outbox = table_of(Assignment), table_of(OutboxRow)
_submissions, _xmls = table_of(Submission), table_of(SubmissionXml)
_submission_versions = table_of(SubmissionVersion)


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """The version that a form has under the instance ID of an arriving submission."""

    id: int
    submission_id: int
    xml_sha256: str
    is_current: bool
    saw_incomplete: bool
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Target:
    """Where a submission goes, and what is there already: one look for all that is asked."""

    sender_id: int | None
    """The app user of the token; None when the token opens nothing in this project."""
    is_sender_noted: bool
    """Whether the app user was seen in use a short while ago."""
    form_pk: int | None
    form_state: FormState
    is_anonymous: bool
    is_assigned: bool
    form_version_id: int | None
    known: KnownVersion | None


def find_target(
    session: Session,
    received: ReceivedSubmission,
    *,
    project_id: int,
    token_hash: bytes | None,
) -> Target | None:
    """Return where a submission goes; None when there is no such project."""
    row = (
        session.connection()
        .execute(
            _TARGET,
            {
                "project_id": project_id,
                "token_hash": token_hash,
                "now": received.received_at,
                "form_id": received.ids.form_id,
                "version": received.ids.version,
                "instance_id": received.instance_id,
                "used_since": received.received_at - NOTE_USE_EVERY,
            },
        )
        .first()
    )
    if row is None:
        return None
    known = KnownVersion(*row[7:]) if row[7] is not None else None
    return Target(
        sender_id=row.sender_id,
        is_sender_noted=bool(row.is_noted),
        form_pk=row.form_pk,
        form_state=row.state or FormState.CLOSED,
        is_anonymous=bool(row.is_anonymous),
        is_assigned=bool(row.is_assigned),
        form_version_id=row.form_version_id,
        known=known,
    )


def insert_submission(
    session: Session,
    received: ReceivedSubmission,
    target: Target,
    *,
    project_id: int,
    actor_id: int,
) -> int | None:
    """Add a submission with its first version, its XML and the work that follows.

    Returns the key of the version; None when another request added the same instance ID first.
    """
    connection = session.connection()
    values = _values_of(received, target)
    values |= {"project_id": project_id, "submitter_id": actor_id}
    statement = _INSERT_SUBMISSION[connection.dialect.name]
    submission_id = connection.execute(statement, values).scalar_one_or_none()
    if submission_id is None:
        return None
    values["submission_id"] = submission_id
    version_id: int = connection.execute(_INSERT_VERSION, values).scalar_one()
    connection.execute(_SET_CURRENT, {"key": submission_id, "version_id": version_id})
    connection.execute(_INSERT_XML, {"submission_version_id": version_id, "xml": received.xml})
    connection.execute(_INSERT_JOB, _job(version_id, received.received_at))
    return version_id


def note_use(session: Session, app_user_id: int, now: datetime) -> None:
    """Note that an app user's token is in use, unless that was noted a short while ago."""
    session.connection().execute(
        update(_app_users)
        .where(_app_users.c.id == app_user_id)
        .where(
            or_(
                _app_users.c.last_used_at.is_(None),
                _app_users.c.last_used_at < now - NOTE_USE_EVERY,
            )
        )
        .values(last_used_at=now)
    )


def note_incomplete(session: Session, version_id: int) -> None:
    """Note that a phone said more POSTs of this submission would follow."""
    session.connection().execute(
        update(_submission_versions)
        .where(_submission_versions.c.id == version_id)
        .values(saw_incomplete=True)
    )


def get_xml(session: Session, version_id: int) -> bytes:
    """Return the raw XML of a submission version."""
    statement = select(_xmls.c.xml).where(_xmls.c.submission_version_id == version_id)
    xml: bytes = session.connection().execute(statement).scalar_one()
    return xml


def _values_of(received: ReceivedSubmission, target: Target) -> dict[str, object]:
    return {
        "form_pk": target.form_pk,
        "form_version_id": target.form_version_id,
        "root_instance_id": received.instance_id,
        "instance_id": received.instance_id,
        "instance_name": (received.ids.instance_name or "")[:_MOST_NAME] or None,
        "xml_sha256": received.xml_sha256,
        "saw_incomplete": received.saw_incomplete,
        "device_id": received.device_id,
        "user_agent": received.user_agent,
        "received_at": received.received_at,
    }


def _job(version_id: int, now: datetime) -> dict[str, object]:
    """Return the work that follows; PostgreSQL is not notified, as that would queue all commits."""
    return {
        "key": str(version_id),
        "payload": {"submission_version_id": version_id},
        "available_at": now,
    }


def _target() -> Select[*tuple[Any, ...]]:
    """Return the one statement that finds token, assignment, form, version and known instance."""
    token = and_(
        _tokens.c.lookup_hash == bindparam("token_hash"),
        _tokens.c.revoked_at.is_(None),
        or_(_tokens.c.submit_only_until.is_(None), _tokens.c.submit_only_until > bindparam("now")),
    )
    app_user = and_(
        _app_users.c.id == _tokens.c.app_user_id, _app_users.c.project_id == _projects.c.id
    )
    actor = and_(_actors.c.id == _app_users.c.id, _actors.c.deleted_at.is_(None))
    form = and_(
        _forms.c.project_id == _projects.c.id,
        _forms.c.form_id == bindparam("form_id"),
        _forms.c.deleted_at.is_(None),
    )
    assignment = and_(
        _assignments.c.app_user_id == _actors.c.id, _assignments.c.form_pk == _forms.c.id
    )
    version = and_(
        _versions.c.form_pk == _forms.c.id,
        _versions.c.version == bindparam("version"),
        _versions.c.published_at.is_not(None),
    )
    known = and_(
        _submission_versions.c.form_pk == _forms.c.id,
        _submission_versions.c.instance_id == bindparam("instance_id"),
    )
    joined = (
        _projects.outerjoin(_tokens, token)
        .outerjoin(_app_users, app_user)
        .outerjoin(_actors, actor)
        .outerjoin(_forms, form)
        .outerjoin(_assignments, assignment)
        .outerjoin(_versions, version)
        .outerjoin(_submission_versions, known)
        .outerjoin(_submissions, _submissions.c.id == _submission_versions.c.submission_id)
    )
    return (
        select(
            _actors.c.id.label("sender_id"),
            (_app_users.c.last_used_at > bindparam("used_since")).label("is_noted"),
            _forms.c.id.label("form_pk"),
            _forms.c.state,
            _forms.c.is_anonymous,
            _assignments.c.form_pk.is_not(None).label("is_assigned"),
            _versions.c.id.label("form_version_id"),
            _submission_versions.c.id,
            _submission_versions.c.submission_id,
            _submission_versions.c.xml_sha256,
            _submission_versions.c.is_current,
            _submission_versions.c.saw_incomplete,
            _submissions.c.deleted_at.is_not(None),
        )
        .select_from(joined)
        .where(_projects.c.id == bindparam("project_id"), _projects.c.deleted_at.is_(None))
    )


_MOST_NAME = 500
_TARGET = _target()
_ON_INSTANCE = [_submissions.c.form_pk, _submissions.c.root_instance_id]
_SUBMISSION_COLUMNS = (
    *("project_id", "form_pk", "root_instance_id", "submitter_id", "device_id", "received_at"),
)
_VERSION_COLUMNS = (
    *("submission_id", "form_pk", "form_version_id", "instance_id", "instance_name"),
    *("xml_sha256", "saw_incomplete", "submitter_id", "device_id", "user_agent", "received_at"),
)
_INSERT_SUBMISSION = {
    "sqlite": sqlite.insert(_submissions)
    .values({name: bindparam(name) for name in _SUBMISSION_COLUMNS})
    .on_conflict_do_nothing(index_elements=_ON_INSTANCE)
    .returning(_submissions.c.id),
    "postgresql": postgresql.insert(_submissions)
    .values({name: bindparam(name) for name in _SUBMISSION_COLUMNS})
    .on_conflict_do_nothing(index_elements=_ON_INSTANCE)
    .returning(_submissions.c.id),
}
_INSERT_VERSION = (
    insert(_submission_versions)
    .values(
        {name: bindparam(name) for name in _VERSION_COLUMNS} | {"is_current": True, "flags": []}
    )
    .returning(_submission_versions.c.id)
)
_SET_CURRENT = (
    update(_submissions)
    .where(_submissions.c.id == bindparam("key"))
    .values(current_version_id=bindparam("version_id"))
)
_INSERT_XML = insert(_xmls)
_INSERT_JOB = insert(_outbox).values(
    kind="process_submission",
    key=bindparam("key"),
    lane="quick",
    payload=bindparam("payload"),
    available_at=bindparam("available_at"),
    attempts=0,
)

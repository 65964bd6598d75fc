"""The audit log: who did what to what, in ODK Central's words where it has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from server.store.tables.audits import Audit
from server.store.tables.users import Actor
from server.store.upsert import table_of

_AUDITS, _ACTORS = table_of(Audit), table_of(Actor)
_MOST_NOTES = 1000
_MOST_ACTEE = 300


@dataclass(frozen=True, slots=True)
class By:
    """Who acts (None: a command or job of the server), when, and what they note about it."""

    actor_id: int | None
    at: datetime
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Actee:
    """What is acted on: its kind (`form`, `project`, …), its id as a text, its project."""

    type: str
    id: str
    project_id: int | None = None


def actee_of_submission(submission_id: int, project_id: int) -> Actee:
    """Return a submission as what is acted on; instance IDs may be the same in two forms."""
    return Actee("submission", str(submission_id), project_id)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry of the log and who acted."""

    actor_id: int | None
    actor_name: str | None
    action: str
    actee_id: str | None
    details: Mapping[str, object]
    notes: str | None
    logged_at: datetime


def list_of(session: Session, actee: Actee, *, limit: int) -> tuple[AuditRow, ...]:
    """Return what was done to one thing, the newest first."""
    statement = (
        select(
            _AUDITS.c.actor_id,
            _ACTORS.c.display_name,
            _AUDITS.c.action,
            _AUDITS.c.actee_id,
            _AUDITS.c.details,
            _AUDITS.c.notes,
            _AUDITS.c.logged_at,
        )
        .outerjoin(_ACTORS, _ACTORS.c.id == _AUDITS.c.actor_id)
        .where(
            _AUDITS.c.actee_id == actee.id[:_MOST_ACTEE],
            _AUDITS.c.actee_type == actee.type,
            _AUDITS.c.project_id == actee.project_id,
        )
        .order_by(_AUDITS.c.logged_at.desc(), _AUDITS.c.id.desc())
        .limit(limit)
    )
    return tuple(AuditRow(*row) for row in session.connection().execute(statement))


def note(
    session: Session,
    by: By,
    action: str,
    actee: Actee | None = None,
    *,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add an entry to the transaction; never for anything that tells of an anonymous answer."""
    session.add(
        Audit(
            actor_id=by.actor_id,
            project_id=actee.project_id if actee else None,
            action=action,
            actee_type=actee.type if actee else None,
            actee_id=actee.id[:_MOST_ACTEE] if actee else None,
            details=dict(details or {}),
            notes=by.notes[:_MOST_NOTES] if by.notes else None,
            logged_at=by.at,
        )
    )

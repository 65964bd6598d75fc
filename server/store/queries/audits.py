"""The audit log: who did what to what, in ODK Central's words where it has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from server.store.tables.audits import Audit

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

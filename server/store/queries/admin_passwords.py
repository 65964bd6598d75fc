"""Passwords that lift the locks of managed phones, numbered within each project."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from server.store.queries.audits import By
from server.store.tables.app_users import AdminPassword
from server.store.upsert import insert_new


def list_newest(
    session: Session, project_id: int, *, limit: int | None = None
) -> Sequence[AdminPassword]:
    """Return the passwords of a project, the newest, which is on new codes, first."""
    statement = (
        select(AdminPassword)
        .where(AdminPassword.project_id == project_id)
        .order_by(col(AdminPassword.number).desc())
        .limit(limit)
    )
    return session.exec(statement).all()


def add(session: Session, by: By, project_id: int, *, number: int, sealed: bytes) -> bool:
    """Add a password under a number; tell whether nobody else has just done so."""
    values = {
        "project_id": project_id,
        "number": number,
        "password_encrypted": sealed,
        "created_by": by.actor_id,
        "created_at": by.at,
    }
    keys = ("project_id", "number")
    return insert_new(session, AdminPassword, values, conflict_on=keys) is not None

"""Passwords of app users' phones: rows beside their tokens that nobody finds by an address."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col, select

from server.store.tables.app_users import AppUserToken


def list_usable(session: Session, app_user_id: int, now: datetime) -> Sequence[AppUserToken]:
    """Return the passwords that are neither revoked nor past their grace, the newest first."""
    until = col(AppUserToken.submit_only_until)
    statement = select(AppUserToken).where(*_kept(app_user_id), or_(until.is_(None), until > now))
    return session.exec(statement.order_by(col(AppUserToken.id).desc())).all()


def find_current(session: Session, app_user_id: int) -> AppUserToken | None:
    """Return the password that gets and sends; None when there is none."""
    return session.exec(
        select(AppUserToken)
        .where(*_kept(app_user_id), col(AppUserToken.submit_only_until).is_(None))
        .order_by(col(AppUserToken.id).desc())
    ).first()


def revoke(session: Session, app_user_id: int, *, at: datetime) -> int:
    """Make all passwords of an app user invalid at once; return how many were valid."""
    done = session.connection().execute(
        update(AppUserToken).where(*_kept(app_user_id)).values(revoked_at=at)
    )
    return int(done.rowcount)


def limit(session: Session, app_user_id: int, *, until: datetime) -> None:
    """Let the current password of an app user only send what was filled, until a moment."""
    current = col(AppUserToken.submit_only_until).is_(None)
    session.connection().execute(
        update(AppUserToken).where(*_kept(app_user_id), current).values(submit_only_until=until)
    )


def _kept(app_user_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(AppUserToken.app_user_id) == app_user_id,
        col(AppUserToken.is_password).is_(True),
        col(AppUserToken.revoked_at).is_(None),
    )

"""Who a session, an e-mail address or an app user's token belongs to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, update
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from server.domain.access import Grant
from server.store.tables.app_users import AppUser, AppUserArea, AppUserToken
from server.store.tables.projects import Project
from server.store.tables.users import Actor, RoleAssignment, User, WebSession
from server.store.upsert import table_of


@dataclass(frozen=True, slots=True)
class AppUserAccess:
    """What an app user's token opens."""

    app_user_id: int
    display_name: str
    project_id: int
    area_ids: frozenset[int]
    submit_only_until: datetime | None
    locale: str
    """The language of the project: phones name none."""
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UserAccess:
    """A web user with the roles given to them."""

    user_id: int
    email: str
    display_name: str
    locale: str | None
    grants: tuple[Grant, ...]


def find_user_by_email(session: Session, email: str) -> User | None:
    """Return the user with an e-mail address, whatever its letter case."""
    return session.exec(select(User).where(User.email == email.strip().lower())).first()


def find_user_access(session: Session, user_id: int) -> UserAccess | None:
    """Return an enabled user with their roles."""
    row = session.exec(
        select(User, Actor)
        .join(Actor, col(Actor.id) == col(User.id))
        .where(
            User.id == user_id, col(Actor.deleted_at).is_(None), col(User.is_disabled).is_(False)
        )
    ).first()
    if row is None:
        return None
    user, actor = row
    assigned = session.exec(select(RoleAssignment).where(RoleAssignment.user_id == user_id)).all()
    grants = tuple(
        Grant(role=one.role, project_id=one.project_id, area_id=one.area_id) for one in assigned
    )
    return UserAccess(user.id, user.email, actor.display_name, user.locale, grants)


def find_session(session: Session, token_hash: bytes, now: datetime) -> WebSession | None:
    """Return a session that has not ended."""
    found = session.get(WebSession, token_hash)
    return found if found is not None and found.expires_at > now else None


def find_owner(session: Session, token_hash: bytes) -> int | None:
    """Return whose a session is, be it over by its time or not; None when it was ended."""
    found = session.get(WebSession, token_hash)
    return None if found is None else found.user_id


def touch_session(
    session: Session, token_hash: bytes, *, seen_at: datetime, ends: datetime
) -> None:
    """Note that a session is in use, and until when it lives on."""
    session.connection().execute(
        update(WebSession)
        .where(col(WebSession.token_hash) == token_hash)
        .values(seen_at=seen_at, expires_at=ends)
    )


def end_session(session: Session, token_hash: bytes) -> bool:
    """Remove a session; tell whether it was there."""
    result = session.connection().execute(
        delete(WebSession).where(col(WebSession.token_hash) == token_hash)
    )
    return result.rowcount > 0


def end_sessions_of(session: Session, user_id: int) -> None:
    """Remove all sessions of a user: after a new password, disabling, or a change of roles."""
    session.connection().execute(delete(WebSession).where(col(WebSession.user_id) == user_id))


def forget_ended_sessions(session: Session, user_id: int, *, at: datetime) -> None:
    """Remove the sessions of a user that have ended by themselves."""
    session.connection().execute(
        delete(WebSession).where(
            col(WebSession.user_id) == user_id, col(WebSession.expires_at) <= at
        )
    )


def find_app_user_access(
    session: Session, lookup_hash: bytes, now: datetime
) -> AppUserAccess | None:
    """Return what a token opens; None when it is unknown, revoked, or past its grace."""
    connection = session.connection()
    rows = connection.execute(_TOKEN, {"lookup_hash": lookup_hash, "now": now}).all()
    if not rows:
        return None
    row = rows[0]
    return AppUserAccess(
        app_user_id=row.app_user_id,
        display_name=row.display_name,
        project_id=row.project_id,
        area_ids=frozenset(one.area_id for one in rows if one.area_id is not None),
        submit_only_until=row.submit_only_until,
        locale=row.locale,
        last_used_at=row.last_used_at,
    )


# Every request of every phone asks these, so they are built once, without ORM objects.
_tokens, _app_users = table_of(AppUserToken), table_of(AppUser)
_actors, _projects, _areas = table_of(Actor), table_of(Project), table_of(AppUserArea)
_TOKEN = (
    core_select(
        _tokens.c.app_user_id,
        _tokens.c.submit_only_until,
        _actors.c.display_name,
        _app_users.c.project_id,
        _app_users.c.last_used_at,
        _projects.c.locale,
        _areas.c.area_id,
    )
    .join(_app_users, _app_users.c.id == _tokens.c.app_user_id)
    .join(_actors, _actors.c.id == _app_users.c.id)
    .join(_projects, _projects.c.id == _app_users.c.project_id)
    .outerjoin(_areas, _areas.c.app_user_id == _tokens.c.app_user_id)
    .where(
        _tokens.c.lookup_hash == bindparam("lookup_hash"),
        _tokens.c.revoked_at.is_(None),
        _actors.c.deleted_at.is_(None),
        or_(_tokens.c.submit_only_until.is_(None), _tokens.c.submit_only_until > bindparam("now")),
    )
)

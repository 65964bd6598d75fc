"""Web users, their roles, and who administers the server."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from server.domain.access import Grant, Role
from server.problems import NotFound
from server.store.tables.users import Actor, RoleAssignment, User


@dataclass(frozen=True, slots=True)
class UserRow:
    """A web user as lists show them."""

    id: int
    email: str
    display_name: str
    locale: str | None
    is_disabled: bool
    last_login_at: datetime | None
    created_at: datetime
    updated_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role that somebody holds; `id` names it when it is taken away."""

    id: int
    user_id: int
    grant: Grant


def find_user(session: Session, user_id: int) -> UserRow | None:
    """Return a user, disabled or not, that is not deleted."""
    statement = (
        select(User, Actor)
        .join(Actor, col(Actor.id) == col(User.id))
        .where(User.id == user_id, col(Actor.deleted_at).is_(None))
    )
    row = session.exec(statement).first()
    return None if row is None else _row(*row)


def get_user(session: Session, user_id: int) -> UserRow:
    """Return a user that is not deleted; raises NotFound."""
    user = find_user(session, user_id)
    if user is None:
        raise NotFound
    return user


def list_users(session: Session, text: str = "") -> tuple[UserRow, ...]:
    """Return the users, by e-mail address; `text` is found in the address or the name."""
    statement = (
        select(User, Actor)
        .join(Actor, col(Actor.id) == col(User.id))
        .where(col(Actor.deleted_at).is_(None))
        .order_by(col(User.email))
    )
    if text.strip():
        wanted = text.strip().lower()
        statement = statement.where(
            or_(
                col(User.email).contains(wanted, autoescape=True),
                func.lower(col(Actor.display_name)).contains(wanted, autoescape=True),
            )
        )
    return tuple(_row(user, actor) for user, actor in session.exec(statement))


def lock_user(session: Session, user_id: int) -> tuple[User, Actor]:
    """Return the rows of a user that is not deleted, to be changed; raises NotFound."""
    statement = (
        select(User, Actor)
        .join(Actor, col(Actor.id) == col(User.id))
        .where(User.id == user_id, col(Actor.deleted_at).is_(None))
        .with_for_update()
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotFound
    return row


def lock_administrators(session: Session) -> frozenset[int]:
    """Return who administers the whole server and may log in; nobody changes that meanwhile."""
    statement = (
        select(RoleAssignment.user_id)
        .join(User, col(User.id) == col(RoleAssignment.user_id))
        .join(Actor, col(Actor.id) == col(User.id))
        .where(
            RoleAssignment.role == Role.ADMINISTRATOR,
            col(RoleAssignment.project_id).is_(None),
            col(User.is_disabled).is_(False),
            col(Actor.deleted_at).is_(None),
        )
        .order_by(col(RoleAssignment.id))
        .with_for_update()
    )
    return frozenset(session.exec(statement))


def list_roles(
    session: Session, *, user_id: int | None = None, project_id: int | None = None
) -> tuple[RoleRow, ...]:
    """Return the roles of a user, or those given in a project, in the order they were given."""
    statement = (
        select(RoleAssignment)
        .join(Actor, col(Actor.id) == col(RoleAssignment.user_id))
        .where(col(Actor.deleted_at).is_(None))
        .order_by(col(RoleAssignment.id))
    )
    if user_id is not None:
        statement = statement.where(RoleAssignment.user_id == user_id)
    if project_id is not None:
        statement = statement.where(RoleAssignment.project_id == project_id)
    return tuple(_role(row) for row in session.exec(statement))


def find_role(session: Session, role_id: int) -> RoleRow | None:
    """Return a role that somebody holds."""
    row = session.get(RoleAssignment, role_id)
    return None if row is None else _role(row)


def find_role_id(session: Session, user_id: int, grant: Grant) -> int | None:
    """Return the key of a role that a user holds in exactly this place."""
    statement = select(RoleAssignment.id).where(
        RoleAssignment.user_id == user_id,
        RoleAssignment.role == grant.role,
        col(RoleAssignment.project_id).is_not_distinct_from(grant.project_id),
        col(RoleAssignment.area_id).is_not_distinct_from(grant.area_id),
    )
    return session.exec(statement).first()


def names_of_actors(session: Session, actor_ids: frozenset[int]) -> Mapping[int, Actor]:
    """Return actors by key, deleted ones too."""
    rows = session.exec(select(Actor).where(col(Actor.id).in_(sorted(actor_ids))))
    return {actor.id: actor for actor in rows if actor.id is not None}


def _row(user: User, actor: Actor) -> UserRow:
    return UserRow(
        id=user.id,
        email=user.email,
        display_name=actor.display_name,
        locale=user.locale,
        is_disabled=user.is_disabled,
        last_login_at=user.last_login_at,
        created_at=actor.created_at,
        updated_at=actor.updated_at,
        deleted_at=actor.deleted_at,
    )


def _role(row: RoleAssignment) -> RoleRow:
    if row.id is None:
        raise NotFound
    return RoleRow(row.id, row.user_id, Grant(row.role, row.project_id, row.area_id))

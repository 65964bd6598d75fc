"""Change a user: name and address, password, disabled, deleted; sessions end where they must."""

from dataclasses import dataclass

from sqlmodel import Session

from server.domain.access import keeps_an_administrator
from server.operations.create_user import actee_of_user, clean_email, clean_name
from server.problems import AlreadyExists, LastAdministrator
from server.store.queries import audits, identities, users
from server.store.queries.audits import By


@dataclass(frozen=True, slots=True)
class UserChange:
    """What shall become otherwise; None leaves it as it is."""

    email: str | None = None
    display_name: str | None = None
    locale: str | None = None
    is_disabled: bool | None = None


def change_user(session: Session, by: By, user_id: int, change: UserChange) -> None:
    """Change a user; disabling ends their sessions. Raises LastAdministrator, AlreadyExists."""
    if change.is_disabled:
        _check_another_administrator(session, user_id)
    user, actor = users.lock_user(session, user_id)
    if change.email is not None:
        user.email = _free_email(session, change.email, user_id)
    if change.display_name is not None:
        actor.display_name = clean_name(change.display_name)
    if change.locale is not None:
        user.locale = change.locale
    if change.is_disabled is not None and change.is_disabled is not user.is_disabled:
        if change.is_disabled:
            identities.end_sessions_of(session, user_id)
        user.is_disabled = change.is_disabled
    actor.updated_at = by.at
    _note(session, by, user_id, change)


def change_password(session: Session, by: By, user_id: int, *, password_hash: str) -> None:
    """Store a new password's hash and end all sessions of the user."""
    user, actor = users.lock_user(session, user_id)
    user.password_hash = password_hash
    actor.updated_at = by.at
    identities.end_sessions_of(session, user_id)
    audits.note(
        session, by, "user.update", actee_of_user(user_id), details={"data": {"password": True}}
    )
    session.flush()


def delete_user(session: Session, by: By, user_id: int) -> None:
    """Take a user away: no login any more, the address is free; what they did keeps their name."""
    _check_another_administrator(session, user_id)
    user, actor = users.lock_user(session, user_id)
    identities.end_sessions_of(session, user_id)
    actor.deleted_at, user.is_disabled = by.at, True
    user.email = f"deleted-{user_id}@example.invalid"
    audits.note(session, by, "user.delete", actee_of_user(user_id))
    session.flush()


def _check_another_administrator(session: Session, user_id: int) -> None:
    """Lock the administrators before anybody else: two who remove each other wait in one line."""
    administrators = users.lock_administrators(session)
    if user_id in administrators and not keeps_an_administrator(administrators, user_id):
        raise LastAdministrator


def _free_email(session: Session, email: str, user_id: int) -> str:
    address = clean_email(email)
    found = identities.find_user_by_email(session, address)
    if found is not None and found.id != user_id:
        raise AlreadyExists(fields=["email"], values=[address], table="users")
    return address


def _note(session: Session, by: By, user_id: int, change: UserChange) -> None:
    data = {
        name: getattr(change, name)
        for name in UserChange.__slots__
        if getattr(change, name) is not None
    }
    audits.note(session, by, "user.update", actee_of_user(user_id), details={"data": data})
    session.flush()

"""Begin a session of a user whose password was right: always a new one, never one given."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from server import keys
from server.operations.create_user import actee_of_user
from server.operations.identify import IDLE
from server.problems import NotAuthenticated
from server.store.queries import audits, identities, users
from server.store.queries.audits import By
from server.store.tables.users import WebSession


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session as its owner gets to see it, once: the database keeps the token's hash."""

    token: str
    csrf: str
    created_at: datetime
    expires_at: datetime


def log_in(session: Session, by: By, user_id: int) -> NewSession:
    """Begin a session of 8 idle hours (at most 7 days, server.operations.identify).

    Raises NotAuthenticated when the user was disabled meanwhile; ended sessions of the user are
    cleared away.
    """
    if identities.find_user_access(session, user_id) is None:
        raise NotAuthenticated
    user, _ = users.lock_user(session, user_id)
    identities.forget_ended_sessions(session, user_id, at=by.at)
    new = NewSession(
        token=keys.new_token(),
        csrf=keys.new_token(),
        created_at=by.at,
        expires_at=by.at + IDLE,
    )
    session.add(
        WebSession(
            token_hash=keys.token_hash(new.token),
            user_id=user_id,
            csrf=new.csrf,
            created_at=by.at,
            seen_at=by.at,
            expires_at=new.expires_at,
        )
    )
    user.last_login_at = by.at
    audits.note(session, by, "user.session.create", actee_of_user(user_id))
    session.flush()
    return new

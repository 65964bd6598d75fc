"""Create a web user; what they may do is given afterwards."""

import re

from sqlmodel import Session

from server import keys, passwords
from server.problems import N_, AlreadyExists, UnexpectedValue
from server.store.queries import audits
from server.store.queries.audits import Actee, By
from server.store.row_key import stored
from server.store.tables.users import Actor, User
from server.store.upsert import insert_new

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,255}")
_MOST_NAME = 200


def new_password_hash(password: str | None) -> str:
    """Return the hash to store; None gives one that no password fits. Raises WeakPassword.

    It takes a while: call it before the transaction opens.
    """
    return passwords.hash_password(keys.new_token() if password is None else password)


def create_user(
    session: Session, by: By, *, email: str, password_hash: str, display_name: str | None = None
) -> int:
    """Create a user without any role and return their key; raises AlreadyExists for an address."""
    address = clean_email(email)
    name = clean_name(display_name) if display_name is not None else address[:_MOST_NAME]
    actor = Actor(type="user", display_name=name, created_at=by.at)
    session.add(actor)
    session.flush()
    key = stored(actor.id)
    values = {
        "id": key,
        "email": address,
        "password_hash": password_hash,
        "is_disabled": False,
    }
    if insert_new(session, User, values, conflict_on=("email",)) is None:
        raise AlreadyExists(fields=["email"], values=[address], table="users")
    audits.note(session, by, "user.create", actee_of_user(key), details={"email": address})
    session.flush()
    return key


def clean_email(email: str) -> str:
    """Return an e-mail address as it is stored and compared; raises UnexpectedValue."""
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise UnexpectedValue(
            field="email", value=email[:100], reason=N_("an e-mail address is expected")
        )
    return address


def clean_name(name: str) -> str:
    """Return a name without space around it; raises UnexpectedValue for none or a long one."""
    text = name.strip()
    if not text or len(text) > _MOST_NAME:
        raise UnexpectedValue(
            field="displayName",
            value=name[:100],
            reason=N_("a name of at most 200 characters is expected"),
        )
    return text


def actee_of_user(user_id: int) -> Actee:
    """Return a user as the audit log names them."""
    return Actee("user", str(user_id))

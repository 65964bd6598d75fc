"""The password of an app user's phone: given, exchanged, shown, withdrawn.

It is for phones that sign in with user name and password instead of an address with a token. Both
open the same; revoking or deleting the app user ends both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from server import keys
from server.device_passwords import new_device_password, user_name_of
from server.keys import TokenBox
from server.operations.create_app_user import AppUserWithToken, get_app_user, note
from server.problems import N_, NotFound, NotPossibleNow
from server.store.queries import app_users, device_passwords
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.app_users import AppUserToken

LONGEST_GRACE = timedelta(days=30)
USUAL_GRACE = timedelta(days=14)
"""Two weeks in the field without a network: what waits on the phone can still be sent."""


@dataclass(frozen=True, slots=True)
class DevicePassword:
    """With what the phone of an app user signs in."""

    user_name: str
    password: str


def give_device_password(
    session: Session,
    by: By,
    scope: Scope,
    tokens: TokenBox,
    *,
    app_user_id: int,
    grace: timedelta = timedelta(),
) -> DevicePassword:
    """Give the phone of an app user a new password and return it.

    An old one may still send what was filled for the grace, at most 30 days; with none it is
    invalid at once. Raises NotFound; NotPossibleNow when the app user is revoked.
    """
    found = get_app_user(session, by, scope, tokens, app_user_id)
    if found.token is None:
        raise NotPossibleNow(reason=N_("this app user is revoked; give it a new code first"))
    _end_old(session, by, app_user_id, grace)
    made = add_password(session, by, tokens, app_user_id)
    details = {"graceSeconds": int(grace.total_seconds())}
    note(session, by, found.app_user, "field_key.password.create", details=details)
    return made


def add_password(session: Session, by: By, tokens: TokenBox, app_user_id: int) -> DevicePassword:
    """Add a password for the phone of an app user and return it."""
    password = new_device_password()
    session.add(
        AppUserToken(
            app_user_id=app_user_id,
            lookup_hash=keys.token_hash(password),
            token_encrypted=tokens.seal(password),
            is_password=True,
            created_at=by.at,
        )
    )
    session.flush()
    return DevicePassword(user_name_of(app_user_id), password)


def passwords_for_cards(
    session: Session, by: By, tokens: TokenBox, app_user_ids: Iterable[int]
) -> dict[int, DevicePassword]:
    """Return the passwords of many phones, made for those that have none; the caller notes it."""
    found = {}
    for one in app_user_ids:
        kept = device_passwords.find_current(session, one)
        found[one] = (
            add_password(session, by, tokens, one)
            if kept is None
            else DevicePassword(user_name_of(one), tokens.open(kept.token_encrypted))
        )
    return found


def show_device_password(
    session: Session, by: By, scope: Scope, tokens: TokenBox, app_user_id: int
) -> tuple[AppUserWithToken, DevicePassword | None]:
    """Return an app user with the password of its phone, noting that it was shown.

    None: it has no password. Raises NotFound.
    """
    found = get_app_user(session, by, scope, tokens, app_user_id)
    kept = device_passwords.find_current(session, app_user_id)
    if kept is None:
        return found, None
    note(session, by, found.app_user, "field_key.password.read")
    return found, DevicePassword(user_name_of(app_user_id), tokens.open(kept.token_encrypted))


def withdraw_device_password(session: Session, by: By, scope: Scope, app_user_id: int) -> None:
    """Make the password of an app user's phone invalid at once; raises NotFound without one."""
    row = app_users.get_app_user(session, scope, app_user_id)
    if not device_passwords.revoke(session, app_user_id, at=by.at):
        raise NotFound
    note(session, by, row.app_user, "field_key.password.delete")


def _end_old(session: Session, by: By, app_user_id: int, grace: timedelta) -> None:
    if grace > timedelta():
        device_passwords.limit(session, app_user_id, until=by.at + min(grace, LONGEST_GRACE))
    else:
        device_passwords.revoke(session, app_user_id, at=by.at)

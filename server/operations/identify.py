"""Who a session token, a password or an app user's token belongs to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from sqlmodel import Session

from server import clock, keys, passwords
from server.keys import TokenBox
from server.problems import NotAuthenticated, TooManyAttempts
from server.store.queries import device_passwords, identities
from server.store.queries.identities import AppUserAccess, UserAccess
from server.store.rate_limits import AttemptCounters
from server.store.transaction import Store

IDLE = timedelta(hours=8)
LONGEST = timedelta(days=7)
_NOTE_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class KnownPhone:
    """What an app user's token or password opens, and the hash under which that is stored."""

    app_user: AppUserAccess
    credential_hash: bytes


def identify_session(store: Store, token: str, now: datetime) -> tuple[UserAccess, bytes] | None:
    """Return the user of a session and its hash, and keep the session alive while it is used."""
    if not keys.is_token_shaped(token):
        return None
    lookup = keys.token_hash(token)
    with store.reading() as session:
        found = identities.find_session(session, lookup, now)
        if found is None:
            return None
        user = identities.find_user_access(session, found.user_id)
    if user is not None and now - found.seen_at > _NOTE_SEEN_EVERY:
        ends = min(found.created_at + LONGEST, now + IDLE)
        with store.writing() as session:
            identities.touch_session(session, lookup, seen_at=now, ends=ends)
    return None if user is None else (user, lookup)


def owner_of_session(store: Store, token: str) -> int | None:
    """Return whose session this token was, though its time is over: it opens nothing any more.

    None for a session that somebody ended: by signing out, by another password, by an office.
    """
    if not keys.is_token_shaped(token):
        return None
    with store.reading() as session:
        return identities.find_owner(session, keys.token_hash(token))


def identify_app_user(session: Session, token: str, now: datetime) -> AppUserAccess | None:
    """Return what an app user's token opens."""
    if not keys.is_token_shaped(token):
        return None
    return identities.find_app_user_access(session, keys.token_hash(token), now)


def identify_phone(
    session: Session,
    tokens: TokenBox,
    app_user_id: int,
    now: datetime,
    is_proven: Callable[[str], bool],
) -> KnownPhone | None:
    """Return what the password of an app user opens that the caller is proven to have.

    There are two of them while an exchanged one may still send.
    """
    for kept in device_passwords.list_usable(session, app_user_id, now):
        try:
            password = tokens.open(kept.token_encrypted)
        except InvalidToken:  # the secret key is another one: nothing of old is proven any more
            continue
        if is_proven(password):
            found = identities.find_app_user_access(session, kept.lookup_hash, now)
            return None if found is None else KnownPhone(found, kept.lookup_hash)
    return None


def identify_by_password(
    store: Store, counters: AttemptCounters, *, email: str, password: str, address: str
) -> UserAccess:
    """Return the user of an e-mail address and password.

    Raises NotAuthenticated alike for unknown accounts and wrong passwords, and TooManyAttempts from
    the sixth failure of that account from that address on, doubling to 15 minutes; a hundred
    failures of whatever accounts block an address, so that nobody else is locked out by a guesser.
    An attempt counts before its password is looked at: many at one moment are no way around.
    """
    now = clock.now()
    place = address[:60]
    account, everybody = f"login:{email.strip().lower()[:120]}:{place}", f"logins:{place}"
    blocked = counters.seconds_blocked(everybody, now)
    blocked = blocked or counters.take_attempt(account, now=now, free=5)
    if blocked:
        raise TooManyAttempts(seconds=blocked)
    with store.reading() as session:
        user = identities.find_user_by_email(session, email)
        user_access = identities.find_user_access(session, user.id) if user else None
    if not passwords.is_password(password, user.password_hash if user else None):
        counters.note_failure(everybody, now=now, free=100)
        raise NotAuthenticated
    if user_access is None:
        raise NotAuthenticated
    counters.forget(account)
    return user_access

"""Phones that sign in with a user name and password: by Digest anywhere, by Basic over https."""

import hmac
from collections.abc import Callable

from flask import g, request
from werkzeug.datastructures import Authorization

from server import clock
from server.device_passwords import app_user_of
from server.operations.identify import KnownPhone, identify_phone
from server.problems import NotAuthenticated
from server.web import digest
from server.web.state import state


def phone_by_digest() -> KnownPhone:
    """Return the phone whose password this request proves; raises NotAuthenticated.

    Each answer is good once, whichever process it comes to. One that is right but came before, or
    to a nonce that is too old, is told to be stale: the phone answers a new challenge by itself, so
    that a resent request is only delayed, while who overheard it can do nothing with it.
    """
    answer = digest.read_answer(request.authorization, _target())
    if answer is None:
        raise NotAuthenticated
    found = _find(answer.user_name, lambda password: answer.proves(password, request.method))
    now = clock.now()
    if not state().nonces.is_fresh(answer.nonce, now) or not state().counters.take_once(
        f"digest:{answer.use}", now=now, keep=digest.NONCE_LIFE
    ):
        g.digest_is_stale = True
        raise NotAuthenticated
    return found


def phone_by_basic(credentials: Authorization | None) -> KnownPhone | None:
    """Return the phone of a user name and password; None: they are not those of a phone.

    Raises NotAuthenticated for a wrong password.
    """
    if credentials is None or app_user_of(credentials.username or "") is None:
        return None
    given = (credentials.password or "").encode()
    return _find(
        credentials.username or "", lambda password: hmac.compare_digest(password.encode(), given)
    )


def _find(user_name: str, is_proven: Callable[[str], bool]) -> KnownPhone:
    app_user_id = app_user_of(user_name)
    if app_user_id is None:
        raise NotAuthenticated
    with state().store.reading() as session:
        found = identify_phone(session, state().tokens, app_user_id, clock.now(), is_proven)
    if found is None:
        raise NotAuthenticated
    return found


def _target() -> str:
    """Return path and query as they were sent: that is what an answer is computed over."""
    environ = request.environ
    return str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or "")

"""The cookie of a signed-in browser: begun under a new token each time, never read by scripts."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from server import clock, keys
from server.operations.identify import LONGEST
from server.operations.log_in import NewSession, log_in
from server.store.queries import identities
from server.store.queries.audits import By
from server.web.auth import cookie_name
from server.web.requests import is_https
from server.web.state import state


def begin_session(user_id: int) -> NewSession:
    """Begin a session; the one whose cookie the browser still sent is over."""
    now = clock.now()
    with state().store.writing() as session:
        old = request.cookies.get(cookie_name())
        if old is not None and keys.is_token_shaped(old):
            identities.end_session(session, keys.token_hash(old))
        return log_in(session, By(user_id, now), user_id)


def keep_session(response: AnyResponse, session: NewSession) -> None:
    """Let the browser keep a session for as long as one can last."""
    response.set_cookie(
        cookie_name(),
        session.token,
        max_age=int(LONGEST.total_seconds()),
        secure=is_https(state().settings.trusted_proxies),
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_session(response: Response | AnyResponse) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(
        cookie_name(), secure=is_https(state().settings.trusted_proxies), httponly=True
    )

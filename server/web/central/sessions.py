"""Sessions: begin one with a password, look at it, end it; ending app users' tokens as well."""

from flask import Blueprint, Response, request

from server import clock
from server.operations.identify import identify_by_password
from server.operations.log_in import NewSession, log_in
from server.operations.log_out import end_token, log_out
from server.problems import MissingParameters, NotFound
from server.store.queries import identities
from server.store.queries.audits import By
from server.web.auth import caller, cookie_name, current_user, open_to_all, requires_login
from server.web.central.acting import acting
from server.web.central.answers import answer, success
from server.web.central.json_body import read_body
from server.web.central.people_schemas import LoginBody, RestoredSession, session_answer
from server.web.csrf import check_origin
from server.web.requests import client_address, is_https
from server.web.state import state

blueprint = Blueprint("central_sessions", __name__)

CSRF_COOKIE = "__csrf"


@blueprint.post("/sessions")
@open_to_all
def create_session() -> Response:
    """Begin a session; the answer is the only time its token is told."""
    _refuse_other_sites()
    body = read_body(LoginBody)
    if not body.email or not body.password:
        got = [name for name in ("email", "password") if getattr(body, name)]
        raise MissingParameters(expected=["email", "password"], got=got)
    here = state()
    user = identify_by_password(
        here.store,
        here.counters,
        email=body.email,
        password=body.password,
        address=client_address(here.settings.trusted_proxies),
    )
    with here.store.writing() as session:
        new = log_in(session, By(user.user_id, clock.now()), user.user_id)
    response = answer(session_answer(new))
    set_session_cookies(response, new)
    return response


@blueprint.get("/sessions/restore")
@requires_login
def restore_session() -> Response:
    """Show the session of this request without its token; raises NotFound for Basic."""
    with state().store.reading() as session:
        found = identities.find_session(session, _session_hash(), clock.now())
        if found is None:
            raise NotFound
        return answer(
            RestoredSession(
                csrf=found.csrf, created_at=found.created_at, expires_at=found.expires_at
            )
        )


@blueprint.delete("/sessions/current")
@requires_login
def end_current_session() -> Response:
    """End the session of this request."""
    with state().store.writing() as session:
        user_id = current_user().user_id
        log_out(session, acting(), user_id=user_id, token_hash=_session_hash())
    response = success()
    clear_session_cookies(response)
    return response


@blueprint.delete("/sessions/<segment:token>")
@requires_login
def end_session(token: str) -> Response:
    """End a session, or revoke an app user's token."""
    with state().store.writing() as session:
        end_token(session, acting(), user=current_user(), token=token)
    return success()


def set_session_cookies(response: Response, new: NewSession) -> None:
    """Give a browser its session: a cookie no script reads, gone with the session."""
    secure = is_https(state().settings.trusted_proxies)
    response.set_cookie(
        cookie_name(),
        new.token,
        expires=new.expires_at,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )
    response.set_cookie(
        CSRF_COOKIE, new.csrf, expires=new.expires_at, secure=secure, samesite="Strict"
    )
    response.headers["Cache-Control"] = "no-store"


def clear_session_cookies(response: Response) -> None:
    """Take the session's cookies from a browser."""
    secure = is_https(state().settings.trusted_proxies)
    response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax")
    response.delete_cookie(CSRF_COOKIE, secure=secure, samesite="Strict")


def _refuse_other_sites() -> None:
    """Refuse a login that a page of another site sends; programs say nothing of where they are."""
    if "Origin" in request.headers or "Sec-Fetch-Site" in request.headers:
        check_origin()


def _session_hash() -> bytes:
    found = caller().session_hash
    if found is None:
        raise NotFound
    return found

"""Signing in and out: by e-mail address and password, and back to where one wanted to go."""

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server import clock
from server.operations.identify import identify_by_password
from server.operations.log_out import log_out as end_session
from server.problems import NotAuthenticated, TooManyAttempts
from server.store.queries.audits import By
from server.web.auth import caller, open_to_all, requires_login
from server.web.csrf import check_origin
from server.web.kept_form import KEPT, KeptForm, open_form
from server.web.office.form_errors import too_many_attempts
from server.web.office.own_addresses import is_address_of_ours
from server.web.office.plain_page import render_plain
from server.web.requests import client_address
from server.web.session_cookie import begin_session, drop_session, keep_session
from server.web.state import state

blueprint = Blueprint("office_login", __name__)


@blueprint.get("/login")
@open_to_all
def show_login() -> AnyResponse | str:
    """Ask for address and password; who is signed in already goes on."""
    if caller().via == "cookie":
        return redirect(_wanted_address())
    return _page()


@blueprint.post("/login")
@open_to_all
def log_in() -> AnyResponse:
    """Begin a session, always under a new id, and go where the reader wanted to go."""
    check_origin()
    email, password = request.form.get("email", ""), request.form.get("password", "")
    errors = _missing(email, password)
    if errors:
        return make_response(_page(email, errors), 422)
    try:
        user = identify_by_password(
            state().store,
            state().counters,
            email=email,
            password=password,
            address=client_address(state().settings.trusted_proxies),
        )
    except NotAuthenticated:
        wrong = gettext("The e-mail address or the password is wrong.")
        return make_response(_page(email, {"email": wrong}), 401)
    except TooManyAttempts as problem:
        return _wait(email, problem)
    session = begin_session(user.user_id)
    kept = open_form(request.form.get(KEPT, ""))
    response: AnyResponse = redirect(_wanted_address(), 303)
    if kept is not None and kept.user_id == user.user_id:
        response = make_response(_kept_page(kept))
    keep_session(response, session)
    return response


@blueprint.post("/logout")
@requires_login
def log_out() -> AnyResponse:
    """End the session at once and go to the login page."""
    user, lookup = caller().user, caller().session_hash
    if user is not None and lookup is not None:
        with state().store.writing() as session:
            end_session(
                session, By(user.user_id, clock.now()), user_id=user.user_id, token_hash=lookup
            )
    response = redirect(url_for("office_login.show_login"), 303)
    drop_session(response)
    return response


def _wanted_address() -> str:
    wanted = request.values.get("next", "")
    return wanted if is_address_of_ours(wanted) else url_for("office_entry.show_first_project")


def _missing(email: str, password: str) -> dict[str, str]:
    errors = {}
    if not email.strip():
        errors["email"] = gettext("Enter your e-mail address.")
    if not password:
        errors["password"] = gettext("Enter your password.")
    return errors


def _wait(email: str, problem: TooManyAttempts) -> Response:
    response = make_response(_page(email, {"email": too_many_attempts(problem)}), 429)
    response.headers["Retry-After"] = str(problem.seconds)
    return response


def _page(email: str = "", errors: dict[str, str] | None = None) -> str:
    wanted, kept = request.values.get("next", ""), request.form.get(KEPT, "")
    return render_plain(
        "login/login.html",
        page_title=gettext("Sign in"),
        email=email[:320],
        wanted=wanted if is_address_of_ours(wanted) else "",
        errors=errors or {},
        kept=kept if open_form(kept) is not None else "",
    )


def _kept_page(kept: KeptForm) -> str:
    """Return the page that shows what was typed before the session ended, to be sent now."""
    return render_plain(
        "login/kept.html",
        page_title=gettext("You were signed out"),
        kept=kept,
        shown=[one for one in kept.fields if one[1].strip()],
    )

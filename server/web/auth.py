"""Who is calling, and the rule each route states about who may.

Identity is looked up in a short reading of its own before the view; the way submissions take checks
the token once more inside its writing transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, TypeVar

from flask import Flask, current_app, g, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server import clock, keys
from server.domain import access
from server.domain.access import Grant, Verb
from server.operations.identify import (
    KnownPhone,
    identify_app_user,
    identify_session,
)
from server.problems import BasicNeedsHttps, NotAllowed, NotAuthenticated, NotFound
from server.store.queries import projects
from server.store.queries.identities import AppUserAccess, UserAccess
from server.store.queries.scope import Scope
from server.web.csrf import check_origin
from server.web.kept_form import page_with_form, seal_form
from server.web.key_prefix import TOKEN_KEY
from server.web.person_passwords import user_by_basic
from server.web.phone_passwords import phone_by_basic, phone_by_digest
from server.web.phone_requests import authorization_scheme
from server.web.requests import is_https
from server.web.snapshot import keep_for_view
from server.web.state import state
from server.web.wire_format import WireFormat, wire_format

View = TypeVar("View", bound=Callable[..., object])
Via = Literal["nothing", "cookie", "bearer", "basic", "digest", "token"]
_RULE = "__access_rule__"


@dataclass(frozen=True, slots=True)
class AccessRule:
    """What a route asks of its caller; `verb` None and `is_open` False: any web user.

    `is_unseen`: whoever calls is not even looked at.
    """

    verb: Verb | None = None
    is_open: bool = False
    is_unseen: bool = False
    phones: bool = False
    phones_submit_only: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: nobody, a web user, or an app user."""

    via: Via = "nothing"
    user: UserAccess | None = None
    app_user: AppUserAccess | None = None
    session_hash: bytes | None = None
    credential_hash: bytes | None = None
    """Under which the token or password of an app user is stored."""

    @property
    def actor_id(self) -> int | None:
        """The actor's key, None for nobody."""
        if self.user is not None:
            return self.user.user_id
        return self.app_user.app_user_id if self.app_user is not None else None

    @property
    def locale(self) -> str | None:
        """The language the user chose for good."""
        return self.user.locale if self.user is not None else None


def set_up(app: Flask) -> None:
    """Identify the caller of every request and hold the rule of its route."""
    app.before_request(_identify)
    app.before_request(_hold_rule)


def open_to_all(view: View) -> View:
    """State that a route is open to anybody."""
    return _state(view, AccessRule(is_open=True))


def open_unseen(view: View) -> View:
    """State that a route is open to anybody and never looks who calls, whatever cookie comes."""
    return _state(view, AccessRule(is_open=True, is_unseen=True))


def requires_login(view: View) -> View:
    """State that a route is for any web user."""
    return _state(view, AccessRule())


def requires(
    verb: Verb, *, phones: bool = False, phones_submit_only: bool = False
) -> Callable[[View], View]:
    """State the verb a route asks for in its project.

    `phones`: app users may call it too; `phones_submit_only`: even with a token in its grace.
    """
    rule = AccessRule(verb=verb, phones=phones, phones_submit_only=phones_submit_only)
    return lambda view: _state(view, rule)


def rule_of(view: Callable[..., object]) -> AccessRule | None:
    """Return the rule that a view states."""
    rule = getattr(view, _RULE, None)
    return rule if isinstance(rule, AccessRule) else None


def caller() -> Caller:
    """Return who calls this request."""
    found: Caller = g.caller
    return found


def current_user() -> UserAccess:
    """Return the web user of this request; raises NotAuthenticated for others."""
    user = caller().user
    if user is None:
        raise NotAuthenticated
    return user


def scope(verb: Verb, project_id: int) -> Scope:
    """Return what the caller sees of a project under a verb; nothing at all is 404."""
    areas = access.scope_of(current_user().grants, verb, project_id)
    if areas is not None and not areas:
        raise NotFound
    return Scope(project_id=project_id, area_ids=areas)


def _state(view: View, rule: AccessRule) -> View:
    setattr(view, _RULE, rule)
    return view


def _identify() -> None:
    g.caller = Caller()
    rule = _rule_of_route()
    if rule is not None and rule.is_unseen:
        return
    token = request.environ.get(TOKEN_KEY)
    scheme = authorization_scheme()
    is_for_phones = rule is not None and rule.phones
    if token is not None:
        g.caller = _from_token(token)
    elif scheme == "bearer":
        g.caller = _from_bearer()
    elif scheme == "basic":
        g.caller = _from_basic(may_be_phone=is_for_phones)
    elif scheme == "digest" and is_for_phones:
        g.caller = _from_phone("digest", phone_by_digest())
    elif _cookie() is not None:
        g.caller = _from_cookie()


def _from_token(token: str) -> Caller:
    recent, lookup = state().recent_tokens, keys.token_hash(token)
    app_user = recent.find(lookup) if _is_looked_at_again() else None
    if app_user is None:
        app_user = _looked_up(token)
        if app_user is not None:
            recent.remember(lookup, app_user)
    if app_user is not None:
        return _from_phone("token", KnownPhone(app_user, lookup))
    is_openrosa = wire_format(request.path, is_phone=True) is WireFormat.OPENROSA
    if is_openrosa or len(token) == keys.TOKEN_LENGTH:
        raise NotAllowed
    raise NotAuthenticated


def _looked_up(token: str) -> AppUserAccess | None:
    """Return what a token opens; what phones may read is then read from the same snapshot."""
    rule = _rule_of_route()
    if rule is not None and rule.phones and request.method in {"GET", "HEAD"}:
        return identify_app_user(keep_for_view(), token, clock.now())
    with state().store.reading() as session:
        return identify_app_user(session, token, clock.now())


def _is_looked_at_again() -> bool:
    """Tell whether the view looks at the token again, inside the transaction that writes."""
    rule = _rule_of_route()
    return rule is not None and rule.phones_submit_only


def _from_phone(via: Via, phone: KnownPhone) -> Caller:
    return Caller(via=via, app_user=phone.app_user, credential_hash=phone.credential_hash)


def _from_bearer() -> Caller:
    token = request.headers["Authorization"].partition(" ")[2].strip()
    found = identify_session(state().store, token, clock.now())
    if found is None:
        raise NotAuthenticated
    user, session_hash = found
    return Caller(via="bearer", user=user, session_hash=session_hash)


def _from_basic(*, may_be_phone: bool) -> Caller:
    if not is_https(state().settings.trusted_proxies):
        raise BasicNeedsHttps
    credentials = request.authorization
    phone = phone_by_basic(credentials) if may_be_phone else None
    if phone is not None:
        return _from_phone("basic", phone)
    return Caller(via="basic", user=user_by_basic(credentials))


def _from_cookie() -> Caller:
    """Return the user of the session cookie; a write with it must come from a page of ours."""
    found = identify_session(state().store, _cookie() or "", clock.now())
    if found is None:
        return Caller()
    check_origin()
    user, session_hash = found
    return Caller(via="cookie", user=user, session_hash=session_hash)


def cookie_name() -> str:
    """Return the name of the session cookie: with the host prefix wherever https allows it."""
    return "__Host-session" if is_https(state().settings.trusted_proxies) else "session"


def _cookie() -> str | None:
    return request.cookies.get(cookie_name())


def _hold_rule() -> AnyResponse | None:
    """Refuse the caller whom the route's rule does not let in; a route without a rule is closed."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    rule = _rule_of_route()
    if rule is None:
        raise NotAllowed
    if rule.is_open:
        return None
    if caller().app_user is not None:
        _hold_for_phone(rule)
        return None
    if caller().user is None:
        return _ask_to_log_in()
    _hold_for_user(rule)
    return None


def _rule_of_route() -> AccessRule | None:
    view = current_app.view_functions.get(request.endpoint or "")
    return None if view is None else rule_of(view)


def _hold_for_phone(rule: AccessRule) -> None:
    app_user = caller().app_user
    project_id = (request.view_args or {}).get("project_id")
    if not rule.phones or app_user is None or project_id != app_user.project_id:
        raise NotAllowed
    if app_user.submit_only_until is not None and not rule.phones_submit_only:
        raise NotAllowed


def _hold_for_user(rule: AccessRule) -> None:
    project_id = (request.view_args or {}).get("project_id")
    grants = current_user().grants
    if project_id is not None:
        _check_project(grants, project_id)
    if rule.verb is not None and not access.may_somewhere(grants, rule.verb, project_id):
        raise NotAllowed


def _check_project(grants: tuple[Grant, ...], project_id: int) -> None:
    """Answer alike for a project that somebody does not see and one that is not there."""
    if not access.sees_project(grants, project_id):
        raise NotFound
    with state().store.reading() as session:
        projects.get_project(session, project_id)


def _ask_to_log_in() -> AnyResponse:
    is_page = wire_format(request.path) is WireFormat.PAGE
    if not is_page or request.headers.get("HX-Request"):
        raise NotAuthenticated
    if request.method == "POST" and (kept := seal_form(_cookie() or "")):
        return make_response(page_with_form(kept), HTTPStatus.UNAUTHORIZED)
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("office_login.show_login", next=back or None))

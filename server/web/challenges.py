"""What a 401 asks a phone for: without a challenge Collect never sends its user name and password.

Only addresses of phones ask, and never who came with a token in the address: such a phone has no
password to send, and would ask its inspector for one again and again.
"""

from flask import Response, current_app, g, request

from server import clock
from server.problems import NotAllowed, NotAuthenticated, Problem
from server.web import digest
from server.web.auth import rule_of
from server.web.key_prefix import TOKEN_KEY
from server.web.phone_requests import is_phone_request
from server.web.requests import is_https
from server.web.state import state
from server.web.wire_format import WireFormat, wire_format

_BASIC = f'Basic realm="{digest.REALM}", charset="UTF-8"'


def as_told(problem: Problem) -> Problem:
    """Return the problem that the caller is told of.

    A right that is missing is 401 for a password, since another one may have it (OpenRosa); it is
    403 for a token, and on addresses that are not OpenRosa's.
    """
    found = g.get("caller")
    is_by_password = found is not None and found.via in {"basic", "digest"}
    if isinstance(problem, NotAllowed) and is_by_password:
        shape = wire_format(request.path, is_phone=is_phone_request())
        return NotAuthenticated() if shape is WireFormat.OPENROSA else problem
    return problem


def add_challenges(response: Response) -> None:
    """Ask for credentials where a phone may answer: scripts of pages must not open a dialog."""
    view = current_app.view_functions.get(request.endpoint or "")
    rule = None if view is None else rule_of(view)
    if rule is None or not rule.phones:
        return
    if TOKEN_KEY in request.environ or "X-Requested-With" in request.headers:
        return
    # Collect takes the first scheme that it knows. Over https that is Basic: it serves both people
    # and phones, without a second round for each request. Over http it ignores Basic.
    if is_https(state().settings.trusted_proxies):
        response.headers.add("WWW-Authenticate", _BASIC)
    nonce = state().nonces.make(clock.now())
    is_stale = bool(g.get("digest_is_stale"))
    response.headers.add("WWW-Authenticate", digest.challenge(nonce, is_stale=is_stale))

"""WSGI middleware: routes see the path as it was sent, since ids of ODK contain `%2F`.

PATH_INFO becomes the undecoded path with only needless escapes removed; the URL converters of
server.web.converters decode each segment once. What can't be a path of ours is answered here.
"""

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MOST_ADDRESS_BYTES = 64 * 1024
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "/%:@!$&'()*+,;=~-._"


class RawPath:
    """Gives the wrapped application the undecoded path."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Set PATH_INFO from the raw address and go on."""
        raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
        if raw is not None:
            environ["concord.address_bytes"] = len(raw)
            environ["PATH_INFO"] = undecoded_path(raw)
        environ["SCRIPT_NAME"] = ""
        return self._application(environ, start_response)


def undecoded_path(address: str) -> str:
    """Return the path of a request address, escapes of unreserved characters removed.

    Every other byte stays or becomes an escape, so that a segment is decoded exactly once.
    """
    path = address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]
    if not path.startswith("/"):
        path = urlsplit(path).path or "/"
    path = quote(path.encode("latin-1", "replace"), safe=_SAFE)
    return _ESCAPE.sub(_shortest, path)


def has_dot_segments(path: str) -> bool:
    """Tell whether a path tries to climb, or has empty segments before its end."""
    segments = path.split("/")[1:]
    return any(part in {".", ".."} for part in segments) or "" in segments[:-1]


def _shortest(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


Middleware = Callable[[WSGIApplication], WSGIApplication]

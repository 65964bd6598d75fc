"""What happens around every request: its id, its checks, and what proxies may say."""

import secrets

import structlog
from flask import Flask, Response, g, request

from server.problems import (
    AddressTooLong,
    MethodNotAllowed,
    MissingApiVersion,
    NotFound,
    UnknownApiVersion,
)
from server.web.raw_path import MOST_ADDRESS_BYTES, has_dot_segments

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_MOST_DIGITS = 4


def set_up(app: Flask) -> None:
    """Check every request before anything else looks at it."""
    app.before_request(_begin)
    app.after_request(_forget_context)


def is_https(trusted_proxies: tuple[str, ...]) -> bool:
    """Tell whether the reader came over https, as far as a trusted proxy says."""
    if request.scheme == "https":
        return True
    if peer_address() not in trusted_proxies:
        return False
    return request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip() == "https"


def peer_address() -> str:
    """Return the address at the other end of the connection."""
    return str(request.environ.get("concord.peer") or request.environ.get("REMOTE_ADDR") or "")


def client_address(trusted_proxies: tuple[str, ...]) -> str:
    """Return the reader's address: the last hop that no trusted proxy of ours added."""
    address = peer_address()
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if address not in trusted_proxies or not hop.strip():
            break
        address = hop.strip()
    return address


def asked_text(name: str, most: int = 100) -> str:
    """Return a text of the address, cut to the most; NUL, which PostgreSQL never takes, is marked.

    Nothing is called by a text with the mark, so that what is looked for is not there.
    """
    return request.args.get(name, "")[:most].replace("\0", "\ufffd")


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    if request.environ.get("concord.address_bytes", 0) > MOST_ADDRESS_BYTES:
        raise AddressTooLong
    if request.method not in _METHODS:
        raise MethodNotAllowed(method=request.method[:20])
    if has_dot_segments(request.path):
        raise NotFound
    _check_api_version()


def _check_api_version() -> None:
    """Answer addresses of another API version as ODK Central does."""
    first = request.path.split("/")[1]
    is_version = first[:1] == "v" and first[1:].isdigit() and len(first) <= _MOST_DIGITS
    if is_version and first != "v1":
        raise UnknownApiVersion(got=first, expected=["v1"])
    if first in {"projects", "sessions", "users"}:
        raise MissingApiVersion


def _forget_context(response: Response) -> Response:
    structlog.contextvars.clear_contextvars()
    return response

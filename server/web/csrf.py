"""Refuse writes that another site sent with a reader's cookie, and logins from there."""

from urllib.parse import urlsplit

from flask import request

from server.problems import ForeignOrigin

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check_origin() -> None:
    """Raise unless a write comes from a page of ours.

    Browsers send `Sec-Fetch-Site` to https and loopback addresses, and `Origin` with every write
    to plain http; a request with neither comes from no browser page and must not use a cookie.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise ForeignOrigin
        return
    origin = request.headers.get("Origin")
    if origin is None or urlsplit(origin).netloc.lower() != request.host.lower():
        raise ForeignOrigin

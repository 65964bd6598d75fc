"""Whether a request comes from a phone, which is answered as Collect understands it."""

from flask import g, request

from server.web.key_prefix import TOKEN_KEY


def is_phone_request() -> bool:
    """Tell whether a request came with a token or a password of a phone, good or not."""
    if TOKEN_KEY in request.environ or authorization_scheme() == "digest":
        return True
    found = g.get("caller")
    return found is not None and found.app_user is not None


def authorization_scheme() -> str:
    """Return the scheme of the header with credentials, in small letters; empty without one."""
    return request.headers.get("Authorization", "").partition(" ")[0].lower()

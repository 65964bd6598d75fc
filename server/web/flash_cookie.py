"""The cookie that carries a message to the next page: signed, short, and no session of a user."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from server import keys
from server.web.requests import is_https

COOKIE = "messages"


class _FlashCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, marked Secure whenever the reader came over https."""

    def __init__(self, trusted_proxies: tuple[str, ...]) -> None:
        self._trusted_proxies = trusted_proxies

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's own signature
        """Tell whether the cookie goes over https alone."""
        return is_https(self._trusted_proxies)


def set_up(app: Flask, secret_key: str, trusted_proxies: tuple[str, ...]) -> None:
    """Give `flash` a cookie of its own: who is logged in stands in another one (web/auth.py)."""
    app.secret_key = keys.derive(secret_key, "flash-cookie")
    app.config["SESSION_COOKIE_NAME"] = COOKIE
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.session_interface = _FlashCookie(trusted_proxies)

"""What every answer says to browsers: content policy, no sniffing, what may be kept."""

import secrets

from flask import Flask, Response, g, request

_PAGE_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_API_POLICY = "default-src 'none'; frame-ancestors 'none'"
_ONE_YEAR = 31_536_000
_ASSETS = "/static/assets/"


def set_up(app: Flask) -> None:
    """Write the headers on every answer, and give templates the nonce."""
    app.after_request(_write)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """Return the nonce of this request's scripts and styles."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _write(response: Response) -> Response:
    headers = response.headers
    is_api = request.path.startswith("/v1")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Referrer-Policy", "no-referrer" if is_api else "same-origin")
    headers.setdefault("Content-Security-Policy", _policy(response, is_api=is_api))
    if request.path.startswith(_ASSETS):
        headers["Cache-Control"] = f"public, max-age={_ONE_YEAR}, immutable"
    headers.setdefault("Cache-Control", "private, no-cache" if is_api else "no-store")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", f"max-age={_ONE_YEAR}")
    headers["X-Request-Id"] = g.get("request_id", "")
    headers.pop("Server", None)
    return response


def _policy(response: Response, *, is_api: bool) -> str:
    if is_api or response.mimetype != "text/html":
        return _API_POLICY
    return _PAGE_POLICY.format(nonce=csp_nonce())

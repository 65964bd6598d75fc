"""A layer between phone and server that makes one mistake for the server, and none of its own."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; `announced` is the length that its sender promised."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    announced: int

    def with_body(self, body: bytes) -> "Asked":
        """Return the request with another body."""
        return replace(self, body=body, announced=len(body))


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def having(self, **headers: str) -> "Reply":
        """Return the answer with other headers; `_` in names stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})

    def without(self, *names: str) -> "Reply":
        """Return the answer without some headers."""
        return replace(self, headers={k: v for k, v in self.headers.items() if k not in names})

    def saying(self, body: bytes) -> "Reply":
        """Return the answer with another body, whose ETag is no longer that of the server."""
        return replace(self, body=body).without("etag", "content-length")


PassOn = Callable[[Asked], Reply]
Trap = Callable[[Asked, PassOn], Reply]


def html(status: int, text: str = "Sorry") -> Reply:
    """Return a page as proxies and frameworks write it."""
    return Reply(status, {"content-type": "text/html"}, f"<html>{text}</html>".encode())


def taken(status: int = 201) -> Reply:
    """Return what a phone is told of a submission that was stored."""
    text = (
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>'
        "full submission upload was successful!</message></OpenRosaResponse>"
    )
    headers = {"content-type": "text/xml; charset=utf-8", "x-openrosa-version": "1.0"}
    return Reply(status, headers, text.encode())


def refused(status: int) -> Reply:
    """Return a well-formed refusal."""
    reply = taken(status)
    return reply.saying(reply.body.replace(b"full submission upload was successful!", b"No."))


def none(asked: Asked, pass_on: PassOn) -> Reply:
    """Make no mistake."""
    return pass_on(asked)


@dataclass(slots=True)
class Switch:
    """The trap that is on, or none."""

    trap: Trap = none

    def __call__(self, asked: Asked, pass_on: PassOn) -> Reply:
        """Answer as the trap does that is on."""
        return self.trap(asked, pass_on)


def trapped(trap: Trap) -> Callable[[WSGIApplication], WSGIApplication]:
    """Return what puts a trap in front of an application."""

    def wrap(app: WSGIApplication) -> WSGIApplication:
        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            reply = trap(_asked(environ), lambda asked: _passed_on(app, environ, asked))
            headers = {**reply.headers, "content-length": str(len(reply.body))}
            start_response(f"{reply.status} Told", list(headers.items()))
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [reply.body]

        return answer

    return wrap


def _asked(environ: WSGIEnvironment) -> Asked:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    path, _, query = str(environ["RAW_URI"]).partition("?")
    headers = {
        name[5:].replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    headers["content-type"] = str(environ.get("CONTENT_TYPE", ""))
    body = environ["wsgi.input"].read(length) if length else b""
    return Asked(environ["REQUEST_METHOD"], unquote(path), query, headers, body, length)


def _passed_on(app: WSGIApplication, environ: WSGIEnvironment, asked: Asked) -> Reply:
    told: list[tuple[str, list[tuple[str, str]]]] = []
    own = dict(environ)
    if asked.announced:
        own["CONTENT_LENGTH"] = str(asked.announced)
    own["wsgi.input"] = io.BytesIO(asked.body)
    for name in ("if-none-match", "user-agent"):
        key = f"HTTP_{name.upper().replace('-', '_')}"
        own.pop(key, None)
        if name in asked.headers:
            own[key] = asked.headers[name]
    chunks = app(own, lambda status, headers, _=None: told.append((status, headers)))
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = told[0]
    return Reply(int(status[:3]), {k.lower(): v for k, v in headers}, body)

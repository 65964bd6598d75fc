"""How much a page may send: half a megabyte, unless its view says that it takes files.

Flask by itself reads a form of any size into memory, and files of any size onto the disk, from
whoever sends them. Addresses below `/v1` read their bodies themselves, each with its own limit.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from server.web.state import state

View = TypeVar("View", bound=Callable[..., object])

MOST_PAGE_BYTES = 500_000
MOST_PAGE_FIELDS = 1_000
_LIMIT = "__most_body_bytes__"


def set_up(app: Flask) -> None:
    """Limit the body of every request to a page."""
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_PAGE_BYTES
    app.config["MAX_FORM_PARTS"] = MOST_PAGE_FIELDS
    app.before_request(_limit)


def takes_files(most_bytes: int | None = None) -> Callable[[View], View]:
    """State that a page takes files: so many bytes in all, by default as many as a submission."""

    def mark(view: View) -> View:
        setattr(view, _LIMIT, lambda: most_bytes or state().settings.max_attachment_bytes)
        return view

    return mark


def takes_apk(view: View) -> View:
    """State that a page takes the APK of Collect, as large as the settings let it be."""
    setattr(view, _LIMIT, lambda: state().settings.max_apk_bytes + MOST_PAGE_BYTES)
    return view


def most_body() -> str:
    """Return how much the page of this request takes, as a reader reads it."""
    return f"{_most_bytes() // 1000} kB"


class Stream(Protocol):
    """What a WSGI server gives as `wsgi.input`."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""


class _Counted:
    """A body in chunks, refused as soon as it is too large; Werkzeug would cut it unnoticed."""

    def __init__(self, stream: Stream, most_bytes: int) -> None:
        self._stream = stream
        self._left = most_bytes

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes, fewer at the end, all without a size."""
        gathered = bytearray()
        while size < 0 or len(gathered) < size:
            wanted = self._left + 1 if size < 0 else min(size - len(gathered), self._left + 1)
            data = self._stream.read(wanted)
            if not data:
                break
            self._left -= len(data)
            if self._left < 0:
                raise RequestEntityTooLarge
            gathered += data
        return bytes(gathered)


def _limit() -> None:
    if request.path.startswith("/v1/"):
        return
    if request.content_length is None:
        request.environ["wsgi.input"] = _Counted(request.environ["wsgi.input"], _most_bytes())
    else:
        request.max_content_length = _most_bytes()


def _most_bytes() -> int:
    view = current_app.view_functions.get(request.endpoint or "")
    stated: Callable[[], int] | None = getattr(view, _LIMIT, None)
    return MOST_PAGE_BYTES if stated is None else stated()

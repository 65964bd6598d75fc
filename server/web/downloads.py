"""Files for readers: always saved, never shown, whatever they claim to be.

What was uploaded may be HTML or SVG under any name; only pictures that `pictures` has sniffed are
ever shown inside a page.
"""

import io
import re
from typing import IO

from flask import Response, send_file

from server.problems import NotFound
from server.web.state import state

_OCTETS = "application/octet-stream"
_UNWANTED = re.compile(
    r"[\x00-\x1f\x7f-\x9f/\\\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+"
)
"""Control characters, folders, marks that turn the reading direction, halves of surrogate pairs."""


def clean_name(name: str | None) -> str:
    """Return the name of a file as a header may say it: names that people sent are only data."""
    return _UNWANTED.sub("_", name or "").strip(" .") or "file"


def send_bytes(data: bytes, *, name: str, content_type: str | None = None) -> Response:
    """Return bytes as a file to save; its name may be Chinese, which headers hold encoded."""
    response = send_file(
        io.BytesIO(data),
        mimetype=content_type or _OCTETS,
        as_attachment=True,
        download_name=clean_name(name),
        etag=False,
        conditional=False,
    )
    response.content_length = len(data)
    return _closed(response)


def send_stream(stream: IO[bytes], *, name: str, content_type: str) -> Response:
    """Return an open file, from where it stands, as a file to save; it is closed when sent."""
    response = send_file(
        stream,
        mimetype=content_type,
        as_attachment=True,
        download_name=clean_name(name),
        etag=False,
        conditional=False,
    )
    return _closed(response)


def send_blob(sha256: str | None, *, name: str, content_type: str | None = None) -> Response:
    """Return a blob as a file to save; raises NotFound without one.

    Whoever asks for it was let to the row that names it: a hash alone opens nothing.
    """
    if sha256 is None:
        raise NotFound
    path = state().blobs.path(sha256)
    if not path.is_file():
        raise NotFound
    response = send_file(
        path,
        mimetype=content_type or _OCTETS,
        as_attachment=True,
        download_name=clean_name(name),
        etag=False,
        conditional=False,
    )
    return _closed(response)


def _closed(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response

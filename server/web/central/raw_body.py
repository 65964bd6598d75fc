"""Raw bodies in: files and forms, also chunked ones without a length; nothing is cut unnoticed."""

from collections.abc import Iterator

from flask import request
from werkzeug.http import parse_options_header

from server.problems import N_, BodyTooLarge, UnreadableBody

_CHUNK = 1 << 18
_MEGABYTE = 1_000_000


def read_raw(most_bytes: int) -> bytes:
    """Return the whole body; raises BodyTooLarge, and UnreadableBody when it was cut off."""
    return b"".join(raw_chunks(most_bytes))


def raw_chunks(most_bytes: int) -> Iterator[bytes]:
    """Yield the body piece by piece; raises BodyTooLarge, and UnreadableBody when it was cut off.

    A server that ends a body cleanly short of its Content-Length is caught by counting (a lost
    connection otherwise looks like a whole file).
    """
    declared = request.content_length
    if declared is not None and declared > most_bytes:
        raise _too_large(most_bytes)
    received = 0
    while piece := _read():
        received += len(piece)
        if received > most_bytes:
            raise _too_large(most_bytes)
        yield piece
    if declared is not None and received < declared:
        raise UnreadableBody(format="file", reason=N_("cut off"))


def sent_file_name() -> str:
    """Return the name of the file as the request tells it, only to be shown again."""
    _, options = parse_options_header(request.headers.get("Content-Disposition", ""))
    return options.get("filename", "")[:300]


def _read() -> bytes:
    try:
        return request.stream.read(_CHUNK)
    except OSError as error:
        raise UnreadableBody(format="file", reason=N_("cut off")) from error


def _too_large(most_bytes: int) -> BodyTooLarge:
    return BodyTooLarge(most=f"{most_bytes // _MEGABYTE} MB")

"""An entity list as CSV, cut to the caller's areas (OpenRosa: `name`, `label`, `__version`, …).

The rows go to a temporary file before the first byte leaves: a phone deletes every entity that a
list lacks, so a list that breaks off must never look complete, and a slow phone must not hold a
database connection.
"""

import csv
import gzip
import io
import tempfile
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import IO

from flask import Response, request
from sqlmodel import Session
from werkzeug.wsgi import wrap_file

from server.store.queries import entity_feed
from server.store.queries.entity_feed import EntityRow
from server.store.queries.scope import Scope
from server.store.tables.entities import EntityList
from server.web.auth import caller

_IN_MEMORY = 1_000_000
_COLUMNS = ("name", "label", "__version")


def etag(session: Session, entities: EntityList, scope: Scope) -> str:
    """Return the hash of the caller's part of a list: the same in all manifests and as ETag."""
    part = entity_feed.part_of(entities, scope, caller().actor_id)
    return entity_feed.part_hash(session, entities, part)


def answer(session: Session, entities: EntityList, scope: Scope) -> Response:
    """Return the caller's part of a list, or 304 without a look at its rows."""
    response = Response(content_type="text/csv; charset=utf-8")
    is_packed = request.accept_encodings["gzip"] > 0
    response.set_etag(etag(session, entities, scope), weak=is_packed)
    response.headers["Vary"] = "Accept-Encoding"
    response.make_conditional(request)
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return response
    part = entity_feed.part_of(entities, scope, caller().actor_id)
    rows = entity_feed.stream_rows(session, part)
    file, size = _written(rows, entities.properties, is_packed=is_packed)
    response.response = wrap_file(request.environ, file)
    response.headers["Content-Length"] = str(size)
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _written(
    rows: Iterable[EntityRow], properties: Sequence[str], *, is_packed: bool
) -> tuple[IO[bytes], int]:
    """Return a file with the CSV, at its beginning, and its size in bytes."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - sent, then closed
    if is_packed:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=5, mtime=0) as packed:
            _write(io.BufferedWriter(packed), rows, properties)
    else:
        _write(file, rows, properties)
    size = file.tell()
    file.seek(0)
    return file, size


def _write(
    file: IO[bytes] | io.BufferedWriter, rows: Iterable[EntityRow], properties: Sequence[str]
) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow([*_COLUMNS, *properties])
    for row in rows:
        values = [row.data.get(name) or "" for name in properties]
        writer.writerow([row.uuid, row.label, row.version, *values])
    text.flush()
    text.detach()

"""An entity list as CSV, cut to the caller's areas (OpenRosa: `name`, `label`, `__version`, …).

A phone deletes every entity that a list lacks, so a list that breaks off must never look complete,
and a slow phone must not hold a database connection: a list is sent from a file, with its length.
"""

import gzip
from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO

from flask import Response, request
from sqlmodel import Session
from werkzeug.wsgi import wrap_file

from server.operations.entity_list_file import list_file
from server.store.list_files import ListFiles, packed_size, plain_size
from server.store.queries import entity_feed
from server.store.queries.entity_feed import ListPart
from server.store.queries.scope import Scope
from server.store.tables.entities import EntityList
from server.web.auth import caller
from server.web.state import state

_CHUNK = 64 * 1024


def etag(session: Session, entities: EntityList, scope: Scope) -> str:
    """Return the hash of the caller's part of a list: the same in all manifests and as ETag."""
    return entity_feed.part_hash(session, entities, _part(entities, scope))


def answer(session: Session, entities: EntityList, scope: Scope) -> Response:
    """Return the caller's part of a list, or 304 without a look at its rows."""
    response = Response(content_type="text/csv; charset=utf-8")
    is_packed = request.accept_encodings["gzip"] > 0
    response.set_etag(etag(session, entities, scope), weak=is_packed)
    response.headers["Vary"] = "Accept-Encoding"
    response.make_conditional(request)
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return response
    files = ListFiles(state().settings.list_dir)
    file = list_file(session, files, entities, _part(entities, scope))
    response.call_on_close(file.close)
    if is_packed:
        response.headers["Content-Length"] = str(packed_size(file))
        response.headers["Content-Encoding"] = "gzip"
        response.response = wrap_file(request.environ, file)
    else:
        response.headers["Content-Length"] = str(plain_size(file))
        response.response = _unpacked(file)
    return response


def _part(entities: EntityList, scope: Scope) -> ListPart:
    return entity_feed.part_of(entities, scope, caller().actor_id)


def _unpacked(file: BinaryIO) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file) as plain:
        while chunk := plain.read(_CHUNK):
            yield chunk

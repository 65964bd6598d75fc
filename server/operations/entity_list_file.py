"""Write a caller's part of an entity list as CSV (OpenRosa: `name`, `label`, `__version`, …)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from sqlmodel import Session

from server.store.list_files import ListFiles
from server.store.queries import entity_feed
from server.store.queries.entity_feed import EntityRow, ListPart
from server.store.tables.entities import EntityList

_COLUMNS = ("name", "label", "__version")


def list_file(
    session: Session, files: ListFiles, entity_list: EntityList, part: ListPart
) -> BinaryIO:
    """Return the compressed CSV of a part, written now unless it lies ready.

    Hash and rows come from the same snapshot, so what lies ready under a hash is what it stands
    for.
    """
    hash_ = entity_feed.part_hash(session, entity_list, part)
    ready = files.open(hash_)
    if ready is not None:
        return ready
    rows = entity_feed.stream_rows(session, part)
    return files.make(hash_, lambda file: _write(file, rows, entity_list.properties))


def _write(file: BinaryIO, rows: Iterable[EntityRow], properties: Sequence[str]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow([*_COLUMNS, *properties])
    for row in rows:
        values = [row.data.get(name) or "" for name in properties]
        writer.writerow([row.uuid, row.label, row.version, *values])
    text.flush()
    text.detach()

"""The photos that enterprises of the demonstration add to a sheet that they fill in a browser."""

from collections.abc import Iterator, Sequence

from server.demo.draws import drawn_for
from server.demo.entrants import Entrant
from server.demo.given_points import SELF
from server.demo.pictures import Scene, photo
from server.domain.schemes.giving.sheet import SheetRow
from server.operations.save_assessment import NewFile
from server.store.blobs import BlobStore

_USUAL, _MODEL = 1, 6


def sheet_files(
    blobs: BlobStore, entrant: Entrant, level: str, rows: Sequence[SheetRow]
) -> tuple[NewFile, ...]:
    """Return the photos of some rows that ask for files, already among the blobs."""
    if level != SELF:
        return ()
    most = _MODEL if entrant.is_model else _USUAL
    return tuple(_files(blobs, entrant, [row for row in rows if row.is_open and row.slots][:most]))


def _files(blobs: BlobStore, entrant: Entrant, rows: Sequence[SheetRow]) -> Iterator[NewFile]:
    for row in rows:
        draw = drawn_for("sheet photo", entrant.number, row.code)
        data = photo(draw, Scene.PAPERS, f"{entrant.name}　{row.slots[0].zh}")
        yield NewFile(
            code=row.code,
            slot=0,
            name=f"{row.slots[0].zh}.jpg",
            content_type="image/jpeg",
            blob=blobs.put(data),
        )

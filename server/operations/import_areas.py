"""Import a table of areas: a preview first, then all of its new areas at once."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from sqlmodel import Session

from server.domain.areas_import import TITLES, AreaRow, read_areas
from server.domain.import_table import ImportTable
from server.domain.json_values import objects_of, text_of, texts_of
from server.operations.confirm_register_import import ImportDone, claim_preview, note_import
from server.operations.preview_register_import import PreviewContent, known_areas, with_texts
from server.operations.read_import_file import read_import_file
from server.problems import ChangedMeanwhile
from server.store.queries import areas
from server.store.queries.audits import By
from server.store.queries.register import count_change, get_change_count, lock_register
from server.store.queries.scope import Scope

AREAS = "areas"


def read_areas_file(data: bytes) -> ImportTable:
    """Return the table of areas in a file; raises UnreadableSpreadsheet."""
    return read_import_file(data, TITLES.values())


def preview_areas(session: Session, project_id: int, table: ImportTable) -> PreviewContent:
    """Return what importing a table of areas would add to the tree, row by row."""
    change_count = get_change_count(session, project_id)
    reading = read_areas(table, known_areas(session, Scope(project_id)))
    content = {
        "newRows": [_to_json(row) for row in reading.new],
        "changedRows": [],
        "unchangedCount": len(reading.unchanged),
        "wrongRowCount": len({one.row for one in reading.problems}),
        "problems": with_texts(table, reading.problems),
        "unknownColumns": list(reading.unknown_columns),
    }
    return PreviewContent(change_count, content)


def confirm_areas_import(session: Session, by: By, project_id: int, preview_id: int) -> ImportDone:
    """Add the new areas of a preview to the tree.

    Raises NotFound for the preview of another user, NotPossibleNow when it was confirmed already,
    ChangedMeanwhile when areas, parks or enterprises have changed since.
    """
    count = lock_register(session, project_id)
    preview = claim_preview(session, by, project_id, preview_id, kind=AREAS)
    if preview.register_change_count != count:
        raise ChangedMeanwhile
    rows = objects_of(preview.content, "newRows")
    _add(session, by, project_id, rows)
    count_change(session, project_id)
    done = ImportDone(created_count=len(rows), changed_count=0)
    note_import(session, by, preview, done)
    return done


def _to_json(row: AreaRow) -> dict[str, object]:
    return {
        "row": row.number,
        "parentPath": list(row.parent_path),
        "name": row.name,
        "level": row.level.value,
        "code": row.code,
    }


def _add(session: Session, by: By, project_id: int, rows: Sequence[Mapping[str, object]]) -> None:
    """Add areas depth by depth, so that those above have their keys."""
    keys: dict[tuple[str, ...], int] = {
        one.path: one.area_id for one in known_areas(session, Scope(project_id))
    }
    by_depth = sorted(rows, key=_depth)
    for _, some in groupby(by_depth, key=_depth):
        paths = {}
        values = []
        for row in some:
            above = texts_of(row, "parentPath")
            name = text_of(row, "name")
            paths[(keys.get(above), name)] = (*above, name)
            values.append(
                {
                    "project_id": project_id,
                    "parent_id": keys[above] if above else None,
                    "name": name,
                    "level": text_of(row, "level"),
                    "code": row["code"],
                    "created_at": by.at,
                }
            )
        for (parent_id, name), key in areas.insert_areas(session, values).items():
            keys[paths[(parent_id, name)]] = key


def _depth(row: Mapping[str, object]) -> int:
    return len(texts_of(row, "parentPath"))

"""Preview what importing a table of enterprises would do; nothing of it is written yet."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from server.domain.area_paths import AreaNames, KnownArea
from server.domain.areas import AreaLevel
from server.domain.import_table import ImportTable, RowProblem
from server.domain.register import TITLES, Column, RegisterReading, read_register
from server.domain.register_diff import KnownEnterprise, RegisterDiff, diff_register
from server.domain.register_json import (
    change_to_json,
    problem_to_json,
    row_to_json,
    values_of,
)
from server.operations.read_import_file import read_import_file
from server.store.queries import areas, enterprises, import_previews, parks
from server.store.queries.audits import By
from server.store.queries.register import get_change_count
from server.store.queries.scope import Scope
from server.store.tables.enterprises import ImportPreview

REGISTER = "register"
_KEEP = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RegisterState:
    """The register as an importer sees it, at one count of changes."""

    change_count: int
    areas: tuple[KnownArea, ...]
    parks: Mapping[int, str]
    known: tuple[KnownEnterprise, ...]


@dataclass(frozen=True, slots=True)
class PreviewContent:
    """What an import would do, as JSON, at a count of changes of the register."""

    change_count: int
    content: Mapping[str, object]


def read_register_file(data: bytes) -> ImportTable:
    """Return the table of enterprises in a file; raises UnreadableSpreadsheet."""
    return read_import_file(data, TITLES.values())


def load_register(session: Session, scope: Scope) -> RegisterState:
    """Return the whole register; what lies outside the scope is marked as not visible."""
    change_count = get_change_count(session, scope.project_id)
    visible = known_areas(session, scope)
    inside = {area.area_id for area in visible}
    names = {one.id: one.name for one in parks.list_parks(session, scope.project_id) if one.id}
    facts = enterprises.list_facts(session, scope.project_id)
    known = tuple(
        KnownEnterprise(key, values_of(one, names), is_visible=one.area_id in inside)
        for key, one in facts.items()
    )
    return RegisterState(change_count, visible, names, known)


def known_areas(session: Session, scope: Scope) -> tuple[KnownArea, ...]:
    """Return the areas within a scope with their paths from the root."""
    tree = areas.list_areas(session, scope.project_id)
    paths: dict[int | None, tuple[str, ...]] = {None: ()}
    for area in tree:
        paths[area.id] = (*paths[area.parent_id], area.name)
    if scope.area_ids is None:
        inside = {area.id for area in tree}
    else:
        inside = set(areas.list_ids_below(session, scope.area_ids))
    return tuple(
        KnownArea(area.id, paths[area.id], AreaLevel(area.level))
        for area in tree
        if area.id is not None and area.id in inside
    )


def preview_register(table: ImportTable, state: RegisterState, *, today: dt.date) -> PreviewContent:
    """Return what importing the table into the register would do, row by row.

    Pure, and slow for ten thousand rows: call it between the transactions that load and save.
    """
    reading = read_register(
        table, AreaNames(state.areas), today=today, parks=frozenset(state.parks.values())
    )
    diff = diff_register(reading.rows, state.known)
    problems = (*reading.problems, *diff.problems)
    content = {
        "newRows": [row_to_json(row) for row in diff.new],
        "changedRows": [change_to_json(change) for change in diff.changed],
        "unchangedCount": len(diff.unchanged),
        "wrongRowCount": len({one.row for one in problems}),
        "problems": with_texts(table, problems),
        "unknownColumns": list(reading.unknown_columns),
        "areaNames": _area_names(state, reading, diff),
    }
    return PreviewContent(state.change_count, content)


def with_texts(table: ImportTable, problems: Iterable[RowProblem]) -> list[dict[str, object]]:
    """Return problems in the order of rows as JSON, each with the text of its cell."""
    texts = {cell.address: cell.text for line in table.lines for cell in line.cells}
    return [
        {**problem_to_json(one), "text": (texts.get(one.address) or "")[:100]}
        for one in sorted(problems, key=lambda one: one.row)
    ]


def save_preview(
    session: Session, by: By, project_id: int, preview: PreviewContent, *, kind: str, file_name: str
) -> ImportPreview:
    """Keep a preview for a week, for the user who made it to confirm it, and return it."""
    if by.actor_id is None:
        raise AssertionError("previews are made by users")
    import_previews.forget_old(session, before=by.at - _KEEP)
    saved = ImportPreview(
        project_id=project_id,
        user_id=by.actor_id,
        kind=kind,
        file_name=file_name[:300],
        register_change_count=preview.change_count,
        content=dict(preview.content),
        created_at=by.at,
    )
    session.add(saved)
    session.flush()
    return saved


def _area_names(
    state: RegisterState, reading: RegisterReading, diff: RegisterDiff
) -> dict[str, str]:
    """Return the paths of the areas that the preview names, by key."""
    used = {int(str(row.values[Column.AREA])) for row in reading.rows}
    used |= {
        int(str(one.old))
        for change in diff.changed
        for one in change.changes
        if one.column is Column.AREA and one.old is not None
    }
    return {str(one.area_id): "/".join(one.path) for one in state.areas if one.area_id in used}

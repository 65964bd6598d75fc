"""The areas a reader may choose between, as a tree is written, with their depth."""

from sqlmodel import Session

from server.store.queries.areas import list_areas, list_ids_below
from server.store.queries.scope import Scope
from server.store.tables.areas import Area


def list_choices(session: Session, scope: Scope) -> tuple[tuple[Area, int], ...]:
    """Return the areas inside a scope, each followed by what lies below it, depth from 0."""
    seen = None if scope.area_ids is None else list_ids_below(session, scope.area_ids)
    depths: dict[int, int] = {}
    choices = []
    for area in list_areas(session, scope.project_id):
        if area.id is None or (seen is not None and area.id not in seen):
            continue
        above = depths.get(area.parent_id) if area.parent_id is not None else None
        depths[area.id] = 0 if above is None else above + 1
        choices.append((area, depths[area.id]))
    return tuple(choices)

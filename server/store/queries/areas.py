"""The tree of areas: its nodes, its closure, and what lies above and below."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, insert, literal, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.problems import NotFound
from server.store.batches import batches
from server.store.tables.areas import Area, AreaAncestor
from server.store.upsert import table_of

_CLOSURE = table_of(AreaAncestor)


def find_area(session: Session, project_id: int, area_id: int) -> Area | None:
    """Return an area of a project."""
    statement = select_rows(Area).where(Area.id == area_id, Area.project_id == project_id)
    return session.exec(statement).first()


def get_area(session: Session, project_id: int, area_id: int) -> Area:
    """Return an area of a project; raises NotFound."""
    area = find_area(session, project_id, area_id)
    if area is None:
        raise NotFound
    return area


def find_child(
    session: Session, project_id: int, *, parent_id: int | None, name: str
) -> Area | None:
    """Return the area of this name right below another, or of the top when `parent_id` is None."""
    above = col(Area.parent_id).is_(None) if parent_id is None else col(Area.parent_id) == parent_id
    statement = select_rows(Area).where(Area.project_id == project_id, above, Area.name == name)
    return session.exec(statement).first()


def list_areas(session: Session, project_id: int) -> tuple[Area, ...]:
    """Return all areas of a project as a tree is written: each followed by what lies below it."""
    statement = select_rows(Area).where(Area.project_id == project_id).order_by(col(Area.id))
    below: defaultdict[int | None, list[Area]] = defaultdict(list)
    for area in session.exec(statement):
        below[area.parent_id].append(area)
    ordered: list[Area] = []
    waiting = below[None][::-1]
    while waiting:
        area = waiting.pop()
        ordered.append(area)
        waiting.extend(below[area.id][::-1])
    return tuple(ordered)


def insert_area(session: Session, area: Area) -> int:
    """Add an area and its rows of the closure; return its key."""
    session.add(area)
    session.flush()
    if area.id is None:
        raise AssertionError("a flushed row has a key")
    connection = session.connection()
    connection.execute(insert(_CLOSURE).values(area_id=area.id, ancestor_id=area.id, depth=0))
    if area.parent_id is not None:
        above = select(literal(area.id), _CLOSURE.c.ancestor_id, _CLOSURE.c.depth + 1).where(
            _CLOSURE.c.area_id == area.parent_id
        )
        connection.execute(insert(_CLOSURE).from_select(["area_id", "ancestor_id", "depth"], above))
    return area.id


def insert_areas(
    session: Session, rows: Sequence[Mapping[str, object]]
) -> Mapping[tuple[int | None, str], int]:
    """Add areas whose parents are there (columns by name) with their rows of the closure.

    Returns their keys by parent and name.
    """
    table = table_of(Area)
    statement = insert(table).returning(table.c.parent_id, table.c.name, table.c.id)
    keys: dict[tuple[int | None, str], int] = {}
    for some in batches(rows):
        for made in session.connection().execute(statement, some):
            keys[made.parent_id, made.name] = made.id
    for ids in batches(sorted(keys.values())):
        itself = select(table.c.id, table.c.id, literal(0)).where(table.c.id.in_(ids))
        above = (
            select(table.c.id, _CLOSURE.c.ancestor_id, _CLOSURE.c.depth + 1)
            .select_from(table.join(_CLOSURE, _CLOSURE.c.area_id == table.c.parent_id))
            .where(table.c.id.in_(ids))
        )
        for pairs in (itself, above):
            session.connection().execute(
                insert(_CLOSURE).from_select(["area_id", "ancestor_id", "depth"], pairs)
            )
    return keys


def move_subtree(session: Session, area_id: int, *, parent_id: int | None) -> None:
    """Hang an area with all below it under another; nothing but the closure's crossings change."""
    connection = session.connection()
    inside = select(_CLOSURE.c.area_id).where(_CLOSURE.c.ancestor_id == area_id)
    connection.execute(
        delete(_CLOSURE).where(
            _CLOSURE.c.area_id.in_(inside), _CLOSURE.c.ancestor_id.not_in(inside)
        )
    )
    connection.execute(
        update(table_of(Area)).where(col(Area.id) == area_id).values(parent_id=parent_id)
    )
    if parent_id is None:
        return
    low, high = _CLOSURE.alias("low"), _CLOSURE.alias("high")
    crossings = (
        select(low.c.area_id, high.c.ancestor_id, low.c.depth + high.c.depth + 1)
        .select_from(low.join(high, high.c.area_id == parent_id))
        .where(low.c.ancestor_id == area_id)
    )
    connection.execute(insert(_CLOSURE).from_select(["area_id", "ancestor_id", "depth"], crossings))


def path_of(session: Session, area_id: int) -> tuple[int, ...]:
    """Return the keys from the root down to an area itself; empty when there is no such area."""
    statement = (
        select(_CLOSURE.c.ancestor_id)
        .where(_CLOSURE.c.area_id == area_id)
        .order_by(_CLOSURE.c.depth.desc())
    )
    return tuple(session.connection().execute(statement).scalars())


def paths_of(session: Session, area_ids: Collection[int]) -> Mapping[int, tuple[Area, ...]]:
    """Return the areas from the root down to each of some areas."""
    paths: defaultdict[int, list[Area]] = defaultdict(list)
    for some in batches(sorted(set(area_ids))):
        statement = (
            select_rows(AreaAncestor.area_id, Area)
            .join(Area, col(Area.id) == col(AreaAncestor.ancestor_id))
            .where(col(AreaAncestor.area_id).in_(some))
            .order_by(col(AreaAncestor.area_id), col(AreaAncestor.depth).desc())
        )
        for area_id, area in session.exec(statement):
            paths[area_id].append(area)
    return {area_id: tuple(path) for area_id, path in paths.items()}


def path_names(session: Session, area_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the names from the root down to each of some areas."""
    paths = paths_of(session, area_ids)
    return {area_id: tuple(area.name for area in path) for area_id, path in paths.items()}


def list_ids_below(session: Session, area_ids: Collection[int]) -> frozenset[int]:
    """Return the keys of areas and of all that lies below them."""
    found: set[int] = set()
    for some in batches(sorted(set(area_ids))):
        statement = select(_CLOSURE.c.area_id).where(_CLOSURE.c.ancestor_id.in_(some))
        found.update(session.connection().execute(statement).scalars())
    return frozenset(found)


def list_known_ids(session: Session, project_id: int, area_ids: Collection[int]) -> frozenset[int]:
    """Return those of some keys that are areas of a project."""
    found: set[int] = set()
    for some in batches(sorted(set(area_ids))):
        statement = select(col(Area.id)).where(
            col(Area.project_id) == project_id, col(Area.id).in_(some)
        )
        found.update(one for one in session.connection().execute(statement).scalars() if one)
    return frozenset(found)

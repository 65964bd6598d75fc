"""The tree of areas: its closure after every move, and what a scope sees of it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from server.store.queries import areas
from server.store.queries.scope import Scope, within
from server.store.tables.areas import Area, AreaAncestor
from server.store.transaction import Store
from tests import factories


def _closure(session: Session) -> set[tuple[int, int, int]]:
    rows = session.exec(select(AreaAncestor.area_id, AreaAncestor.ancestor_id, AreaAncestor.depth))
    return {tuple(row) for row in rows}


def _expected(session: Session) -> set[tuple[int, int, int]]:
    parents = dict(session.exec(select(Area.id, Area.parent_id)).all())
    expected = set()
    for area_id in parents:
        above, depth = area_id, 0
        while above is not None:
            expected.add((area_id, above, depth))
            above, depth = parents[above], depth + 1
    return expected


def test_a_moved_subtree_keeps_its_inside_and_changes_what_is_above(store: Store) -> None:
    with store.writing() as session:
        project_id = factories.project(session)
        one = factories.area(session, project_id, "甲县")
        other = factories.area(session, project_id, "乙县")
        town = factories.area(session, project_id, "青石镇", below=one)
        village = factories.area(session, project_id, "石桥村", below=town)

        areas.move_subtree(session, town.id, parent_id=other.id)

        assert areas.path_of(session, village.id) == (other.id, town.id, village.id)
        assert _closure(session) == _expected(session)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=st.lists(st.tuples(st.integers(0, 7), st.integers(-1, 7)), max_size=12))
def test_whatever_is_moved_the_closure_follows_the_parents(
    store: Store, moves: list[tuple[int, int]]
) -> None:
    with store.writing() as session:
        project_id = factories.project(session)
        made: list[Area] = []
        for number in range(8):
            parent = made[(number - 1) // 2].id if number else None
            area = Area(
                project_id=project_id,
                parent_id=parent,
                name=f"区{number}",
                level="county",
                created_at=factories.by().at,
            )
            areas.insert_area(session, area)
            made.append(area)

        for place, target in moves:
            parent_id = None if target < 0 else made[target].id
            if parent_id is None or made[place].id not in areas.path_of(session, parent_id):
                areas.move_subtree(session, made[place].id, parent_id=parent_id)

        assert _closure(session) == _expected(session)


def test_a_tree_is_listed_with_each_area_before_what_lies_below(store: Store) -> None:
    with store.writing() as session:
        project_id = factories.project(session)
        county = factories.area(session, project_id, "临江县")
        first = factories.area(session, project_id, "青石镇", below=county)
        factories.area(session, project_id, "白沙镇", below=county)
        factories.area(session, project_id, "石桥村", below=first)

        names = [area.name for area in areas.list_areas(session, project_id)]

    assert names == ["临江县", "青石镇", "石桥村", "白沙镇"]


def test_a_scope_reaches_all_below_its_areas_and_nothing_beside(store: Store) -> None:
    with store.writing() as session:
        project_id = factories.project(session)
        county = factories.area(session, project_id, "临江县")
        town = factories.area(session, project_id, "青石镇", below=county)
        village = factories.area(session, project_id, "石桥村", below=town)
        beside = factories.area(session, project_id, "白沙镇", below=county)
        seen = {}
        for area_id in (county.id, town.id, village.id, beside.id):
            condition = within(Scope(project_id, frozenset({area_id})), Area.__table__.c.id)
            seen[area_id] = set(session.exec(select(Area.id).where(condition)))

    assert seen == {
        county.id: {county.id, town.id, village.id, beside.id},
        town.id: {town.id, village.id},
        village.id: {village.id},
        beside.id: {beside.id},
    }

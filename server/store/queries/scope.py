"""The one function that cuts every list, count, search, export and feed to a caller's areas."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, select, true
from sqlmodel import col

from server.store.tables.areas import AreaAncestor


@dataclass(frozen=True, slots=True)
class Scope:
    """What part of a project a caller sees: all of it, or the subtrees of some areas."""

    project_id: int
    area_ids: frozenset[int] | None = None

    @property
    def is_whole_project(self) -> bool:
        """Whether nothing is cut off."""
        return self.area_ids is None


def within(scope: Scope, area_column: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that an area column lies in a scope; no area lies only in the whole."""
    if scope.area_ids is None:
        return true()
    if not scope.area_ids:
        return false()
    below = select(col(AreaAncestor.area_id)).where(
        col(AreaAncestor.ancestor_id).in_(sorted(scope.area_ids))
    )
    return area_column.in_(below)


def narrowed(scope: Scope, area_column: ColumnElement[int], area_id: int) -> ColumnElement[bool]:
    """Return the condition of a scope narrowed to one area's subtree."""
    below = select(col(AreaAncestor.area_id)).where(col(AreaAncestor.ancestor_id) == area_id)
    return and_(within(scope, area_column), area_column.in_(below))

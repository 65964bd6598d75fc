"""The table that each kind of subject lies in: enterprises, parks, or areas of a level."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, String, cast, literal, null

from server.domain.areas import AreaLevel
from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.problems import NotFound
from server.store.queries.enterprises import EnterpriseFilter, conditions_of, search_text
from server.store.queries.places import area_conditions, park_conditions
from server.store.queries.scope import Scope, narrowed
from server.store.tables.areas import Area, Park
from server.store.tables.enterprises import Enterprise
from server.store.upsert import table_of

_ENTERPRISES, _PARKS, _AREAS = table_of(Enterprise), table_of(Park), table_of(Area)
_ABOVE = _AREAS.alias("above")


@dataclass(frozen=True, slots=True)
class SubjectTable:
    """Where subjects of a kind lie, and the columns that lists show of them."""

    kind: str
    id: ColumnElement[Any]
    name: ColumnElement[Any]
    uscc: ColumnElement[Any]
    area_id: ColumnElement[Any]
    """The area it lies in, or is; a park has none."""
    area_name: ColumnElement[Any]

    def joined(
        self, statement: "Select[*tuple[Any, ...]]", is_own: ColumnElement[bool]
    ) -> "Select[*tuple[Any, ...]]":
        """Return a statement joined to the subjects, and to the areas that they show."""
        if self.kind == ENTERPRISE:
            joined = statement.join(_ENTERPRISES, is_own)
            return joined.join(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
        if self.kind == PARK:
            return statement.join(_PARKS, is_own)
        return statement.join(_AREAS, is_own).outerjoin(_ABOVE, _ABOVE.c.id == _AREAS.c.parent_id)

    @property
    def base(self) -> FromClause:
        """The table that the subjects themselves lie in."""
        if self.kind == ENTERPRISE:
            return _ENTERPRISES
        return _PARKS if self.kind == PARK else _AREAS

    def read(self, statement: Select[Any]) -> Select[Any]:
        """Return a statement that reads the subjects with the areas that they show."""
        read = statement.select_from(self.base)
        if self.kind == ENTERPRISE:
            return read.join(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
        if self.kind == PARK:
            return read
        return read.outerjoin(_ABOVE, _ABOVE.c.id == _AREAS.c.parent_id)

    def conditions(self, scope: Scope, wanted: EnterpriseFilter) -> list[ColumnElement[bool]]:
        """Return the conditions that a scope and a filter make; facts are enterprises' alone."""
        if self.kind == ENTERPRISE:
            return conditions_of(scope, wanted)
        if self.kind == PARK:
            conditions = park_conditions(scope)
        else:
            conditions = area_conditions(scope, self.kind)
            if wanted.area_id is not None:
                conditions.append(narrowed(scope, self.id, wanted.area_id))
        text = search_text(wanted.text)
        return [*conditions, self.name.icontains(text, autoescape=True)] if text else conditions


def subject_table(kind: str) -> SubjectTable:
    """Return the table of a kind of subject; raises NotFound for a kind that has none."""
    if kind == ENTERPRISE:
        own = _ENTERPRISES.c
        return SubjectTable(kind, own.id, own.name, own.uscc, own.area_id, _AREAS.c.name)
    no_code = cast(null(), String)
    if kind == PARK:
        no_area = cast(null(), Integer)
        return SubjectTable(kind, _PARKS.c.id, _PARKS.c.name, no_code, no_area, literal(""))
    if kind not in set(AreaLevel):
        raise NotFound
    own = _AREAS.c
    return SubjectTable(kind, own.id, own.name, no_code, own.id, _ABOVE.c.name)

"""One subject of any kind within a scope: an enterprise, a park, or an area of a level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from server.problems import NotFound
from server.store.batches import batches
from server.store.queries.enterprises import EVERYTHING
from server.store.queries.scope import Scope
from server.store.queries.subject_tables import subject_table


@dataclass(frozen=True, slots=True)
class NamedSubject:
    """A subject with its name; an area is its own area, a park has none."""

    project_id: int
    kind: str
    id: int
    name: str
    area_id: int | None


def get_subject(session: Session, scope: Scope, kind: str, subject_id: int) -> NamedSubject:
    """Return a subject within a scope; raises NotFound, for foreign ones as well."""
    table = subject_table(kind)
    statement = select(table.id, table.name, table.area_id).where(
        table.id == subject_id, *table.conditions(scope, EVERYTHING)
    )
    row = session.connection().execute(statement).first()
    if row is None:
        raise NotFound
    return NamedSubject(scope.project_id, kind, *row)


def names_of(session: Session, kind: str, ids: Sequence[int]) -> Mapping[int, str]:
    """Return the names of subjects by key; whether they may be seen was asked before."""
    table = subject_table(kind)
    found: dict[int, str] = {}
    for some in batches(sorted(ids)):
        statement = select(table.id, table.name).where(table.id.in_(some))
        found.update((row[0], row[1]) for row in session.connection().execute(statement))
    return found

"""One subject of any kind within a scope: an enterprise, a park, or an area of a level."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from server.problems import NotFound
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

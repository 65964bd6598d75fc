"""The subjects of a kind that a campaign covers within a scope, with names, slice by slice."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from server.domain.schemes.described.assigned import PARK
from server.store.queries.enterprises import EVERYTHING
from server.store.queries.places import is_covered
from server.store.queries.scope import Scope
from server.store.queries.subject_tables import SubjectTable, subject_table


@dataclass(frozen=True, slots=True)
class CoveredSubject:
    """A subject as lists of differences name it."""

    id: int
    name: str
    uscc: str | None
    area_name: str | None


def list_covered(
    session: Session, scope: Scope, campaign_id: int, kind: str, *, after: int, most: int
) -> tuple[CoveredSubject, ...]:
    """Return the next subjects by key. Raises NotFound for a kind that has no table."""
    table = subject_table(kind)
    statement = (
        table.read(select(table.id, table.name, table.uscc, table.area_name))
        .where(*_conditions(table, scope, campaign_id), table.id > after)
        .order_by(table.id)
        .limit(most)
    )
    return tuple(CoveredSubject(*row) for row in session.connection().execute(statement))


def count_covered(session: Session, scope: Scope, campaign_id: int, kind: str) -> int:
    """Return how many subjects there are. Raises NotFound for a kind that has no table."""
    table = subject_table(kind)
    statement = table.read(select(func.count(table.id)))
    statement = statement.where(*_conditions(table, scope, campaign_id))
    return int(session.connection().execute(statement).scalar_one())


def _conditions(
    table: SubjectTable, scope: Scope, campaign_id: int
) -> Iterable[ColumnElement[bool]]:
    yield from table.conditions(scope, EVERYTHING)
    if table.kind != PARK:
        yield is_covered(campaign_id, table.area_id)

"""Inserts that settle expected races by a unique constraint instead of looking first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, literal, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, SQLModel

type_of_row = type[SQLModel]


def insert_new(
    session: Session,
    row_type: type_of_row,
    values: Mapping[str, object],
    *,
    conflict_on: Sequence[str],
    where: str | None = None,
    returning: str | None = "id",
) -> int | None:
    """Insert a row unless one with the same key is there; return its key, None if it was.

    `where` is the condition of a partial unique index; without a key to return (`returning` None)
    it is 1.
    """
    statement = _dialect_insert(session, row_type).values(**values)
    statement = statement.on_conflict_do_nothing(
        index_elements=list(conflict_on), index_where=text(where) if where else None
    )
    table = table_of(row_type)
    # What was inserted comes back; a row count would say -1 on PostgreSQL.
    told = literal(1) if returning is None else table.c[returning]
    found = session.connection().execute(statement.returning(told)).scalar_one_or_none()
    return None if found is None else int(found)


def insert_or_update(
    session: Session,
    row_type: type_of_row,
    values: Mapping[str, object],
    *,
    conflict_on: Sequence[str],
    update: Mapping[str, Any],
    where: str | None = None,
) -> None:
    """Insert a row, or set `update` on the one that has the same key, which is locked by that.

    `where` is the condition of a partial unique index.
    """
    statement = _dialect_insert(session, row_type).values(**values)
    statement = statement.on_conflict_do_update(
        index_elements=list(conflict_on),
        index_where=text(where) if where else None,
        set_=dict(update),
    )
    session.connection().execute(statement)


def insert_or_update_all(
    session: Session,
    row_type: type_of_row,
    rows: Sequence[Mapping[str, object]],
    *,
    conflict_on: Sequence[str],
    update: Sequence[str],
) -> None:
    """Insert rows, or set columns of those that have the same keys to what was to be inserted.

    Rows that are there are locked in the order given.
    """
    if not rows:
        return
    statement = _dialect_insert(session, row_type)
    statement = statement.on_conflict_do_update(
        index_elements=list(conflict_on),
        set_={name: statement.excluded[name] for name in update},
    )
    # A statement of many rows would be compiled anew each time; this one is known.
    session.connection().execute(statement, [dict(row) for row in rows])


def refresh_known(session: Session, row_type: type_of_row, keys: Iterable[int]) -> None:
    """Bring rows that the session has loaded already up to what statements have set."""
    for key in keys:
        known = session.identity_map.get(identity_key(row_type, key))
        if known is not None:
            session.refresh(known)


def table_of(row_type: type_of_row) -> Table:
    """Return the Core table of a row type."""
    table: Table = row_type.__table__  # type: ignore[attr-defined]  # SQLModel sets it
    return table


def _dialect_insert(session: Session, row_type: type_of_row) -> "sqlite.Insert | postgresql.Insert":
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table_of(row_type))
    return postgresql.insert(table_of(row_type))

"""A statement handed to the database driver itself, for the few places where that counts.

SQLAlchemy's own way costs several times what such a statement does. It runs on the connection, and
so in the transaction, of a session, and errors are those that SQLAlchemy would raise. Values are
bound by name, never put into the text.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlmodel import Session

from server.store.error_texts import without_details

_NAME = re.compile(r"(?<!:):(\w+)")


class DriverStatement:
    """SQL with `:name` for values, the same on both databases."""

    def __init__(self, sql: str) -> None:
        self._sqlite = sql
        self._postgresql = _NAME.sub(r"%(\1)s", sql)

    def sql_for(self, dialect: str) -> str:
        """Return the text for the driver of a database, by SQLAlchemy's name of it."""
        return self._sqlite if dialect == "sqlite" else self._postgresql

    def run(self, session: Session, values: Mapping[str, object]) -> None:
        """Run it in the transaction of a session; SQLAlchemy's types convert nothing."""
        with self._done(session, values):
            pass

    def first(self, session: Session, values: Mapping[str, object]) -> tuple[Any, ...] | None:
        """Run it and return its first row, None when there is none."""
        with self._done(session, values) as cursor:
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row

    def all(self, session: Session, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Run it and return its rows."""
        with self._done(session, values) as cursor:
            rows: list[tuple[Any, ...]] = list(cursor.fetchall())
        return rows

    def one(self, session: Session, values: Mapping[str, object]) -> tuple[Any, ...]:
        """Run it and return its first row; raises NoResultFound."""
        row = self.first(session, values)
        if row is None:
            raise NoResultFound
        return row

    @contextmanager
    def _done(self, session: Session, values: Mapping[str, object]) -> Iterator[DBAPICursor]:
        connection = session.connection()
        driver = connection.dialect.loaded_dbapi
        is_sqlite = connection.dialect.name == "sqlite"
        sql = self.sql_for(connection.dialect.name)
        bound = {name: _as_sqlite(value) for name, value in values.items()} if is_sqlite else values
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, bound)
            yield cursor
        except driver.Error as error:
            raise DBAPIError.instance(
                sql,
                None,
                without_details(error),
                driver.Error,
                hide_parameters=True,
                dialect=connection.dialect,
            ) from error
        finally:
            cursor.close()


def _as_sqlite(value: object) -> object:
    """Return a moment as the column type of SQLite writes it; everything else as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value

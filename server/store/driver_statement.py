"""A statement handed to the database driver as text, for the one place where that counts.

SQLAlchemy's own way costs several times what such a statement does; its connection still runs it,
so that errors are the same. Values are bound by name, never put into the text.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CursorResult
from sqlmodel import Session

_NAME = re.compile(r"(?<!:):(\w+)")


class DriverStatement:
    """SQL with `:name` for values, the same on both databases unless PostgreSQL has its own."""

    def __init__(self, sql: str, *, postgresql: str | None = None) -> None:
        self._sqlite = sql
        self._postgresql = _NAME.sub(r"%(\1)s", postgresql or sql)

    def run(self, session: Session, values: Mapping[str, object]) -> CursorResult[*tuple[Any, ...]]:
        """Run it in the transaction of a session; SQLAlchemy's types convert nothing."""
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            bound = {name: _as_sqlite(value) for name, value in values.items()}
            return connection.exec_driver_sql(self._sqlite, bound)
        return connection.exec_driver_sql(self._postgresql, dict(values))


def _as_sqlite(value: object) -> object:
    """Return a moment as the column type of SQLite writes it; everything else as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value

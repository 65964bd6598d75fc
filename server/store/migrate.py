"""Migrations: bring a database to the newest schema. Loads Alembic; `revision` does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import Script
from sqlalchemy import text

from server.store.revision import HEAD
from server.store.transaction import Store

_SCRIPTS = HEAD.parent
_ADVISORY_LOCK = 7_226_001


def config(store: Store) -> Config:
    """Return Alembic's configuration, built in code so that an installed wheel can migrate."""
    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS))
    made.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    made.attributes["store"] = store
    return made


def upgrade(store: Store, revision: str = "head") -> None:
    """Bring the database to a revision, one process at a time."""
    with _changing(store) as made:
        if not store.is_sqlite:
            connection = made.attributes["connection"]
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        command.upgrade(made, revision)
        _check_foreign_keys(store, made)


def downgrade(store: Store, revision: str) -> None:
    """Take the database back to a revision."""
    with _changing(store) as made:
        command.downgrade(made, revision)


def write_migration(store: Store, why: str) -> Path:
    """Write a migration from the difference between tables and database; return its file."""
    made = config(store)
    with store.engine.connect() as connection:
        made.attributes["connection"] = connection
        script = command.revision(made, message=why, autogenerate=True)
    if not isinstance(script, Script):
        raise TypeError("one migration at a time")
    HEAD.write_text(f"{script.revision}\n", encoding="ascii")
    return Path(script.path)


@contextmanager
def _changing(store: Store) -> Iterator[Config]:
    """Give Alembic's configuration with a connection whose work is one transaction.

    SQLite checks no foreign keys meanwhile: rebuilding a table would remove its child rows.
    """
    made = config(store)
    with store.engine.connect() as connection:
        if store.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.rollback()
        writing = connection.execution_options(writing=True)
        with writing.begin():
            made.attributes["connection"] = writing
            yield made
        connection.invalidate()


def _check_foreign_keys(store: Store, made: Config) -> None:
    """Refuse a migration that left a child row without its parent (SQLite checks none itself)."""
    if store.is_sqlite:
        broken = made.attributes["connection"].exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration broke foreign keys: {broken[:5]}")

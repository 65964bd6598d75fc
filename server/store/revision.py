"""Which schema the database has, asked without Alembic: the web server loads nothing to migrate."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from server.store.transaction import Store

HEAD = Path(__file__).resolve().parent.parent / "migrations" / "HEAD"
"""Names the newest migration, so that two that were written side by side collide in git."""


def newest_revision() -> str:
    """Return the newest revision this program knows."""
    return HEAD.read_text(encoding="ascii").strip()


def current_revision(store: Store) -> str | None:
    """Return the revision of the database; None: never migrated, or it does not answer."""
    try:
        with store.engine.connect() as connection:
            found = connection.execute(text("SELECT version_num FROM alembic_version"))
            return found.scalar_one_or_none()
    except (OperationalError, ProgrammingError):
        return None


def is_current(store: Store) -> bool:
    """Tell whether the database is at the newest revision."""
    return current_revision(store) == newest_revision()

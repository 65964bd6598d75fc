"""Alembic's entry: migrates over the connection that server.store.migrate hands in."""

from alembic import context
from sqlmodel import SQLModel

from server.store import tables

assert tables.__all__  # noqa: S101 - importing the tables fills the metadata


COUNTERS = "attempt_counters"


def _is_ours(_item: object, name: str | None, kind: str, *_: object) -> bool:
    """Leave out the unlogged counters, which SQLite keeps in a file of their own."""
    return not (kind == "table" and name == COUNTERS)


def run() -> None:
    """Run the migrations in the transaction of the caller."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=False,
        include_object=_is_ours,
    )
    context.run_migrations()


run()

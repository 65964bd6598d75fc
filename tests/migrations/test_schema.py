"""The migrations make the schema that the tables describe, and can be taken back."""

from alembic import command
from sqlalchemy import inspect

from server.store import migrate, revision
from server.store.transaction import Store


def test_the_tables_and_the_migrations_agree(store: Store) -> None:
    config = migrate.config(store)

    with store.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_down_and_up_again_gives_the_same_tables(store: Store) -> None:
    before = set(inspect(store.engine).get_table_names())

    migrate.downgrade(store, "base")
    between = set(inspect(store.engine).get_table_names())
    migrate.upgrade(store)

    assert between <= {"alembic_version", "attempt_counters"}
    assert set(inspect(store.engine).get_table_names()) == before
    assert revision.is_current(store)


def test_migrating_twice_changes_nothing(store: Store) -> None:
    migrate.upgrade(store)

    assert revision.current_revision(store) == revision.newest_revision()

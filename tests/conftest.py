"""Fixtures that every room shares: settings, databases, application, client."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.keys import TokenBox
from server.operations.job_context import JobContext
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.transaction import Store
from tests import databases
from tests.people import People, make_people
from tests.site_checks import Checks, make_checks

TEST_SECRET = "only-for-tests-" + "x" * 40


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the caller choose the database, and whether golden texts are written anew."""
    parser.addoption("--update-golden", action="store_true")
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL in the main process alone: a killed worker would leave it running."""
    is_worker = hasattr(config, "workerinput")
    if config.getoption("--database") == "postgres" and not is_worker:
        config.stash[databases.SERVER] = databases.start_postgres()


def pytest_configure_node(node: object) -> None:
    """Tell each xdist worker where PostgreSQL is."""
    config = node.config
    if databases.SERVER in config.stash:
        node.workerinput["postgres"] = config.stash[databases.SERVER].url


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop PostgreSQL."""
    if databases.SERVER in config.stash:
        config.stash[databases.SERVER].stop()


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to anywhere but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        assert host in {"127.0.0.1", "::1", "localhost"}, f"a test connects to {host}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Replace pytest-flask's fixture, whose context leaks `g` from one request to the next."""


@pytest.fixture(scope="session")
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Database]:
    """Give a migrated database to copy (SQLite) or to empty (PostgreSQL)."""
    if request.config.getoption("--database") == "sqlite":
        yield databases.SqliteTemplate(tmp_path_factory.mktemp("template"))
        return
    workerinput = getattr(request.config, "workerinput", None)
    url = workerinput["postgres"] if workerinput else request.config.stash[databases.SERVER].url
    name = workerinput["workerid"] if workerinput else "main"
    made = databases.PostgresDatabase(url, f"concord_{name}")
    yield made
    made.drop()


@pytest.fixture
def settings(tmp_path: Path, database: databases.Database) -> Settings:
    """Give settings of an empty server."""
    return Settings(
        data_dir=tmp_path / "data",
        database_url=database.fresh(tmp_path / "data"),
        secret_key=TEST_SECRET,
        public_base_url="http://localhost",
        demo=False,
        log_level="ERROR",
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """Give the empty, migrated store."""
    made = Store(settings.database_address)
    yield made
    made.dispose()


@pytest.fixture
def blobs(settings: Settings) -> BlobStore:
    """Give the blob folder."""
    return BlobStore(settings.blob_dir)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Give the application."""
    made = create_app(settings)
    made.testing = False
    yield made
    made.extensions["concord"].counters.dispose()
    made.extensions["concord"].store.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a client without credentials."""
    return app.test_client()


@pytest.fixture
def people(store: Store, settings: Settings) -> People:
    """Give six people with their roles, in the empty database."""
    return make_people(store, TokenBox(settings.secret_key))


@pytest.fixture
def checks(store: Store, people: People) -> Checks:
    """Give a project where site checks are made."""
    return make_checks(store, people)


@pytest.fixture
def context(store: Store, blobs: BlobStore, settings: Settings) -> JobContext:
    """Give what jobs are done with."""
    return JobContext(store=store, blobs=blobs, settings=settings)

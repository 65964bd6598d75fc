"""A real server for the tests of the whole: gunicorn on the database of the test."""

from collections.abc import Mapping

from bench.server_process import ServerProcess
from server.settings import Settings


def server_of(settings: Settings, more: Mapping[str, str] | None = None) -> ServerProcess:
    """Return the server, not started yet, that works on the data of these settings."""
    environment = {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "DEMO": "0",
    }
    return ServerProcess(
        environment | dict(more or {}),
        module="tests.system.serve",
        log=settings.data_dir.parent / "server.log",
    )

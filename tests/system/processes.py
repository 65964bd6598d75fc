"""The real web server and the real worker as processes of their own, on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from server.settings import Settings

_START_SECONDS, _STOP_SECONDS = 40.0, 40.0


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server(settings: Settings) -> Iterator[None]:
    """Run `concord web` until the block ends; it answers when the block begins."""
    process = _started("web", settings)
    try:
        _wait_until_it_answers(settings, process)
        yield
    finally:
        stop(process)


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """Run `concord worker` until the block ends."""
    process = _started("worker", settings)
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Tell a process and its children to stop, as honcho does, and wait for it."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(_STOP_SECONDS)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process without a chance to finish anything; its children live on."""
    process.kill()
    process.wait(_STOP_SECONDS)


def _started(command: str, settings: Settings) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from server.cli import main; main()", command],
        env={**os.environ, **environment(settings)},  # noqa: TID251 - as in a shell
        start_new_session=True,
    )


def environment(settings: Settings) -> Mapping[str, str]:
    """Return the environment variables of these settings."""
    return {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_BASE_URL": settings.public_base_url,
        "PORT": str(settings.port),
        "DEMO": "1" if settings.demo else "0",
        "WEB_PROCESSES": "1",
        "ACCEPT_CONTENT_LENGTH": str(settings.accept_content_length),
        "LOG_LEVEL": "WARNING",
    }


def _wait_until_it_answers(settings: Settings, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{settings.base_url}/healthz", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("the web server did not start")

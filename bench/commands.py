"""`concord COMMAND` as a process of its own, started as an administrator starts it."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.server_process import free_port

_ROOT = Path(__file__).resolve().parents[1]
_START = "from server.cli import main; main()"
_PAUSE_SECONDS = 0.01
_MOST_SECONDS = 60.0


def settings_of_port(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the settings with a free port, and logs of warnings only."""
    port = str(free_port())
    given = {"PORT": port, "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}", "LOG_LEVEL": "WARNING"}
    return {**environment, **given}


@contextmanager
def running(command: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run `concord COMMAND` for the time of a block, in a process group of its own."""
    process = _start(command, environment, log=None)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(_MOST_SECONDS)


def seconds_of(command: str, environment: Mapping[str, str]) -> float:
    """Return how long `concord COMMAND` took; raises RuntimeError when it failed."""
    began = time.perf_counter()
    process = _start(command, environment, log=subprocess.DEVNULL)
    if process.wait(_MOST_SECONDS) != 0:
        raise RuntimeError(f"concord {command} ended with {process.returncode}")
    return time.perf_counter() - began


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return as soon as /healthz answers 200; raises RuntimeError when the process ended."""
    ends = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(_PAUSE_SECONDS)
    raise RuntimeError("the server did not start")


def _start(
    command: str, environment: Mapping[str, str], *, log: int | None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _START, *command.split()],
        cwd=_ROOT,
        env={**os.environ, **environment},  # noqa: TID251 - for the process it starts
        stdout=log,
        start_new_session=True,
    )

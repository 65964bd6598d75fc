"""The real web server as a process of its own, for benches and tests."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

_START_SECONDS = 30.0
_STOP_SECONDS = 40.0


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class ServerProcess:
    """`python -m <module>` with settings; stops it when the block ends."""

    environment: Mapping[str, str]
    module: str = "bench.serve"
    port: int = field(default_factory=free_port)
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        """Start the server and wait until it is ready."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        given = {"PORT": str(self.port), "PUBLIC_BASE_URL": self.address, "LOG_LEVEL": "WARNING"}
        output = self.log.open("ab") if self.log else None
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module],
            cwd=Path(__file__).resolve().parents[1],
            env={**os.environ, **given, **self.environment},  # noqa: TID251 - of a child
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        if output is not None:
            output.close()
        self._wait()

    def stop(self) -> int:
        """End the server gracefully and return its exit status."""
        if self.process is None:
            return 0
        self.process.terminate()
        status = self.process.wait(_STOP_SECONDS)
        self.process = None
        return status

    def kill(self) -> None:
        """End all processes of the server at once, without a chance to finish anything."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _wait(self) -> None:
        ends = time.monotonic() + _START_SECONDS
        while time.monotonic() < ends:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):  # noqa: S310 - http
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {self._told()}")

    def _told(self) -> str:
        return self.log.read_text(encoding="utf-8")[-3000:] if self.log else "no log"

"""A server of one's own: `concord migrate`, web and worker on a free port, and its REST."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.settings import Settings
from server.store.transaction import Store
from tests.system import processes

SECRET = "only-for-browser-tests-" + "y" * 40
PASSWORD = "a password of ten"
OFFICE = "county@example.org"
"""Who works in the county's office."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running server."""

    settings: Settings

    @property
    def url(self) -> str:
        """Its address."""
        return self.settings.base_url

    def concord(self, *arguments: str, stdin: str = "") -> str:
        """Run a command of the command line; return what it prints."""
        return run_command(self.settings, *arguments, stdin=stdin)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the server's database."""
        store = Store(self.settings.database_address)
        try:
            yield store
        finally:
            store.dispose()

    def ask(
        self, method: str, path: str, body: Mapping[str, object] | None = None, *, token: str = ""
    ) -> dict[str, object]:
        """Return the JSON that the REST answers."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.url + path, data=data, headers=headers, method=method
        )
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - the same
            found: dict[str, object] = json.load(response)
        return found

    def token_of(self, email: str, password: str = PASSWORD) -> str:
        """Return a token of a new session."""
        return str(
            self.ask("POST", "/v1/sessions", {"email": email, "password": password})["token"]
        )


@contextmanager
def serve(data_dir: Path, database_url: str) -> Iterator[Site]:
    """Migrate the database and run web and worker until the block ends."""
    port = processes.free_port()
    settings = Settings(
        data_dir=data_dir,
        database_url=database_url,
        secret_key=SECRET,
        public_base_url=f"http://127.0.0.1:{port}",
        port=port,
        demo=False,
        log_level="WARNING",
    )
    run_command(settings, "migrate")
    with ExitStack() as running:
        running.enter_context(processes.web_server(settings))
        running.enter_context(processes.worker(settings))
        yield Site(settings)


def run_command(settings: Settings, *arguments: str, stdin: str = "") -> str:
    """Run `concord` with these settings; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", "from server.cli import main; main()", *arguments],
        env={**os.environ, **processes.environment(settings)},  # noqa: TID251 - as in a shell
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def wait_until(holds: Callable[[], bool], *, seconds: float = 60.0) -> None:
    """Wait until something holds."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.1)

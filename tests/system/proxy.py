"""The real nginx with the configuration that is delivered, in front of a server of the test.

Only what docs/deploy.md lists as to be changed is changed: names, addresses, folders, a time limit.
"""

import socket
import ssl
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.rules.sources import ROOT
from tests.system.processes import free_port

SHIPPED = ROOT / "deploy" / "nginx"
_MAIN = """
user root;
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/log/main-error.log;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    access_log off;
    include {folder}/concord.conf;
}}
"""
_NGINX = "/usr/sbin/nginx"
_CERTIFICATE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    " -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem"
)
_START_SECONDS = 20.0


@dataclass
class Proxy:
    """nginx on free ports of the loopback address, as long as the block lasts."""

    folder: Path
    backend_port: int
    changes: Mapping[str, str] = field(default_factory=dict)
    http_port: int = field(default_factory=free_port)
    https_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The address of the site."""
        return f"https://localhost:{self.https_port}"

    @property
    def tls(self) -> ssl.SSLContext:
        """Trust in the certificate of this test."""
        return ssl.create_default_context(cafile=str(self.folder / "cert.pem"))

    def replacements(self) -> Mapping[str, str]:
        """Return what is to be changed in the delivered file, with what stands there here."""
        return {
            "/etc/letsencrypt/live/labour.example.org/fullchain.pem": f"{self.folder}/cert.pem",
            "/etc/letsencrypt/live/labour.example.org/privkey.pem": f"{self.folder}/key.pem",
            "labour.example.org": "localhost",
            "listen 80;": f"listen 127.0.0.1:{self.http_port};",
            "listen 443 ssl;": f"listen 127.0.0.1:{self.https_port} ssl;",
            "http://127.0.0.1:8000": f"http://127.0.0.1:{self.backend_port}",
            "/opt/concord/deploy/nginx/errors/": f"{SHIPPED}/errors/",
            "/var/log/nginx/": f"{self.folder}/log/",
            "/etc/concord/maintenance": f"{self.folder}/maintenance",
            **self.changes,
        }

    def __enter__(self) -> Self:
        """Start nginx and wait until it answers."""
        (self.folder / "log").mkdir(parents=True)
        self._make_certificate()
        self._write_configuration()
        main = self.folder / "nginx.conf"
        command = [_NGINX, "-c", str(main), "-p", str(self.folder)]
        self.process = subprocess.Popen(command)
        ends = time.monotonic() + _START_SECONDS
        while time.monotonic() < ends and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.https_port)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError("nginx did not start")

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Stop nginx once it has answered what is in hand."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(_START_SECONDS)

    def connect(self, *, is_plain: bool = False) -> HTTPConnection:
        """Return a connection to the site."""
        if is_plain:
            return HTTPConnection("localhost", self.http_port, timeout=120)
        return HTTPSConnection("localhost", self.https_port, timeout=120, context=self.tls)

    def ask(
        self,
        path: str,
        method: str = "GET",
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        is_plain: bool = False,
    ) -> "Told":
        """Send one request and return what came back."""
        connection = self.connect(is_plain=is_plain)
        try:
            connection.request(method, path, body, dict(headers or {}))
            return told(connection.getresponse())
        finally:
            connection.close()

    def logs(self) -> str:
        """Return all that nginx has written anywhere, once it is on disk."""
        return "\n".join(
            path.read_text(encoding="utf-8", errors="replace")
            for path in sorted((self.folder / "log").iterdir())
        )

    def _make_certificate(self) -> None:
        subprocess.run(_CERTIFICATE.split(), cwd=self.folder, check=True, capture_output=True)

    def _write_configuration(self) -> None:
        text = (SHIPPED / "concord.conf").read_text(encoding="utf-8")
        for old, new in self.replacements().items():
            assert old in text, f"the delivered configuration has no {old}"
            text = text.replace(old, new)
        # Without IPv6, these lines are to be taken out.
        lines = [line for line in text.splitlines() if "listen [::]" not in line]
        (self.folder / "concord.conf").write_text("\n".join(lines), encoding="utf-8")
        main = _MAIN.format(folder=self.folder)
        (self.folder / "nginx.conf").write_text(main, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: names of headers are in small letters, several of a name in one."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def told(response: HTTPResponse) -> Told:
    """Return an answer with its whole body."""
    found: dict[str, str] = {}
    for name, value in response.getheaders():
        found[name.lower()] = ", ".join(filter(None, (found.get(name.lower()), value)))
    return Told(response.status, found, response.read())

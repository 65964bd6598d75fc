"""The network of a phone that signs in, as Collect's does: credentials only after a challenge."""

import ssl
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

from tests.collect_network import Fault, Network, Request
from tests.collect_wire import Answer, ProtocolError
from tests.digest_client import DigestClient


@dataclass(slots=True)
class SigningNetwork(Network):
    """Answers Digest challenges for one user; `tls` is the trust in a certificate of a test."""

    sign_in: DigestClient | None = None
    tls: ssl.SSLContext | None = None

    def _send(self, request: Request, fault: Fault | None) -> Answer:
        for _ in range(3):
            answer = Network._send(self, self._signed(request), fault)
            if answer.status != 401 or self.sign_in is None:
                return answer
            if not self.sign_in.take([answer.headers.get("www-authenticate", "")]):
                raise ProtocolError("Invalid username or password for server")
        raise ProtocolError("the server asks for the password again and again")

    def _signed(self, request: Request) -> Request:
        """Return the request with credentials, once there was a challenge."""
        if self.sign_in is None or not self.sign_in.challenge:
            return request
        parts = urlsplit(request.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        header = self.sign_in.answer(request.method, target)
        return replace(request, headers={**request.headers, "Authorization": header})

    def _connection(self, url: str) -> HTTPConnection:
        if self.tls is None:
            return Network._connection(self, url)
        parts = urlsplit(url)
        return HTTPSConnection(parts.hostname or "", parts.port, timeout=60, context=self.tls)

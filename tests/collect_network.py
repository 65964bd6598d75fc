"""The network of a phone like Collect: OkHttp's requests, redirects and cache, and what goes wrong.

Written from the protocol alone, like `collect_client`; it knows nothing of the server's code.
"""

import http.client
import re
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from tests.collect_wire import Answer, ProtocolError
from tests.digest_client import DigestClient

MOST_REDIRECTS = 20
READ_SECONDS = 60.0


class LostAnswer(Exception):
    """The connection broke before the answer came."""


class Fault(StrEnum):
    """What goes wrong with one request."""

    CUT = "the connection is cut in the middle of the body"
    HALF = "only half of the body is sent, and the answer is read all the same"
    LOST = "the server answers, and the answer is lost"
    UNREAD = "the connection is cut right after the last byte"
    TWICE = "two copies arrive at once, as after a retry of OkHttp's"
    LATE_COPY = "a copy arrives once more, much later"
    DELAYED = "the request arrives much later, after the phone gave up"
    GATEWAY = "a proxy in between answers 502 in HTML"
    STALE = "a proxy in between answers what it was told once"


FAULTS_OF_SENDING = tuple(one for one in Fault if one not in {Fault.STALE, Fault.HALF})
FAULTS_OF_ASKING = (Fault.LOST, Fault.GATEWAY, Fault.STALE, Fault.TWICE)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it goes over the wire; `key` is what caches know it by."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""
    key: str = ""


_BAD_GATEWAY = Answer(502, {"content-type": "text/html"}, b"<html>Bad Gateway</html>")


@dataclass(slots=True)
class Kept:
    """An answer in the phone's cache, and when the phone thought it came."""

    answer: Answer
    at: datetime


@dataclass(slots=True)
class Network:
    """Carries requests of one phone; `faults` are used up by the requests that come first."""

    clock: timedelta = timedelta(0)
    """How wrong the phone's clock is."""
    faults: list[Fault] = field(default_factory=list)
    late: list[Request] = field(default_factory=list)
    """Copies that will arrive some day."""
    before: Callable[[Request], None] | None = None
    """Called before each request, to let something happen in between."""
    read_seconds: float = READ_SECONDS
    sign_in: DigestClient | None = None
    tls: ssl.SSLContext | None = None
    """What certificates are trusted; none: those of the system."""
    request_count: int = 0
    unchanged_count: int = 0
    _cache: dict[str, Kept] = field(default_factory=dict)
    _told: dict[str, list[Answer]] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return what the phone's clock says."""
        return datetime.now(UTC) + self.clock  # noqa: TID251 - a phone has its own clock

    def get(self, url: str, address: str, headers: Mapping[str, str]) -> Answer:
        """Ask as OkHttp does: with its cache of what may be kept (`url`: without device)."""
        kept = self._cache.get(url)
        if kept is not None and self._is_fresh(kept):
            return kept.answer
        conditions = {} if kept is None else _conditions(kept.answer)
        request = Request("GET", address, {**headers, **conditions}, key=url)
        answer = self.carry(request)
        if answer.status == 304:
            if kept is None:
                raise ProtocolError("304 to a request without a condition")
            self.unchanged_count += 1
            merged = Answer(200, {**kept.answer.headers, **answer.headers}, kept.answer.body)
            self._cache[url] = Kept(merged, self.now())
            return merged
        if answer.status == 200 and _may_be_kept(answer):
            self._cache[url] = Kept(answer, self.now())
        return answer

    def carry(self, request: Request) -> Answer:
        """Carry a request through what goes wrong and return its answer; raises LostAnswer."""
        if self.before is not None:
            self.before(request)
        fault = self._fault_of(request)
        if fault in {Fault.GATEWAY, Fault.STALE}:
            return _BAD_GATEWAY if fault is Fault.GATEWAY else self._told[request.key][0]
        if fault in {Fault.DELAYED, Fault.LATE_COPY}:
            self.late.append(request)
        if fault is Fault.DELAYED:
            raise LostAnswer
        if fault is Fault.TWICE:
            return _same_answer(self._send_twice(request))
        return self._read(request, self._followed(request, fault), fault)

    def _read(self, request: Request, answer: Answer, fault: Fault | None) -> Answer:
        if fault is Fault.LOST:
            raise LostAnswer
        if request.method == "GET" and answer.status == 200:
            self._told.setdefault(request.key, []).append(answer)
        return answer

    def deliver_late(self, number: int) -> Answer:
        """Deliver one of the late copies; nobody reads what is answered."""
        return self._send(self.late.pop(number % len(self.late)), None)

    def _fault_of(self, request: Request) -> Fault | None:
        fitting = FAULTS_OF_ASKING if request.method == "GET" else tuple(Fault)
        if request.method == "HEAD" or not self.faults or self.faults[0] not in fitting:
            return None
        if self.faults[0] is Fault.STALE and (request.method != "GET" or not self._is_old(request)):
            return None
        return self.faults.pop(0)

    def _is_old(self, request: Request) -> bool:
        """Tell whether a proxy may mix this up: a list of rows it must not, nor may the server."""
        return request.key in self._told and request.key.endswith(("/formList", "/manifest"))

    def _send_twice(self, request: Request) -> list[Answer]:
        answers: list[Answer] = []
        copies = [
            threading.Thread(target=lambda: answers.append(self._signed(request, None)))
            for _ in range(2)
        ]
        for one in copies:
            one.start()
        for one in copies:
            one.join()
        if len(answers) != 2:
            raise LostAnswer
        return answers

    def _followed(self, request: Request, fault: Fault | None) -> Answer:
        """Send a request, and go where redirects lead (301 to 303 make a GET of a POST)."""
        for _ in range(MOST_REDIRECTS):
            answer = self._signed(request, fault)
            location = answer.headers.get("location")
            if answer.status not in {301, 302, 303, 307, 308} or location is None:
                return answer
            method, body, headers = request.method, request.body, dict(request.headers)
            if answer.status < 304 and method != "HEAD":
                method, body = "GET", b""
                headers = {k: v for k, v in headers.items() if not k.startswith("Content-")}
            request = Request(method, urljoin(request.url, location), headers, body, request.key)
        raise ProtocolError("Too many follow-up requests")

    def _signed(self, request: Request, fault: Fault | None) -> Answer:
        """Send a request, with credentials once there was a challenge: never before."""
        for _ in range(3):
            answer = self._send(request, fault)
            if answer.status != 401 or self.sign_in is None:
                return answer
            if not self.sign_in.take([answer.headers.get("www-authenticate", "")]):
                raise ProtocolError("Invalid username or password for server")
        raise ProtocolError("the server asks for the password again and again")

    def _authorization(self, method: str, target: str) -> dict[str, str]:
        if self.sign_in is None or not self.sign_in.challenge:
            return {}
        return {"Authorization": self.sign_in.answer(method, target)}

    def _send(self, request: Request, fault: Fault | None) -> Answer:
        self.request_count += 1
        connection = self._connection(request.url)
        parts = urlsplit(request.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            connection.putrequest(request.method, target, skip_accept_encoding=True)
            headers = {**request.headers, **self._authorization(request.method, target)}
            for name, value in headers.items():
                connection.putheader(name, value.encode())
            connection.endheaders()
            _send_body(connection, request.body, fault)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        except ssl.SSLCertVerificationError as error:
            raise ProtocolError(f"the certificate is not trusted: {error}") from error
        except (OSError, http.client.HTTPException) as error:
            raise LostAnswer from error
        finally:
            connection.close()

    def _connection(self, url: str) -> http.client.HTTPConnection:
        if not url.isascii() or " " in url:
            raise ProtocolError(f"an address that is not percent-encoded: {url!r}")
        parts = urlsplit(url)
        if not re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9a-f:]+\]", parts.hostname or ""):
            raise ProtocolError(f"java.net.URI finds no host in {url!r}")
        host, seconds = parts.hostname or "", self.read_seconds
        if parts.scheme == "https":
            return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=self.tls)
        return http.client.HTTPConnection(host, parts.port, timeout=seconds)

    def _is_fresh(self, kept: Kept) -> bool:
        control = kept.answer.headers.get("cache-control", "")
        if "immutable" in control:
            return True
        match = re.search(r"max-age=(\d+)", control)
        if match is None or "no-cache" in control:
            return False
        age = max(kept.at - _date_of(kept.answer, kept.at), timedelta(0)) + (self.now() - kept.at)
        return age < timedelta(seconds=int(match[1]))


def _send_body(connection: http.client.HTTPConnection, body: bytes, fault: Fault | None) -> None:
    """Send a body, or as much of it as the fault lets through."""
    if fault in {Fault.CUT, Fault.HALF}:
        connection.send(body[: len(body) // 2])
        if fault is Fault.CUT:
            raise LostAnswer
        connection.sock.shutdown(1)
        return
    if body:
        connection.send(body)
    if fault is Fault.UNREAD:
        raise LostAnswer


def _same_answer(answers: list[Answer]) -> Answer:
    """Return the answer of two copies that arrived at once; they must agree.

    An edit is 404 until what it edits has arrived, which may be between the two.
    """
    told = sorted(answers, key=lambda one: one.status)
    if {one.status for one in told} not in ({told[0].status}, {201, 404}):
        raise ProtocolError(f"two copies were answered {[one.status for one in told]}")
    return told[0]


def _conditions(answer: Answer) -> dict[str, str]:
    """Return the headers with which OkHttp asks whether an answer still holds."""
    if "etag" in answer.headers:
        return {"If-None-Match": answer.headers["etag"]}
    since = answer.headers.get("last-modified") or answer.headers.get("date")
    return {} if since is None else {"If-Modified-Since": since}


def _may_be_kept(answer: Answer) -> bool:
    control, vary = answer.headers.get("cache-control", ""), answer.headers.get("vary", "")
    return "no-store" not in control and "*" not in vary


def _date_of(answer: Answer, default: datetime) -> datetime:
    written = answer.headers.get("date")
    return default if written is None else parsedate_to_datetime(written)


def twelve_hour_date(moment: datetime) -> str:
    """Return the Date header of Collect, whose hours know neither morning nor evening."""
    written = format_datetime(moment.astimezone(UTC), usegmt=True)
    return f"{written[:17]}{(moment.hour - 1) % 12 + 1:02d}{written[19:]}"

"""What the web server does with requests that are cut, doubled, too long or slow."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import select

from bench.server_process import ServerProcess
from server.keys import TokenBox
from server.settings import Settings
from server.store.tables.submissions import SubmissionVersion
from server.store.transaction import Store
from tests.people import People, make_people
from tests.system.servers import server_of
from tests.web import openrosa_data as data


@dataclass
class Site:
    """A running server with a phone that may send."""

    server: ServerProcess
    settings: Settings
    store: Store
    people: People

    @property
    def path(self) -> str:
        return f"{self.people.app_user.prefix}/projects/{self.people.places.project_id}"

    def raw(self, request: bytes, *, then_close: bool = False, wait: float = 20.0) -> bytes:
        """Send bytes and return everything that comes back until the server closes or is silent."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=wait) as link:
            try:
                link.sendall(request)
                if then_close:
                    link.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass
            return _read_all(link)

    def post(self, body: bytes, kind: str, *headers: str) -> bytes:
        """Return the head of a POST of a submission and its body."""
        lines = [
            f"POST {self.path}/submission HTTP/1.1",
            "Host: localhost",
            f"Content-Type: {kind}",
            *headers,
            "Connection: close",
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def stored_ids(self) -> list[str]:
        with self.store.reading() as session:
            return list(session.exec(select(SubmissionVersion.instance_id)))

    def blob_count(self) -> int:
        return sum(1 for path in self.settings.blob_dir.rglob("*") if path.is_file())

    def log(self) -> str:
        assert self.server.log is not None
        return self.server.log.read_text(encoding="utf-8")


@pytest.fixture
def site(settings: Settings, store: Store) -> Iterator[Site]:
    people = make_people(store, TokenBox(settings.secret_key))
    with store.writing() as session:
        data.make_form(session, people.places.project_id, assigned_to=people.app_user.id)
        data.make_form(session, people.places.project_id, "a/b%", assigned_to=people.app_user.id)
    with server_of(settings) as server:
        yield Site(server, settings, store, people)


def _read_all(link: socket.socket) -> bytes:
    received = b""
    while True:
        try:
            data_read = link.recv(65536)
        except (ConnectionResetError, TimeoutError):
            return received
        if not data_read:
            return received
        received += data_read


def _status(answer: bytes) -> int:
    assert answer.startswith(b"HTTP/1.1 "), answer[:200]
    return int(answer[9:12])


def _chunked(body: bytes, size: int = 50) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


def test_bodies_that_come_whole_are_stored_and_cut_ones_leave_nothing(site: Site) -> None:
    body, kind = data.multipart_body(data.submission_xml(instance_id="uuid:1"), {"a": b"photo"})
    length = f"Content-Length: {len(body)}"
    chunks = "Transfer-Encoding: chunked"
    whole = _chunked(body) + b"0\r\n\r\n"
    refused = {
        "shorter than announced": site.post(body[:300], kind, length),
        "cut in the last boundary": site.post(body[:-3], kind, length),
        "announced one byte more": site.post(body, kind, f"Content-Length: {len(body) + 1}"),
        "chunks cut": site.post(_chunked(body)[:300], kind, chunks),
        "no last chunk": site.post(_chunked(body), kind, chunks),
        "a bad chunk size": site.post(b"zz\r\n" + body + b"\r\n0\r\n\r\n", kind, chunks),
        "a chunk longer than said": site.post(b"5\r\n" + body + b"\r\n0\r\n\r\n", kind, chunks),
        "no length at all": site.post(body, kind),
    }

    for name, request in refused.items():
        answer = site.raw(request, then_close=True)
        assert _status(answer) == 400, (name, answer[:300])
        assert b"OpenRosaResponse" in answer, name
    assert site.stored_ids() == []
    assert site.blob_count() == 0
    assert _status(site.raw(site.post(whole, kind, chunks))) == 201
    assert _status(site.raw(site.post(body, kind, length))) == 201
    assert site.stored_ids() == ["uuid:1"]
    assert site.people.app_user.token not in site.log()


def test_ambiguous_lengths_and_bad_headers_are_400_and_one_answer_a_request(site: Site) -> None:
    body, kind = data.multipart_body(data.submission_xml())
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    length = f"Content-Length: {len(body)}"
    for request in (
        site.post(body, kind, length, "Content-Length: 5"),
        site.post(_chunked(body) + b"0\r\n\r\n", kind, length, "Transfer-Encoding: chunked"),
        site.post(body, kind, length, "X-A: a\0b"),
        site.post(body, kind, "Content-Length: -1"),
        site.post(body, kind, "Content-Length: +5"),
    ):
        answer = site.raw(request + smuggled)
        assert _status(answer) == 400, answer[:300]
        assert answer.count(b"HTTP/1.1 ") == 1
    assert site.stored_ids() == []


def test_long_addresses_are_answered_up_to_the_limit_and_414_above(site: Site) -> None:
    for length, expected in ((60_000, 200), (100_000, 414), (200_000, 414)):
        path = f"{site.path}/formList?formID={'x' * length}"
        answer = site.raw(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        assert _status(answer) == expected, length
        assert site.people.app_user.token.encode() not in answer


def test_too_many_headers_are_431(site: Site) -> None:
    headers = "".join(f"X-{number}: x\r\n" for number in range(5000))

    answer = site.raw(f"GET /healthz HTTP/1.1\r\nHost: a\r\n{headers}\r\n".encode())

    assert _status(answer) == 431


def test_a_form_whose_id_holds_slash_and_percent_is_found_by_its_undecoded_address(
    site: Site,
) -> None:
    head = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    found = site.raw(f"GET {site.path}/forms/a%2Fb%25.xml{head}".encode())
    missing = site.raw(f"GET {site.path}/forms/a/b%25.xml{head}".encode())

    assert _status(found) == 200
    assert b'id="a/b%"' in found
    assert _status(missing) == 404


def test_a_kept_alive_connection_takes_one_request_after_the_other(site: Site) -> None:
    request = f"GET {site.path}/formList HTTP/1.1\r\nHost: a\r\n\r\n".encode()

    answers = site.raw(request * 3, wait=2.0)

    assert answers.count(b"HTTP/1.1 200") == 3


def test_forty_slow_senders_do_not_keep_others_from_being_answered(site: Site) -> None:
    body, kind = data.multipart_body(data.submission_xml())
    slow = site.post(body[:100], kind, f"Content-Length: {len(body)}")
    links = [socket.create_connection(("127.0.0.1", site.server.port)) for _ in range(40)]
    try:
        for link in links:
            link.sendall(slow)
        time.sleep(0.5)
        began = time.perf_counter()
        answer = site.raw(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert _status(answer) == 200
        assert time.perf_counter() - began < 5
    finally:
        for link in links:
            link.close()


def test_a_server_told_to_stop_finishes_what_it_has_in_hand(site: Site) -> None:
    body, kind = data.multipart_body(data.submission_xml(instance_id="uuid:last"))
    request = site.post(body, kind, f"Content-Length: {len(body)}")
    answers: list[bytes] = []

    def send_slowly() -> None:
        with socket.create_connection(("127.0.0.1", site.server.port), timeout=20) as link:
            link.sendall(request[:-50])
            time.sleep(1.5)
            link.sendall(request[-50:])
            answers.append(_read_all(link))

    sender = threading.Thread(target=send_slowly)
    sender.start()
    time.sleep(0.7)
    status = site.server.stop()
    sender.join()

    assert status == 0
    assert _status(answers[0]) == 201
    assert site.stored_ids() == ["uuid:last"]

"""A load generator: many kept-alive connections of one thread, so that the server gets the CPU."""

import multiprocessing
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty

_READ = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """A request as bytes on the wire, and a name to remember it by."""

    name: str
    wire: bytes


@dataclass(slots=True)
class LoadResult:
    """What came of a load: seconds each answer took, how often each status came, names of 201."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    broken_count: int = 0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class _Connection:
    socket: socket.socket
    request: Request
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)


class Load:
    """Sends requests over some connections, the next one as soon as the last was answered."""

    def __init__(self, port: int, make: Callable[[], Request], connections: int) -> None:
        self._port = port
        self._make = make
        self._count = connections
        self._selector = selectors.DefaultSelector()
        self.result = LoadResult()

    def run(self, seconds: float) -> LoadResult:
        """Send for some seconds; a broken connection is counted and made anew."""
        began = time.perf_counter()
        ends = began + seconds
        for _ in range(self._count):
            self._connect()
        while time.perf_counter() < ends and self._selector.get_map():
            for key, _ in self._selector.select(0.1):
                self._read(key.data)
        self.result.seconds = time.perf_counter() - began
        for key in list(self._selector.get_map().values()):
            key.data.socket.close()
        return self.result

    def _connect(self) -> None:
        try:
            made = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        except OSError:
            self.result.broken_count += 1
            return
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = _Connection(made, self._make())
        self._selector.register(made, selectors.EVENT_READ, connection)
        self._send(connection)

    def _send(self, connection: _Connection) -> None:
        connection.sent_at = time.perf_counter()
        connection.received.clear()
        try:
            connection.socket.sendall(connection.request.wire)
        except OSError:
            self._drop(connection)

    def _read(self, connection: _Connection) -> None:
        try:
            data = connection.socket.recv(_READ)
        except OSError:
            data = b""
        if not data:
            self._drop(connection)
            return
        connection.received += data
        status = whole_status(connection.received)
        if status is None:
            return
        self.result.latencies.append(time.perf_counter() - connection.sent_at)
        self.result.statuses[status] = self.result.statuses.get(status, 0) + 1
        if status == 201:
            self.result.acknowledged.append(connection.request.name)
        connection.request = self._make()
        self._send(connection)

    def _drop(self, connection: _Connection) -> None:
        self._selector.unregister(connection.socket)
        connection.socket.close()
        self.result.broken_count += 1
        self._connect()


def whole_status(received: bytearray) -> int | None:
    """Return the status of an answer once it is here whole, by its Content-Length."""
    head, found, body = bytes(received).partition(b"\r\n\r\n")
    if not found:
        return None
    status = int(head[9:12])
    if status in {204, 304}:
        return status
    marker = head.lower().find(b"content-length:")
    if marker < 0:
        return None
    length = int(head[marker + 15 :].split(b"\r\n", 1)[0])
    return status if len(body) >= length else None


def run_in_process(
    load: Callable[[float], LoadResult], seconds: float, *, during: Callable[[], None] | None = None
) -> LoadResult:
    """Run a load in a process of its own; `during` is called once while it runs."""
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[LoadResult] = context.Queue()
    process = context.Process(target=lambda: queue.put(load(seconds)))
    process.start()
    if during is not None:
        during()
    try:
        result = queue.get(timeout=seconds + 60)
    except Empty:
        process.kill()
        raise
    process.join()
    return result

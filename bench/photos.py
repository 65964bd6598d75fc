"""64 phones that send inspections with three photos at once: answers a second, losses, memory.

`python -m bench.photos [--phones 64] [--each 5] [--database sqlite --database postgres]`
"""

import hashlib
import http.client
import os
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from bench import cpu, results, site
from bench.both import Given, on_both
from bench.databases import BenchDatabase
from bench.load import LoadResult, run_in_process
from bench.memory import PeakMemory
from bench.server_process import ServerProcess
from server.store.blobs import BlobStore
from server.store.tables.submissions import SubmissionAttachment, SubmissionVersion
from server.store.transaction import Store
from server.store.upsert import table_of

PHOTOS, PHOTO_BYTES = 3, 200_000
_BOUNDARY = "4c1f7b52-photos-of-a-bench"
_START = b"\xff\xd8\xff\xe0"
_VERSIONS, _FILES = table_of(SubmissionVersion), table_of(SubmissionAttachment)


@dataclass
class Phones:
    """Phones that send inspections one after another, all phones at once."""

    port: int
    path: str
    count: int
    each: int
    result: LoadResult = field(default_factory=LoadResult)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, _seconds: float) -> LoadResult:
        """Send everything; names of what was answered 201 tell the hashes of its photos."""
        threads = [threading.Thread(target=self._phone) for _ in range(self.count)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.result.seconds = time.perf_counter() - began
        return self.result

    def _phone(self) -> None:
        for _ in range(self.each):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            instance_id, hashes, body = inspection()
            began = time.perf_counter()
            try:
                connection.request("POST", self.path, body=body, headers=_HEADERS)
                answer = connection.getresponse()
                answer.read()
            except OSError:
                with self.lock:
                    self.result.broken_count += 1
                continue
            finally:
                connection.close()
            self._note(time.perf_counter() - began, answer.status, instance_id, hashes)

    def _note(self, seconds: float, status: int, instance_id: str, hashes: Sequence[str]) -> None:
        with self.lock:
            self.result.latencies.append(seconds)
            self.result.statuses[status] = self.result.statuses.get(status, 0) + 1
            if status == http.HTTPStatus.CREATED:
                self.result.acknowledged.append(" ".join((instance_id, *hashes)))


_HEADERS = {
    "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
    "User-Agent": "org.odk.collect.android/v2026.3.4",
    "X-OpenRosa-Version": "1.0",
}


def main() -> None:
    """Measure, print a table, write bench/results/photos.json; fails when anything is lost."""
    title = "Inspections with three photos of 200 kB, all phones at once"
    rows = on_both("photos", __doc__, title, {"phones": 64, "each": 5}, _measure)
    if any(row["lost"] for row in rows):
        raise SystemExit("a photo or an inspection was lost")


def inspection() -> tuple[str, tuple[str, ...], bytes]:
    """Return the instance ID of an inspection, the hashes of its photos, and the body to send."""
    instance_id = f"uuid:{uuid.uuid4()}"
    xml = site.submission(instance_id)
    parts = [_part("xml_submission_file", "inspection.xml", "text/xml", xml)]
    hashes = []
    for number in range(PHOTOS):
        photo = _START + os.urandom(PHOTO_BYTES - len(_START))
        hashes.append(hashlib.sha256(photo).hexdigest())
        name = f"{number}.jpg"
        parts.append(_part(name, name, "image/jpeg", photo))
    return instance_id, tuple(hashes), b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()


def _part(name: str, file_name: str, content_type: str, content: bytes) -> bytes:
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"'
        f"\r\nContent-Type: {content_type}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"


def _measure(found: BenchDatabase, given: Given) -> list[results.Row]:
    store = Store(found.address)
    made = site.make_site(store)
    with ServerProcess(found.environment) as server:
        group = server.process.pid if server.process is not None else 0
        path = f"{made.path}/submission"
        Phones(server.port, path, count=4, each=1).run(0)
        used = _cpu(group, found)
        load = Phones(server.port, path, given.phones, given.each)
        with PeakMemory(group) as memory:
            sent = run_in_process(load.run, 300.0)
        used = _cpu(group, found) - used
    lost = _lost(store, BlobStore(found.folder / "data" / "blobs"), sent.acknowledged)
    store.dispose()
    row: results.Row = {
        "database": found.name,
        "answers/s": round(sent.per_second, 1),
        "p50 ms": results.milliseconds(sent.latencies),
        "p99 ms": results.milliseconds(sent.latencies, 0.99),
        "cpu ms": round(used / max(1, len(sent.latencies)) * 1e3, 1),
        "201": len(sent.acknowledged),
        "not 201": given.phones * given.each - len(sent.acknowledged),
        "lost": lost,
        "MB at most": round(memory.peak, 1),
        "MB more": round(memory.peak - memory.before, 1),
    }
    return [row]


def _cpu(group: int, found: BenchDatabase) -> float:
    """Return the processor seconds of the server and of PostgreSQL."""
    database_pid = found.database_pid
    return cpu.seconds_of_group(group) + (
        cpu.seconds_of_children(database_pid) if database_pid else 0.0
    )


def _lost(store: Store, blobs: BlobStore, acknowledged: Sequence[str]) -> int:
    """Return of how many inspections answered 201 anything is missing or another than was sent."""
    statement = select(_VERSIONS.c.instance_id, _FILES.c.blob_sha256).join(
        _FILES, _FILES.c.submission_version_id == _VERSIONS.c.id
    )
    stored: dict[str, set[str]] = {}
    with store.reading() as session:
        for instance_id, sha256 in session.connection().execute(statement):
            stored.setdefault(instance_id, set()).add(sha256)
    whole = {one for found in stored.values() for one in found if _is_whole(blobs, one)}
    sent = (line.split(" ") for line in acknowledged)
    return sum(not set(hashes) <= stored.get(key, set()) & whole for key, *hashes in sent)


def _is_whole(blobs: BlobStore, sha256: str) -> bool:
    """Tell whether the bytes of a file on the disk are those that its hash names."""
    with blobs.open(sha256) as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


if __name__ == "__main__":
    main()

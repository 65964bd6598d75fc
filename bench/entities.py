"""Entity lists: changes by submissions a second through the worker, and a CSV of 50,000 rows.

`python -m bench.entities [--submissions 1000] [--entities 50000] [--database sqlite]`
"""

import hashlib
import http.client
import threading
import time
import uuid
from collections.abc import Mapping
from pathlib import Path

from bench import results, site
from bench.both import Given, on_both
from bench.databases import BenchDatabase
from bench.gets import add_entities
from bench.memory import PeakMemory
from bench.server_process import ServerProcess
from server import clock
from server.operations.job_context import JobContext
from server.operations.receive_submission import Sender, receive_submission
from server.settings import Settings
from server.store import outbox
from server.store.blobs import BlobStore
from server.store.queries import entities
from server.store.tables.forms import Form, FormVersion
from server.store.transaction import Store
from server.worker import Worker
from tests.entity_forms import received_xml

LIST = "sites"
_FORM = "bench_site"
_XFORM = (
    '<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" '
    'xmlns:h="http://www.w3.org/1999/xhtml" xmlns:orx="http://openrosa.org/xforms" '
    'xmlns:entities="http://www.opendatakit.org/xforms/entities"><h:head><h:title>Sites</h:title>'
    f'<model entities:entities-version="2024.1.0"><instance><data id="{_FORM}" version="1"><trade/>'
    f'<meta><entity dataset="{LIST}" id="" create="1" update="1" baseVersion="" trunkVersion="" '
    'branchId=""><label/></entity><instanceID/></meta></data></instance>'
    '<bind nodeset="/data/trade" type="string" entities:saveto="trade"/></model></h:head>'
    '<h:body><input ref="/data/trade"><label>Trade</label></input></h:body></h:html>'
).encode()


def main() -> None:
    """Measure, print a table, write bench/results/entities.json."""
    options = {"submissions": 1_000, "entities": 50_000}
    on_both("entities", __doc__, "Entity lists", options, _measure)


def _measure(found: BenchDatabase, given: Given) -> list[results.Row]:
    store = Store(found.address)
    made = site.make_site(store)
    rows = [_through_worker(found, store, made, given.submissions)]
    add_entities(store, made, given.entities)
    path = f"{made.path}/forms/{site.FORM_ID}/versions/{site.VERSION}/attachments/enterprises.csv"
    with ServerProcess(found.environment) as server:
        process = server.process
        if process is None:
            raise RuntimeError("the server runs")
        for what, encoding in (("cold", "gzip"), ("ready", "gzip"), ("ready, plain", "identity")):
            with PeakMemory(process.pid) as memory:
                taken = _get(server.port, path, encoding)
            grown = round(memory.peak - memory.before, 1)
            rows.append({"database": found.name, "what": f"CSV, {what}", **taken, "MB more": grown})
    store.dispose()
    return rows


def _through_worker(found: BenchDatabase, store: Store, made: site.Site, count: int) -> results.Row:
    """Create entities and update each once; only the worker's time counts."""
    _publish(store, made)
    sender = Sender(_sender(store, made))
    uuids = [str(uuid.uuid4()) for _ in range(count // 2)]
    for base in ("", "1"):
        for one in uuids:
            _receive(store, made, sender, one, base=base)
    settings = Settings(
        data_dir=Path(found.folder) / "data", database_url=found.url, secret_key="of a bench " * 4
    )
    context = JobContext(store, BlobStore(settings.blob_dir), settings)
    worker = Worker(context, outbox.QUICK, threading.Event())
    begun = time.perf_counter()
    while worker.work_once():
        pass
    seconds = time.perf_counter() - begun
    return {
        "database": found.name,
        "what": "submissions through the worker",
        "a second": round(2 * len(uuids) / seconds),
        **dict.fromkeys(("first byte ms", "total ms", "bytes", "MB more"), ""),
    }


def _publish(store: Store, made: site.Site) -> None:
    now = clock.now()
    with store.writing() as session:
        entities.ensure_list(session, made.project_id, LIST, properties=["trade"], now=now)
        form = Form(project_id=made.project_id, form_id=_FORM, created_at=now)
        session.add(form)
        session.flush()
        version = FormVersion(
            form_pk=form.id or 0,
            version="1",
            title="Sites",
            xform=_XFORM,
            md5=hashlib.md5(_XFORM, usedforsecurity=False).hexdigest(),
            sha256=hashlib.sha256(_XFORM).hexdigest(),
            entities_version="2024.1.0",
            created_at=now,
            published_at=now,
        )
        session.add(version)
        session.flush()
        form.current_version_id = version.id


def _sender(store: Store, made: site.Site) -> int:
    with store.reading() as session:
        from_list = session.connection().exec_driver_sql(
            f"SELECT id FROM app_users WHERE project_id = {made.project_id}"  # noqa: S608
        )
        return int(from_list.scalar_one())


def _receive(store: Store, made: site.Site, sender: Sender, one: str, *, base: str) -> None:
    action = 'update="1"' if base else 'create="1"'
    xml = (
        f'<data id="{_FORM}" version="1"><trade>t{base}</trade><meta><entity dataset="{LIST}" '
        f'id="{one}" {action} baseVersion="{base}" trunkVersion="" branchId=""><label>Site</label>'
        f"</entity><instanceID>uuid:{uuid.uuid4()}</instanceID></meta></data>"
    ).encode()
    received = received_xml(xml)
    with store.writing() as session:
        receive_submission(session, project_id=made.project_id, received=received, sender=sender)


def _get(port: int, path: str, encoding: str) -> Mapping[str, object]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": encoding})
    answer = connection.getresponse()
    answer.read(1)
    first = time.perf_counter() - begun
    size = 1
    while part := answer.read(65536):
        size += len(part)
    total = time.perf_counter() - begun
    connection.close()
    return {
        "first byte ms": round(first * 1e3),
        "total ms": round(total * 1e3),
        "bytes": size,
    }


if __name__ == "__main__":
    main()

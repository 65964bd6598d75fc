"""What phones ask for, a second: form list, manifest, form, entity list, each also when unchanged.

`python -m bench.gets [--seconds 4] [--entities 10000] [--database sqlite --database postgres]`
"""

import http.client
import uuid

from bench import results, site
from bench.both import Given, on_both
from bench.databases import BenchDatabase
from bench.load import Load
from bench.load import run_in_process as in_process
from bench.server_process import ServerProcess
from server import clock
from server.store.queries import entities
from server.store.tables.entities import EntityList
from server.store.tables.forms import FormAttachment
from server.store.transaction import Store

CONNECTIONS = 32


def main() -> None:
    """Measure, print a table, write bench/results/gets.json."""
    title = f"GETs a second, 2 processes of threads, {CONNECTIONS} connections"
    on_both("gets", __doc__, title, {"seconds": 4.0, "entities": 10_000}, _measure)


def _measure(found: BenchDatabase, given: Given) -> list[results.Row]:
    store = Store(found.address)
    made = site.make_site(store)
    add_entities(store, made, given.entities)
    form = f"{made.path}/forms/{site.FORM_ID}/versions/{site.VERSION}"
    paths = {
        "form list": f"{made.path}/formList",
        "manifest": f"{form}/manifest",
        "form XML": f"{form}.xml",
        "enterprises.csv": f"{form}/attachments/enterprises.csv",
    }
    rows: list[results.Row] = []
    with ServerProcess(found.environment) as server:
        for name, path in paths.items():
            tag = _etag(server.port, path)
            rows.append(_row(found.name, name, server.port, path, seconds=given.seconds))
            unchanged = f"If-None-Match: {tag}"
            rows.append(
                _row(
                    found.name, f"{name}, 304", server.port, path, unchanged, seconds=given.seconds
                )
            )
    store.dispose()
    return rows


def _row(
    database_name: str, what: str, port: int, path: str, *headers: str, seconds: float
) -> results.Row:
    make = site.get(path, "Accept-Encoding: gzip", *headers)
    result = in_process(Load(port, make, CONNECTIONS).run, seconds)
    row: results.Row = {
        "database": database_name,
        "what": what,
        "a second": round(result.per_second),
        "p50 ms": results.milliseconds(result.latencies),
        "p99 ms": results.milliseconds(result.latencies, 0.99),
        "statuses": str(result.statuses),
    }
    print(row)
    return row


def _etag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["ETag"]


def add_entities(store: Store, made: site.Site, count: int) -> None:
    """Store entities of the list `enterprises`, and give it to the form."""
    now = clock.now()
    names = ("uscc", "address", "headcount")
    with store.writing() as session:
        list_id = entities.ensure_list(
            session, made.project_id, "enterprises", properties=names, now=now
        )
        rows = [_entity(list_id, number, now) for number in range(count)]
        entities.insert_entities(session, rows)
        entities.count_area_changes(session, list_id, [None])
        session.get_one(EntityList, list_id)
        session.add(
            FormAttachment(
                form_version_id=made.form_version_id,
                name="enterprises.csv",
                kind="file",
                entity_list_id=list_id,
                updated_at=now,
            )
        )


def _entity(list_id: int, number: int, now: object) -> dict[str, object]:
    return {
        "entity_list_id": list_id,
        "uuid": str(uuid.uuid4()),
        "area_id": None,
        "current_version": 1,
        "label": f"示范企业{number}有限公司",
        "data": {
            "uscc": f"9100000000{number:08d}",
            "address": f"示范路{number}号",
            "headcount": "120",
        },
        "created_at": now,
    }


if __name__ == "__main__":
    main()

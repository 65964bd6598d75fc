"""Two syncs of 500 phones, the second without changes: answers, and processor time a request.

`python -m bench.sync [--phones 500] [--entities 10000] [--database sqlite --database postgres]`
"""

import http.client
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench import results, site
from bench.both import Given, on_both
from bench.cpu import seconds_of_group
from bench.databases import BenchDatabase
from bench.gets import add_entities
from bench.server_process import ServerProcess
from server import clock, keys
from server.store.blobs import BlobStore
from server.store.row_key import stored
from server.store.tables.app_users import AppUser, AppUserToken, Assignment
from server.store.tables.users import Actor
from server.store.transaction import Store
from tests.web import openrosa_data as data

FORMS, CONNECTIONS, PHOTO = 4, 16, b"\xff\xd8\xff\xe0" + b"x" * 20_000
_ADDRESSES = re.compile(rb"<(downloadUrl|manifestUrl)>https?://[^/]+([^<]+)</")


@dataclass
class Phone:
    """A phone: where its project lies, and the answers that it keeps by address."""

    path: str
    tags: dict[str, str] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)
    """Addresses it was told, by the kind of document that it asks them for."""


def main() -> None:
    """Measure, print a table, write bench/results/sync.json."""
    title = "Two syncs of all phones, the second without changes"
    on_both("sync", __doc__, title, {"phones": 500, "entities": 10_000}, _measure)


def _measure(found: BenchDatabase, given: Given) -> list[results.Row]:
    store = Store(found.address)
    made = site.make_site(store)
    add_entities(store, made, given.entities)
    phones = _phones(store, BlobStore(found.folder / "data" / "blobs"), made, given.phones)
    rows: list[results.Row] = []
    with ServerProcess(found.environment) as server:
        for number in (1, 2):
            for what, addresses in _STEPS.items():
                rows.append(_step(server, phones, f"sync {number}, {what}", addresses, found.name))
    store.dispose()
    return rows


def _step(
    server: ServerProcess,
    phones: Sequence[Phone],
    what: str,
    addresses: Callable[[Phone], list[str]],
    database_name: str,
) -> results.Row:
    """Let every phone ask for one kind of documents, some phones at once."""
    statuses: dict[int, int] = {}
    waiting, lock = list(phones), threading.Lock()
    process = server.process.pid if server.process is not None else 0

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        while True:
            with lock:
                if not waiting:
                    break
                phone = waiting.pop()
            for address in addresses(phone):
                status = _ask(connection, phone, address)
                with lock:
                    statuses[status] = statuses.get(status, 0) + 1
        connection.close()

    began, cpu = time.perf_counter(), seconds_of_group(process)
    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, count = time.perf_counter() - began, sum(statuses.values())
    row: results.Row = {
        "database": database_name,
        "what": what,
        "requests": count,
        "seconds": round(seconds, 1),
        "CPU ms a request": round((seconds_of_group(process) - cpu) / max(count, 1) * 1e3, 2),
        "statuses": str(statuses),
    }
    print(row)
    return row


def _ask(connection: http.client.HTTPConnection, phone: Phone, address: str) -> int:
    headers = {"Accept-Encoding": "gzip", "User-Agent": "org.odk.collect.android/v2026.3.4"}
    if address in phone.tags:
        headers["If-None-Match"] = phone.tags[address]
    connection.request("GET", f"{address}?deviceID=collect%3Abench", headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.headers["ETag"]:
        phone.tags[address] = answer.headers["ETag"]
    if answer.status == http.HTTPStatus.OK and body.startswith(b"<?xml") and b"Url>" in body:
        for kind, told in _ADDRESSES.findall(body):
            phone.told.setdefault(_kind(kind, told), []).append(told.decode())
    return answer.status


def _kind(element: bytes, address: bytes) -> str:
    if element == b"manifestUrl":
        return "manifests"
    if address.endswith(b".xml"):
        return "forms"
    return "entity lists" if address.endswith(b".csv") else "media"


def _told(kind: str) -> Callable[[Phone], list[str]]:
    return lambda phone: phone.told.get(kind, [])


_STEPS: dict[str, Callable[[Phone], list[str]]] = {
    "form list": lambda phone: [f"{phone.path}/formList"],
    "manifests": _told("manifests"),
    "forms": _told("forms"),
    "media": _told("media"),
    "entity lists": _told("entity lists"),
}
"""What a phone asks for, in its order. It asks forms and media again where no cache is left."""


def _phones(store: Store, blobs: BlobStore, made: site.Site, count: int) -> list[Phone]:
    """Store forms with a photo each, and phones that have all of them."""
    photo, now, phones = blobs.put(PHOTO), clock.now(), []
    with store.writing() as session:
        form_pks = [made.form_pk]
        for number in range(1, FORMS):
            form = data.make_form(session, made.project_id, f"form_{number}")
            data.attach_file(session, form, "photo.jpg", photo)
            form_pks.append(form.pk)
        for number in range(count):
            token = keys.new_token()
            actor = Actor(type="field_key", display_name=f"{number}", created_at=now)
            session.add(actor)
            session.flush()
            phone_id = stored(actor.id)
            session.add(AppUser(id=phone_id, project_id=made.project_id))
            session.flush()
            session.add(
                AppUserToken(
                    app_user_id=phone_id,
                    lookup_hash=keys.token_hash(token),
                    token_encrypted=b"-",
                    created_at=now,
                )
            )
            session.add_all(Assignment(app_user_id=phone_id, form_pk=pk) for pk in form_pks)
            phones.append(Phone(f"/v1/key/{token}/projects/{made.project_id}"))
    return phones


if __name__ == "__main__":
    main()

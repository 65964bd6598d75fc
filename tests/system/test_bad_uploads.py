"""Uploads that hurt: a hundred odd names, years of a wrong clock, 200 MB in flat memory."""

import hashlib
import http.client
import os
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bench.server_process import ServerProcess
from server.keys import TokenBox
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.tables.submissions import SubmissionAttachment
from server.store.transaction import Store
from tests.collect_client import Instance
from tests.collect_field_forms import check_form
from tests.collect_network import Network
from tests.collect_site import Site, make_site, serving
from tests.collect_steps import check_once, photos, ready, send_waiting
from tests.people import make_people
from tests.system.servers import server_of
from tests.web import openrosa_data as data

LARGE, CHUNK = 200_000_000, 1 << 20
MOST_GROWTH = 60_000_000
ODD_NAMES = (
    "现场 照片.jpg",
    "📷👷‍♀️.jpg",
    "照\u202f片.jpg",
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "/absolute.jpg",
    ".hidden",
    "CON.jpg",
    "a\tb.jpg",
    "a;b=c.jpg",
    'quoted".jpg',
    "100%.jpg",
    "%2e%2e%2f.jpg",
    "e\u0301.jpg",
    "\u00e9.jpg",
    "a.JPG",
    "a.jpg",
    "<script>.jpg",
    "长" * 300,
    "\u202egpj.exe",
    " leading and trailing ",
    "name.",
)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    with serving(settings) as server:
        yield make_site(server, "A county")


def test_files_of_any_name_are_stored_and_keep_their_bytes(site: Site) -> None:
    phone = ready(site)
    files = {name: f"bytes of {name}".encode() for name in ODD_NAMES}
    files |= {f"{number}.jpg": bytes([number]) * 100 for number in range(100)}
    phone.finalise("check", {"note": "x"}, files)

    send_waiting(phone)
    (held,) = site.held()

    kept = dict(files)
    assert len(held.files) == len(kept)
    assert sorted(held.files.values()) == sorted(kept.values())
    changed = set(held.files) ^ set(kept)
    assert all(len(name) <= 300 for name in held.files)
    assert changed <= {name for name in (*held.files, *kept) if not _is_plain(name)}
    assert site.server.failures == 0


def _is_plain(name: str) -> bool:
    """Tell whether a name has nothing that a header or a folder might lose."""
    return not set(name) & set('\t\\"%') and name == name.strip()


def test_control_characters_and_odd_texts_in_answers_come_back_byte_for_byte(site: Site) -> None:
    phone = ready(site)
    for text in (b"&#29;", b"&#1;&#31;", b"&#x1F;\xe2\x80\xaf", b"\x7f", "𠮷\u2028".encode()):
        made = phone.finalise("check", {"note": "x"})
        made.instance = Instance("a.xml", made.instance.xml.replace(b">x<", b">%s<" % text), {})

    send_waiting(phone)
    site.server.work()

    check_once(site, phone)
    assert site.server.failures == 0


@pytest.mark.parametrize("days", [-20_000, -3_650, 3_650, 20_000])
def test_a_phone_whose_clock_is_wrong_by_years_syncs_and_sends(site: Site, days: int) -> None:
    phone = ready(site, Network(clock=timedelta(days=days)))
    phone.finalise("check", {"note": "x"}, photos(2, 1_000))
    site.publish(check_form("2"))

    phone.sync()
    send_waiting(phone)

    assert phone.forms["check"].version == "2"
    check_once(site, phone)


def test_one_instance_id_in_two_forms_is_two_submissions(site: Site) -> None:
    site.publish(check_form("1", form_id="other"))
    phone = ready(site)
    made = phone.finalise("check", {"note": "x"}, photos(1, 100))
    twin = Instance("b.xml", made.instance.xml.replace(b'id="check"', b'id="other"'), {})

    send_waiting(phone)
    phone.send(twin)
    phone.send(made.instance)

    assert sorted(one.xml for one in site.held()) == sorted([made.instance.xml, twin.xml])
    assert site.quarantined() == []


def _most_memory(process_id: int) -> int:
    """Return the highest resident memory of any process of a group, in bytes."""
    highest = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if os.getpgid(int(status.parent.name)) != process_id:
                continue
            lines = status.read_text().splitlines()
        except (OSError, ProcessLookupError):
            continue
        found = next((one for one in lines if one.startswith("VmHWM")), "VmHWM: 0 kB")
        highest = max(highest, int(found.split()[1]) * 1024)
    return highest


def _send_large(server: ServerProcess, path: str, xml: bytes, block: bytes) -> int:
    """Send a submission with one file of 200 MB, made of numbered blocks."""
    whole, kind = data.multipart_body(xml, {"large.mp4": b"HERE"})
    head, _, tail = whole.partition(b"HERE")
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    link.putrequest("POST", path)
    link.putheader("Content-Type", kind)
    link.putheader("Content-Length", str(len(head) + LARGE + len(tail)))
    link.endheaders()
    link.send(head)
    for number in range(LARGE // len(block)):
        link.send(number.to_bytes(8, "big") + block[8:])
    link.send(tail)
    return _status(link)


def _status(link: http.client.HTTPConnection) -> int:
    """Read an answer to its end and close the connection."""
    answer = link.getresponse()
    answer.read()
    link.close()
    return answer.status


def test_a_file_of_200_megabytes_is_streamed_to_disk_in_flat_memory(
    settings: Settings, store: Store
) -> None:
    people = make_people(store, TokenBox(settings.secret_key))
    with store.writing() as session:
        data.make_form(session, people.places.project_id, assigned_to=people.app_user.id)
    path = f"{people.app_user.prefix}/projects/{people.places.project_id}/submission"
    block = random.Random(3).randbytes(1_000_000)
    digest = hashlib.sha256()
    for number in range(LARGE // len(block)):
        digest.update(number.to_bytes(8, "big") + block[8:])

    with server_of(settings) as server:
        assert server.process is not None
        small = data.multipart_body(data.submission_xml(), {"a.jpg": b"x"})
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        link.request("POST", path, small[0], {"Content-Type": small[1]})
        assert _status(link) == 201
        before = _most_memory(server.process.pid)
        status = _send_large(server, path, data.submission_xml(), block)
        after = _most_memory(server.process.pid)

    assert status == 201
    assert before > 0
    assert after - before < MOST_GROWTH
    with store.reading() as session:
        sizes = {one.size: one.blob_sha256 for one in session.exec(select(SubmissionAttachment))}
    assert sizes[LARGE] == digest.hexdigest()
    assert BlobStore(settings.blob_dir).path(digest.hexdigest()).stat().st_size == LARGE

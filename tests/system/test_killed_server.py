"""A server killed while it takes submissions and answers: all that was acknowledged is there, once.

What was not acknowledged is whole or absent, and taken when it is sent again.
"""

import hashlib
import http.client
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from bench.server_process import ServerProcess
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.tables.submissions import SubmissionAttachment
from server.store.tables.surveys import Arrival
from server.store.transaction import Store
from tests.surveys import good_answers, make_survey, opened_start
from tests.system.servers import server_of
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import make_phone

_SENDERS = 8
_ROUNDS = 2


@dataclass
class Sent:
    """What was sent, and what of it was acknowledged."""

    submissions: dict[str, bytes] = field(default_factory=dict)
    stored: set[str] = field(default_factory=set)
    page_count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def _status(address: str, body: bytes, kind: str) -> int:
    request = urllib.request.Request(address, body, {"Content-Type": kind})  # noqa: S310 - http
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - the same
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (OSError, http.client.HTTPException):
        return 0


def _photo(xml: bytes) -> bytes:
    return b"\xff\xd8\xff" + hashlib.sha256(xml).digest() * 200


def _send(address: str, sent: Sent, instance_id: str) -> int:
    xml = sent.submissions[instance_id]
    status = _status(address, *data.multipart_body(xml, {"a.jpg": _photo(xml)}))
    if status == 201:
        with sent.lock:
            sent.stored.add(instance_id)
    return status


def _keep_sending(address: str, sent: Sent, name: str) -> None:
    for number in range(1_000):
        instance_id = f"uuid:{name}-{number}"
        with sent.lock:
            sent.submissions[instance_id] = data.submission_xml(instance_id=instance_id)
        if _send(address, sent, instance_id) == 0:
            return


def _keep_answering(address: str, sent: Sent, starts: list[str]) -> None:
    while starts:
        form = {"start": starts.pop(), **good_answers()}
        body = urllib.parse.urlencode(form, doseq=True).encode()
        status = _status(address, body, "application/x-www-form-urlencoded")
        if status != 200:
            return
        with sent.lock:
            sent.page_count += 1


def _load_until_killed(
    server: ServerProcess, sent: Sent, *, phone: str, page: str, starts: list[str], turn: int
) -> None:
    senders = [
        threading.Thread(target=_keep_sending, args=(phone, sent, f"{turn}-{number}"))
        for number in range(_SENDERS)
    ]
    senders.append(threading.Thread(target=_keep_answering, args=(page, sent, starts)))
    for one in senders:
        one.start()
    time.sleep(0.5 + 0.37 * turn)
    server.kill()
    for one in senders:
        one.join()


def test_what_a_killed_server_acknowledged_is_there_once_and_the_rest_whole_or_absent(
    app: Flask, client: FlaskClient, settings: Settings, store: Store
) -> None:
    phone, survey = make_phone(app), make_survey(store)
    starts = [opened_start(client.get(f"/q/{survey.code}")) for _ in range(150)]
    sent = Sent()
    server = server_of(settings)
    address, page = f"{server.address}{phone.base}/submission", f"{server.address}/q/{survey.code}"

    for turn in range(_ROUNDS):
        server.start()
        _load_until_killed(server, sent, phone=address, page=page, starts=starts, turn=turn)
        _check(store, BlobStore(settings.blob_dir), sent)
    with server:
        again = {_send(address, sent, one) for one in sent.submissions}

    assert again == {201}
    _check(store, BlobStore(settings.blob_dir), sent)
    assert len(sent.stored) == len(sent.submissions)
    assert sent.page_count > 0
    log = (settings.data_dir.parent / "server.log").read_text("utf-8")
    for secret in (phone.people.app_user.token, survey.code, settings.secret_key):
        assert secret not in log


def _check(store: Store, blobs: BlobStore, sent: Sent) -> None:
    with store.reading() as session:
        xmls = data.stored_xmls(session)
        files = list(session.exec(select(SubmissionAttachment)))
        arrivals = len(session.exec(select(Arrival)).all())
    assert sent.stored <= set(xmls) <= set(sent.submissions)
    assert all(xmls[one] == sent.submissions[one] for one in xmls)
    photos = {hashlib.sha256(_photo(xml)).hexdigest() for xml in xmls.values()}
    received = [one.blob_sha256 for one in files if one.blob_sha256 is not None]
    assert sorted(received) == sorted(photos)
    assert all(blobs.path(one).is_file() for one in received)
    # At most one answer of each round was stored without its sender having learnt it.
    assert sent.page_count <= arrivals <= sent.page_count + _ROUNDS

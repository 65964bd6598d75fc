"""Pages take half a megabyte, whatever its form: a stranger fills neither memory nor disk."""

import inspect
import io
import re
import sys

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.store.transaction import Store
from server.web.body_limits import MOST_PAGE_BYTES
from tests.people import People
from tests.surveys import answer_page, good_answers, make_survey
from tests.web.office_browser import browser

_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data; boundary=b"
_FILE = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'


class _Endless(io.RawIOBase):
    """A body that never ends, and knows how much of it was read."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        data = self._head[: len(buffer)] or b"x" * len(buffer)
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        self.count += len(data)
        assert self.count < 20 * MOST_PAGE_BYTES, "the body is read without end"
        return len(data)


def _pages(store: Store) -> list[str]:
    return [f"/q/{make_survey(store).code}", "/office/login"]


@pytest.mark.parametrize(("kind", "head"), [(_URLENCODED, b"a="), (_MULTIPART, _FILE)])
def test_a_page_reads_no_more_of_an_endless_body_than_its_limit(
    client: FlaskClient, store: Store, kind: str, head: bytes
) -> None:
    for address in _pages(store):
        body = _Endless(head)
        answer = client.post(
            address,
            content_type=kind,
            headers={"Sec-Fetch-Site": "same-origin"},
            environ_overrides={
                "wsgi.input": body,
                "wsgi.input_terminated": True,
                "CONTENT_LENGTH": "",
                "HTTP_TRANSFER_ENCODING": "chunked",
            },
        )

        assert answer.status_code == 413, address
        assert body.count <= 2 * MOST_PAGE_BYTES


@pytest.mark.parametrize(("kind", "head"), [(_URLENCODED, b"a="), (_MULTIPART, _FILE)])
def test_a_body_announced_too_large_is_413_before_it_is_read(
    client: FlaskClient, store: Store, kind: str, head: bytes
) -> None:
    for address in _pages(store):
        body = _Endless(head)
        answer = client.post(
            address,
            content_type=kind,
            headers={"Sec-Fetch-Site": "same-origin"},
            environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": "5000000000"},
        )

        assert answer.status_code == 413, address
        assert "500 kB" in answer.text
        assert body.count == 0


def test_thousands_of_fields_are_413_and_the_next_answer_is_taken(
    client: FlaskClient, store: Store
) -> None:
    code = make_survey(store).code

    answer = client.post(f"/q/{code}", data={f"field {number}": "" for number in range(1_001)})

    assert answer.status_code == 413
    assert answer_page(client, code, good_answers()).status_code == 200


def test_only_pages_that_take_files_take_more(app: Flask, people: People) -> None:
    office = browser(app, people.county_office)
    base = f"/office/{people.places.project_id}"
    large = b"x" * (MOST_PAGE_BYTES + 5_000)

    taken = {
        f"{base}/imports": "file",
        f"{base}/areas/import": "file",
        f"{base}/forms/new": "form_file",
    }
    for address, name in taken.items():
        sent = {name: (io.BytesIO(large), "a.xlsx")}
        assert office.post(address, data=sent).status_code != 413, address
    sent = {"name": (io.BytesIO(large), "a.xlsx")}
    assert office.post(f"{base}/enterprises/new", data=sent).status_code == 413


def test_every_view_that_reads_files_says_how_many_bytes(app: Flask) -> None:
    reads_files = re.compile(r"request\.files|uploaded_table\(|sent_file\(")
    modules = {view.__module__ for view in app.view_functions.values()}
    marked = {
        view.__module__
        for view in app.view_functions.values()
        if hasattr(view, "__most_body_bytes__")
    }

    reading = {one for one in modules if reads_files.search(inspect.getsource(sys.modules[one]))}

    assert reading == marked

"""The delivered configuration of nginx, run by the real nginx in front of the real server."""

import gzip
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from lxml import etree
from sqlmodel import select

from bench.server_process import ServerProcess
from server.keys import TokenBox
from server.settings import Settings
from server.store.tables.blobs import Blob
from server.store.tables.submissions import SubmissionVersion
from server.store.transaction import Store
from tests.collect_client import CollectPhone
from tests.collect_wire import Instance
from tests.people import PASSWORD, People, make_people
from tests.rules.sources import ROOT
from tests.surveys import make_survey
from tests.system.processes import free_port
from tests.system.proxy import Proxy
from tests.system.servers import server_of
from tests.web import openrosa_data as data
from tests.web.signed_in_phone import basic

RESPONSE = "{http://openrosa.org/http/response}"
LARGE = 150_000_000


@dataclass
class Site:
    """nginx, the server behind it, and a phone that may send."""

    proxy: Proxy
    server: ServerProcess
    store: Store
    people: People
    code: str

    @property
    def phone_path(self) -> str:
        """What a phone's address begins with."""
        return f"{self.people.app_user.prefix}/projects/{self.people.places.project_id}"

    def stored_ids(self) -> list[str]:
        """Return the instance IDs of what is stored."""
        with self.store.reading() as session:
            return list(session.exec(select(SubmissionVersion.instance_id)))

    def wait_for_log(self, text: str) -> str:
        """Return the logs once a text is in them: nginx writes a line after the answer."""
        ends = time.monotonic() + 10
        while text not in self.proxy.logs() and time.monotonic() < ends:
            time.sleep(0.05)
        return self.proxy.logs()


@pytest.fixture
def site(settings: Settings, store: Store, tmp_path: Path) -> Iterator[Site]:
    people = make_people(store, TokenBox(settings.secret_key))
    project_id = people.places.project_id
    with store.writing() as session:
        data.make_form(session, project_id, assigned_to=people.app_user.id)
        data.make_form(session, project_id, "a/b%", assigned_to=people.app_user.id)
    code = make_survey(store).code
    proxy = Proxy(tmp_path / "nginx", backend_port=0)
    with server_of(settings, {"PUBLIC_BASE_URL": proxy.address}) as server:
        proxy.backend_port = server.port
        with proxy:
            yield Site(proxy, server, store, people, code)


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[Proxy]:
    """Give nginx with nobody behind it."""
    with Proxy(tmp_path / "nginx", backend_port=free_port()) as proxy:
        yield proxy


def test_what_is_changed_here_is_what_the_page_for_administrators_lists(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    listed = Proxy(tmp_path, backend_port=1).replacements()

    assert {text for text in listed if f"`{text}`" not in page} == set()


def test_http_is_answered_308_so_that_a_post_stays_one(site: Site) -> None:
    path = f"{site.phone_path}/submission?deviceID=a%3Ab"

    for method in ("GET", "HEAD", "POST"):
        answer = site.proxy.ask(path, method, is_plain=True)

        assert answer.status == 308
        assert answer.headers["location"] == f"https://localhost{path}"
    evil = site.proxy.ask("/x", headers={"Host": "evil.example.net"}, is_plain=True)
    assert evil.headers["location"] == "https://localhost/x"


def test_a_phone_syncs_and_sends_and_a_second_sync_costs_only_304s(site: Site) -> None:
    phone = CollectPhone(f"{site.proxy.address}{site.phone_path}", tls=site.proxy.tls)

    first = phone.sync()
    second = replace(phone.sync())
    phone.send(Instance("1.xml", data.submission_xml(instance_id="uuid:1"), {"a.jpg": b"photo"}))

    assert sorted(first.new) == ["a/b%", "site_check"]
    assert second.request_count == second.unchanged_count
    assert site.stored_ids() == ["uuid:1"]


def test_a_compressed_list_has_a_tag_that_is_known_again(site: Site) -> None:
    with site.store.writing() as session:
        for number in range(5):
            key = site.people.app_user.id
            data.make_form(
                session, site.people.places.project_id, f"form_{number}", assigned_to=key
            )
    path = f"{site.phone_path}/formList"
    asked = {"Accept-Encoding": "gzip"}

    whole = site.proxy.ask(path, headers=asked)
    again = site.proxy.ask(path, headers={**asked, "If-None-Match": whole.headers["etag"]})
    plain = site.proxy.ask(path)

    assert whole.headers["content-encoding"] == "gzip"
    assert gzip.decompress(whole.body) == plain.body
    assert whole.headers["content-type"].startswith("text/xml")
    assert whole.headers["x-openrosa-version"] == "1.0"
    assert whole.headers["etag"].startswith("W/")
    assert (again.status, again.body) == (304, b"")


def test_150_mb_in_one_body_are_stored_to_the_byte(site: Site) -> None:
    photo = bytes(range(256)) * (LARGE // 256)
    body, kind = data.multipart_body(data.submission_xml(instance_id="uuid:big"), {"a.mp4": photo})

    answer = site.proxy.ask(
        f"{site.phone_path}/submission", "POST", headers={"Content-Type": kind}, body=body
    )

    assert answer.status == 201
    with site.store.reading() as session:
        assert session.exec(select(Blob.size)).one() == len(photo)


def test_a_body_that_breaks_off_never_reaches_the_server(site: Site) -> None:
    body, kind = data.multipart_body(data.submission_xml(), {"a.jpg": b"x" * 100_000})
    connection = site.proxy.connect()
    connection.putrequest("POST", f"{site.phone_path}/submission")
    connection.putheader("Content-Type", kind)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body[:50_000])
    connection.close()

    assert "400" in site.wait_for_log(" 400 ")
    assert site.stored_ids() == []


def test_ids_with_slashes_and_long_addresses_arrive_as_they_were_sent(site: Site) -> None:
    found = site.proxy.ask(f"{site.phone_path}/forms/a%2Fb%25.xml")
    long = site.proxy.ask(f"{site.phone_path}/formList?formID={'x' * 60_000}")
    too_long = site.proxy.ask(f"{site.phone_path}/formList?formID={'x' * 70_000}")

    assert b'id="a/b%"' in found.body
    assert (long.status, too_long.status) == (200, 414)
    assert b"OpenRosaResponse" in too_long.body


def test_who_signs_in_does_so_over_https_and_a_forged_header_changes_nothing(site: Site) -> None:
    path = f"/v1/projects/{site.people.places.project_id}/formList"
    person = basic(site.people.county_office.email, PASSWORD)
    forged = {**person, "X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9"}

    asked = site.proxy.ask(path)

    assert asked.status == 401
    assert asked.headers["www-authenticate"].startswith('Basic realm="Concord"')
    assert site.proxy.ask(path, headers=forged).status == 200


def _assert_told(proxy: Proxy, status: int) -> None:
    """Check that an error is told to phones, programs and people, each as they understand it."""
    for path in (f"/v1/key/{'T' * 64}/projects/1/submission", "/v1/projects/1/formList"):
        told = proxy.ask(path)
        assert told.status == status
        assert told.headers["content-type"] == "text/xml; charset=utf-8"
        assert told.headers["x-openrosa-version"] == "1.0"
        assert told.headers["x-openrosa-accept-content-length"] == "20000000"
        assert told.headers["cache-control"] == "no-store"
        root = etree.fromstring(told.body)
        assert root.tag == f"{RESPONSE}OpenRosaResponse"
        assert root.findtext(f"{RESPONSE}message")
    program = proxy.ask("/v1/projects")
    assert program.status == status
    assert program.headers["content-type"] == "application/json; charset=utf-8"
    assert f'"code": {status}.' in program.body.decode()
    person = proxy.ask("/office/1/")
    assert person.status == status
    assert person.headers["content-type"] == "text/html; charset=utf-8"
    assert "x-openrosa-version" not in person.headers
    assert proxy.ask("/v1/projects/1/submission", "HEAD").status == status


def test_a_server_that_is_down_is_502_in_the_readers_format(lonely: Proxy) -> None:
    _assert_told(lonely, 502)
    answer = lonely.ask("/v1/projects/1/submission", "POST", body=b"x" * 100_000)
    assert (answer.status, answer.headers["content-type"]) == (502, "text/xml; charset=utf-8")


def test_maintenance_is_503_and_phones_come_back_later(lonely: Proxy) -> None:
    (lonely.folder / "maintenance").touch()

    _assert_told(lonely, 503)
    assert lonely.ask("/v1/projects/1/formList").headers["retry-after"] == "120"


def test_a_server_that_never_answers_is_504(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        proxy = Proxy(
            tmp_path / "nginx",
            backend_port=silent.getsockname()[1],
            changes={"proxy_read_timeout 120s": "proxy_read_timeout 1s"},
        )
        with proxy:
            _assert_told(proxy, 504)


def test_a_body_over_the_limit_is_413_as_openrosa_xml_before_it_is_sent(lonely: Proxy) -> None:
    path = f"/v1/key/{'T' * 64}/projects/1/submission"

    answer = lonely.ask(path, "POST", headers={"Content-Length": "600000000"}, body=b"x" * 5_000)

    assert answer.status == 413
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert etree.fromstring(answer.body).findtext(f"{RESPONSE}message")


def test_no_log_holds_a_token_a_query_a_referrer_or_a_poster(site: Site) -> None:
    token, session, code = site.people.app_user.token, site.people.viewer.token, site.code
    secrets = (token, session, code, "Q-IN-QUERY", "R-IN-REFERRER")
    referrer = {"Referer": f"https://localhost/R-IN-REFERRER/{token}"}
    asked = (
        f"/v1/key/{token}/projects/1/formList?st=Q-IN-QUERY",
        f"/v1/key/{token}",
        f"/v1/key/{token}/nowhere/{token}",
        f"/v1/%6Bey/{token}/projects/1/formList",
        f"//v1//key/{token}/projects/1/formList",
        f"/V1/KEY/{token}/projects/1/formList",
        f"/v1/key%2F{token}/projects/1/formList",
        f"/v1/test/{token}/projects/1/forms/a/draft/formList",
        f"/v1/sessions/{session}",
        f"/v1/projects/1/formList?st={token}",
        f"/oops/{token}",
        f"/q/{code}",
        f"/Q/{code}",
        f"/%71/{code}",
        f"//q/{code}",
    )
    for _ in range(2):
        for path in asked:
            for is_plain in (False, True):
                site.proxy.ask(path, headers=referrer, is_plain=is_plain)
            site.proxy.ask(path, "POST", headers={"Content-Length": "600000000"}, body=b"x")
        site.server.kill()  # once more with nobody behind nginx
    site.proxy.ask("/the-last-line")

    logs = site.wait_for_log("/the-last-line")
    for secret in secrets:
        assert secret not in logs, secret
    assert '"/v1/key/-/projects/1/formList" 200' in logs
    assert re.search(r'"/v1/key/-/projects/1/formList" 502', logs)
    assert '"/v1/sessions/-"' in logs

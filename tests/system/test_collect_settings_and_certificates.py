"""Traps 31 and 32: codes that Collect refuses, tokens that strand records, own certificates."""

import base64
import gzip
import io
import json
import ssl
import threading
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from server.domain.roles import Role
from server.settings import Settings
from tests.collect_client import CollectPhone, LostAnswer, ProtocolError
from tests.collect_field_forms import check_form
from tests.collect_settings_code import phone_of, settings_in
from tests.collect_site import Server, Site, make_site, serving
from tests.people import add_person


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    with serving(settings) as made:
        yield made


class Office:
    """Somebody in the office, over REST."""

    def __init__(self, site: Site) -> None:
        with site.server.store.writing() as session:
            self._person = add_person(session, "administrator", Role.ADMINISTRATOR)
        self._address = f"{site.server.address}/v1/projects/{site.project_id}"

    def ask(self, path: str, body: object | None = None, method: str = "GET") -> bytes:
        """Return what an address answers."""
        data = None if body is None else json.dumps(body).encode()
        headers = {**self._person.headers, "Content-Type": "application/json"}
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self._address}{path}", data, headers, method=method
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the same
            return bytes(answer.read())

    def scanned(self, app_user: int) -> str:
        """Return the text of an app user's code, read from its picture."""
        png = self.ask(f"/app-users/{app_user}/qr.png")
        (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
        return str(code.text)

    def phone(self, form_id: str) -> tuple[int, str]:
        """Return a new app user with a form, and the text of its code."""
        made = json.loads(self.ask("/app-users", {"displayName": "王 1"}, "POST"))
        self.ask(f"/forms/{form_id}/assignments/app-user/{made['id']}", {}, "POST")
        return made["id"], self.scanned(made["id"])


def test_trap_31_the_code_of_our_server_is_read_and_leads_to_its_forms(server: Server) -> None:
    site = make_site(server, "A county")
    site.publish(check_form("1"))
    _, code = Office(site).phone("check")

    phone = phone_of(code)

    assert phone.sync().new == ["check"]
    assert settings_in(code)["general"]["app_language"] == "zh"
    assert settings_in(code)["general"]["form_update_mode"] == "match_exactly"


def _packed(document: object) -> str:
    return base64.b64encode(zlib.compress(json.dumps(document).encode())).decode()


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def _gzip(document: object) -> str:
    return base64.b64encode(gzip.compress(json.dumps(document).encode())).decode()


def _raw(document: object) -> str:
    return base64.b64encode(_raw_deflate(json.dumps(document).encode())).decode()


def _with(**changes: object) -> Callable[[dict[str, dict[str, object]]], str]:
    return lambda document: _packed({**document, "general": {**document["general"], **changes}})


@pytest.mark.parametrize(
    "trap",
    [
        _gzip,
        _raw,
        lambda document: _packed({"general": document["general"]}),
        _with(font_size=21),
        _with(delete_send="true"),
        _with(app_language="zh-CN"),
        _with(form_update_mode="match-exactly"),
    ],
    ids=["gzip", "raw deflate", "no admin", "number", "text for a boolean", "zh-CN", "mode"],
)
def test_trap_31_the_double_refuses_codes_that_collect_refuses(
    server: Server, trap: Callable[[dict[str, dict[str, object]]], str]
) -> None:
    site = make_site(server, "A county")
    site.publish(check_form("1"))
    _, code = Office(site).phone("check")

    with pytest.raises(ProtocolError):
        phone_of(trap(settings_in(code)))


def test_trap_31_what_waits_under_a_rotated_token_is_still_sent(server: Server) -> None:
    site = make_site(server, "A county")
    site.publish(check_form("1"))
    office = Office(site)
    app_user, code = office.phone("check")
    old = phone_of(code)
    old.sync()
    old.finalise("check", {"note": "offline"})

    office.ask(f"/app-users/{app_user}/rotate", {"graceSeconds": 86_400}, "POST")
    new = phone_of(office.scanned(app_user))

    assert new.base != old.base
    assert old.send_all() == []
    with pytest.raises(ProtocolError, match="403"):
        old.sync()
    assert new.sync().new == ["check"]
    assert [one.xml for one in site.held()] == [old.instances[0].instance.xml]


def _own_certificate(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)  # noqa: TID251 - of a certificate
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    kind = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_trap_32_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    listener = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = _own_certificate(tmp_path)
    listener.socket = context.wrap_socket(listener.socket, server_side=True)
    thread = threading.Thread(target=listener.handle_request, daemon=True)
    thread.start()
    try:
        phone = CollectPhone(f"https://localhost:{listener.server_port}/v1/projects/1")
        with pytest.raises((ProtocolError, LostAnswer), match="certificate"):
            phone.sync()
    finally:
        thread.join(10)
        listener.server_close()

"""The edge: undecoded paths, one error shape a protocol, headers, and who is told what."""

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server.web.converters import SegmentConverter
from server.web.raw_path import undecoded_path
from server.web.wire_format import WireFormat, wire_format


def test_the_server_is_ready_when_the_database_is_migrated(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/v1/projects/1/formList", WireFormat.OPENROSA),
        ("/v1/projects/1/submission", WireFormat.OPENROSA),
        ("/v1/projects/1/submission/", WireFormat.OPENROSA),
        ("/v1/projects/1/forms/a%2Fb/manifest", WireFormat.OPENROSA),
        ("/v1/projects/1/forms/a/versions/2/manifest", WireFormat.OPENROSA),
        (f"/v1/projects/1/forms/a/versions/2/{32 * '0'}/manifest", WireFormat.OPENROSA),
        ("/v1/projects/1/datasets/enterprises/integrity", WireFormat.OPENROSA),
        ("/v1/projects/1/forms/a.svc/$metadata", WireFormat.ODATA_XML),
        ("/v1/projects/1/forms/a", WireFormat.JSON),
        ("/v1/nothing", WireFormat.JSON),
        ("/v1", WireFormat.JSON),
        ("/office/", WireFormat.PAGE),
        ("/q/ABC", WireFormat.PAGE),
        ("/v1x", WireFormat.PAGE),
    ],
)
def test_the_path_alone_decides_the_shape_of_errors(path: str, shape: WireFormat) -> None:
    assert wire_format(path) is shape


def test_downloads_of_a_phone_fail_in_its_own_format() -> None:
    path = "/v1/projects/1/forms/a/attachments/b.csv"

    assert wire_format(path, is_phone=True) is WireFormat.OPENROSA
    assert wire_format(path) is WireFormat.JSON


@given(st.text(alphabet=st.characters(exclude_characters="\0", codec="utf-8"), min_size=1))
def test_any_text_survives_the_way_into_a_path_and_out_of_it(text: str) -> None:
    converter = SegmentConverter(None)
    if len(text) > 1000:
        return

    path = undecoded_path("/v1/" + converter.to_url(text))

    assert converter.to_python(path.removeprefix("/v1/")) == text


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.env", "/static/../settings.py", "/%2e%2e/etc/passwd", "//evil.example.org"],
)
def test_hidden_files_and_climbing_paths_are_not_there(client: FlaskClient, path: str) -> None:
    answer = client.get(path, environ_overrides={"RAW_URI": path, "REQUEST_URI": path})

    assert answer.status_code == 404
    assert "Location" not in answer.headers


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/nothing/%00", "/v1/nothing/%ff"])
def test_unmatched_addresses_of_the_api_answer_in_json(client: FlaskClient, path: str) -> None:
    answer = client.get(path, environ_overrides={"RAW_URI": path, "REQUEST_URI": path})

    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["code"] == 404.1


def test_an_address_without_or_with_another_version_says_so(client: FlaskClient) -> None:
    other = client.get("/v2/projects")

    assert other.status_code == 404


def test_a_method_nobody_knows_is_405_and_overrides_are_ignored(client: FlaskClient) -> None:
    assert client.open("/healthz", method="TRACE").status_code == 405
    override = client.get("/healthz", headers={"X-HTTP-Method-Override": "DELETE"})
    assert override.status_code == 200


def test_an_address_of_more_than_64_kb_is_414(client: FlaskClient) -> None:
    assert client.get("/healthz?a=" + "x" * 60_000).status_code == 200
    assert client.get("/healthz?a=" + "x" * 100_000).status_code == 414


def test_every_answer_has_a_request_id_and_forbids_sniffing(client: FlaskClient) -> None:
    answer = client.get("/v1/nothing")

    assert len(answer.headers["X-Request-Id"]) == 16
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_wrong_token_in_the_path_is_forbidden_never_unauthenticated(client: FlaskClient) -> None:
    answer = client.get("/v1/key/" + "a" * 64 + "/projects/1/formList")

    assert answer.status_code == 403
    assert "WWW-Authenticate" not in answer.headers
    assert answer.content_type.startswith("text/xml")


def test_credentials_in_the_query_are_not_read(client: FlaskClient) -> None:
    answer = client.get("/v1/users/current?email=a@example.org&password=secret-password")

    assert answer.status_code in {401, 404}

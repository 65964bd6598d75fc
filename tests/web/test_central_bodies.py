"""JSON in: what is refused before anything looks at it, and methods that do not exist."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from server.web.central.wire import RequestBody
from tests.people import People
from tests.web.central import code_of, form_at, project_of, send_form


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[" * 100_000 + b"]" * 100_000,
        b'{"name":' * 30_000,
        b'{"name": NaN}',
        b'{"name": "x", "y": Infinity}',
        b'{"name": "x", "y": 1e999}',
        b'{"name": "x", "y": ' + b"9" * 5000 + b"}",
        b'{"name": "a\\u0000b"}',
        b'{"name": "a\x00b"}',
        b'{"name": "\\ud800"}',
        b'{"na\\udc00me": "x", "name": "y"}',
        '{"name": "x"}'.encode("utf-16"),
        b'\xef\xbb\xbf{"name": "x"}',
        b'{"name": "\xff"}',
        b"name=x",
    ],
)
def test_what_is_no_clean_json_is_refused(client: FlaskClient, people: People, data: bytes) -> None:
    response = client.post("/v1/projects", data=data, headers=people.administrator.headers)

    assert code_of(response) == 400.1
    assert response.get_json()["details"]["format"] == "json"


@pytest.mark.parametrize(("size", "code"), [(251_000, 400.36), (30_000_000, 413.1)])
def test_a_body_has_a_largest_size(
    client: FlaskClient, people: People, size: int, code: float
) -> None:
    data = b'{"name": "' + b"x" * size + b'"}'
    response = client.post("/v1/projects", data=data, headers=people.administrator.headers)

    assert code_of(response) == code


def test_an_encoded_body_is_refused(client: FlaskClient, people: People) -> None:
    headers = {**people.administrator.headers, "Content-Encoding": "gzip"}

    assert code_of(client.post("/v1/projects", data=b"x", headers=headers)) == 415.1


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_is_what_it_is(client: FlaskClient, people: People, name: str) -> None:
    headers = {**people.administrator.headers, name: "DELETE"}

    assert client.get(f"{project_of(people)}?_method=DELETE", headers=headers).status_code == 200
    assert client.post(project_of(people), headers=headers).status_code == 405
    assert client.open("/v1/projects", method="TRACE", headers=headers).status_code == 405
    assert client.get(project_of(people), headers=headers).status_code == 200


def test_a_wrong_method_is_named_with_the_right_ones(client: FlaskClient, people: People) -> None:
    response = client.put("/v1/projects", headers=people.administrator.headers)

    assert code_of(response) == 405.1
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_an_address_of_no_or_another_version_is_told(client: FlaskClient) -> None:
    assert client.get("/projects").status_code == 404
    assert code_of(client.get("/v2/projects")) == 404.3
    assert code_of(client.get("/v1/nothing")) == 404.1


def test_foreign_host_names_never_reach_an_answer(client: FlaskClient, people: People) -> None:
    response = client.get(
        "/v1/projects",
        headers={
            **people.viewer.headers,
            "Host": "evil.example.com",
            "X-Forwarded-Host": "evil.example.com",
            "Forwarded": "host=evil.example.com",
        },
    )

    assert response.status_code == 200
    assert b"evil" not in response.data
    assert "evil" not in str(response.headers)


def test_every_whole_number_of_a_body_has_bounds() -> None:
    # By domain.enterprise_facts, and points as typed on a sheet.
    read_on = {"headcount", "unionMemberCount", "partyMemberCount", "values"}
    kinds = RequestBody.__subclasses__()
    assert len(kinds) > 15

    unbounded = {
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name, field in kind.model_json_schema()["properties"].items()
        if name not in read_on and any("maximum" not in one for one in _whole_numbers(field))
    }

    assert unbounded == set()


def _whole_numbers(schema: object) -> Iterator[dict[str, object]]:
    if isinstance(schema, list):
        for one in schema:
            yield from _whole_numbers(one)
    elif isinstance(schema, dict):
        if schema.get("type") == "integer":
            yield schema
        for one in schema.values():
            yield from _whole_numbers(one)


def test_an_export_of_a_key_that_can_be_none_is_refused(
    client: FlaskClient, people: People
) -> None:
    assert send_form(client, people, query="?publish=true&ignoreWarnings=true").status_code == 200
    headers = people.county_office.headers

    for key in (10**30, 2**31, 0, -1):
        for name in ("campaignId", "enterpriseId"):
            answer = client.post(f"{form_at(people)}/exports", json={name: key}, headers=headers)
            assert code_of(answer) == 400.8

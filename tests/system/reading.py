"""Read everything that somebody can read, as text to compare."""

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlmodel import col, select
from werkzeug.test import TestResponse

from server.store.row_key import stored
from server.store.tables.schemes import SchemeVersion
from tests.people import Person
from tests.system.county_of_answers import SMALL, Stage
from tests.system.every_page import Address, addresses, filled, readable_rules, worlds_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHANCE = (
    re.compile(r'"\d+\.\d+-\d+-\d+"'),  # an ETag of a file: when it was made, where it lies
    re.compile(r'nonce[-=]"?[\w-]+'),
    re.compile(r'name="start" value="[^"]+"'),
    re.compile(r'name="once" value="[^"]+"'),
    re.compile(r'class="request-id">.*?</p>'),
)
_HEADERS = ("Content-Type", "Content-Disposition", "Location", "ETag")
_TOTALS = re.compile(r"^X-", re.IGNORECASE)

_HASHED = ("image/", "application/pdf", "application/zip", "application/vnd.android")
_EIGHT = (*SMALL, "five", "nine", "twelve")
_EXTENDED = {"X-Extended-Metadata": "true"}

Reading = dict[str, str]

PRINTED = re.compile(r"pdf|print_one|card|code|qr")
"""Routes that draw and print for a second: one person reads them for all."""


def read_everything(stage: Stage) -> dict[str, Reading]:
    """Return what everybody can read, by who reads it.

    The county office reads all there is; the others every route too, but of the survey's papers
    and of eight enterprises, and nothing printed.
    """
    people, some = stage.county.people, _readable_by_all(stage)
    whole = addresses(stage.app, worlds_of(stage.store, stage.county), stage.county)
    found = {"nobody": read_all(stage, None, some), "phone": read_as_phone(stage, some)}
    for name in ("administrator", "data_steward", "county_office", "township_office", "viewer"):
        reader = getattr(people, name)
        found[name] = read_all(stage, reader, whole if name == "county_office" else some)
        found[name] |= read_exports(stage, reader) | read_comparisons(stage, reader)
    return found


def _readable_by_all(stage: Stage) -> tuple[Address, ...]:
    worlds = worlds_of(stage.store, stage.county, enterprises=_EIGHT)[: len(_EIGHT) + 1]
    found = addresses(stage.app, worlds, stage.county)
    return tuple(one for one in found if not PRINTED.search(one.endpoint))


def read_as_phone(stage: Stage, where: Sequence[Address]) -> Reading:
    """Return what an app user is answered: Collect's addresses, and whatever else it tries."""
    client, phone = stage.app.test_client(), stage.county.people.app_user
    paths = [one.path for one in where if one.path.startswith("/v1/")]
    return {path: as_text(client.get(phone.prefix + path.removeprefix("/v1"))) for path in paths}


def read_all(stage: Stage, reader: Person | None, where: Sequence[Address]) -> Reading:
    """Return what a web user (or nobody) is answered at each address."""
    client = _client_of(stage, reader)
    headers = {} if reader is None else reader.headers
    return {one.path: as_text(_get(client, one, headers)) for one in where}


def read_exports(stage: Stage, reader: Person) -> Reading:
    """Have every export made that a web user may ask for; return the files and the jobs."""
    client = _client_of(stage, reader)
    project = f"/v1/projects/{stage.county.checks.project_id}"
    found: Reading = {}
    for form_id, wish in _wishes(stage):
        asked = client.post(f"{project}/forms/{form_id}/exports", json=wish, headers=reader.headers)
        name = f"export {form_id} {json.dumps(wish)}"
        found[f"{name} asked"] = as_text(asked)
        if asked.status_code == 200:
            found |= _read_job(stage, reader, name, asked.get_json()["id"])
    return found


def read_comparisons(stage: Stage, reader: Person) -> Reading:
    """Have versions of the scheme compared as far as a web user may; return the files and jobs."""
    client, checks = _client_of(stage, reader), stage.county.checks
    address = f"/office/{checks.project_id}/evaluations/{checks.campaign_id}/versions"
    found: Reading = {}
    for before, after in _pairs_of_versions(stage):
        asked = client.post(address, data={"before": before, "after": after})
        name = f"comparison {before} {after}"
        found[f"{name} asked"] = as_text(asked)
        if asked.status_code == 303:
            job_id = int(asked.headers["Location"].rsplit("/", 1)[1])
            found |= _read_job(stage, reader, name, job_id)
    return found


def as_text(response: TestResponse) -> str:
    """Return an answer as text without what is chance: nonces, request ids, start tokens."""
    headers = [
        f"{name}: {value}"
        for name, value in response.headers
        if name in _HEADERS or (_TOTALS.match(name) and name != "X-Request-Id")
    ]
    text = "\n".join([str(response.status_code), *sorted(headers), _body(response)])
    response.close()
    for pattern in _CHANCE:
        text = pattern.sub("…", text)
    return text


def differences(left: Mapping[str, str], right: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the lines that differ, by address."""
    assert left.keys() == right.keys()
    return {
        name: [
            f"{one} | {other}"
            for one, other in zip(left[name].splitlines(), right[name].splitlines(), strict=False)
            if one != other
        ][:8]
        for name in left
        if left[name] != right[name]
    }


def _client_of(stage: Stage, reader: Person | None) -> FlaskClient:
    client = stage.app.test_client()
    client.set_cookie("locale", "en")
    if reader is not None:
        client.set_cookie("session", reader.token)
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def _read_job(stage: Stage, reader: Person, name: str, job_id: int) -> Reading:
    """Have a job done; return all that its owner can read of it."""
    stage.work()
    client = _client_of(stage, reader)
    return {
        f"{name} {place.endpoint}": as_text(_get(client, place, reader.headers))
        for place in _addresses_of_job(stage, job_id)
    }


def _pairs_of_versions(stage: Stage) -> tuple[tuple[int, int], ...]:
    """Return the published version of the scheme with itself and with its draft."""
    with stage.store.reading() as session:
        newest = session.exec(select(SchemeVersion.id).order_by(col(SchemeVersion.id))).all()
    published, draft = (stored(key) for key in newest)
    return ((published, published), (published, draft))


def _addresses_of_job(stage: Stage, job_id: int) -> Iterator[Address]:
    checks = stage.county.checks
    world = {"project_id": checks.project_id, "campaign_id": checks.campaign_id, "job_id": job_id}
    for rule in readable_rules(stage.app):
        if "job_id" in rule.arguments:
            yield Address(
                rule.endpoint, filled(rule, {name: str(key) for name, key in world.items()})
            )


def _get(client: FlaskClient, address: Address, headers: Mapping[str, str]) -> TestResponse:
    is_page = not address.path.startswith("/v1/")
    return client.get(address.path, headers={} if is_page else {**headers, **_EXTENDED})


def _wishes(stage: Stage) -> Iterator[tuple[str, dict[str, object]]]:
    checks, enterprise_ids = stage.county.checks, stage.county.enterprise_ids
    yield "satisfaction", {"locale": "zh_CN", "campaignId": checks.campaign_id}
    yield "satisfaction", {"locale": "en", "enterpriseId": enterprise_ids["few-b"]}
    yield "site_check", {"locale": "en"}


def _body(response: TestResponse) -> str:
    if response.mimetype == XLSX and response.status_code == 200:
        return "\n".join(_cells(response.data))
    if response.mimetype.startswith(_HASHED):
        return sha256(response.data).hexdigest()
    return response.text


def _cells(data: bytes) -> Iterator[str]:
    workbook = load_workbook(io.BytesIO(data))
    for sheet in workbook:
        for row in sheet.iter_rows():
            yield from (
                f"{sheet.title}!{cell.coordinate} {cell.value!r} {cell.number_format}"
                for cell in row
                if cell.value is not None
            )
    workbook.close()

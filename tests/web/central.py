"""Addresses and small steps of the tests of ODK Central's REST interface."""

from urllib.parse import quote

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people import People, Person
from tests.xforms import xform

XML = "application/xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def project_of(people: People) -> str:
    """Return the address of the project where everybody works."""
    return f"/v1/projects/{people.places.project_id}"


def form_at(people: People, form_id: str = "visit") -> str:
    """Return the address of a form, its id encoded as pyODK does."""
    return f"{project_of(people)}/forms/{quote(form_id, safe='')}"


def send_form(
    client: FlaskClient, people: People, data: bytes | None = None, query: str = ""
) -> TestResponse:
    """Create a form as the county office does, by default `visit`."""
    return client.post(
        f"{project_of(people)}/forms{query}",
        data=xform() if data is None else data,
        headers={**people.county_office.headers, "Content-Type": XML},
    )


def code_of(response: TestResponse) -> float:
    """Return ODK's number of a problem."""
    body = response.get_json()
    assert body["message"]
    assert int(body["code"]) == response.status_code
    return float(body["code"])


def as_person(person: Person, **headers: str) -> dict[str, str]:
    """Return headers of a person with more of them; `_` in names stands for `-`."""
    return {**person.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}

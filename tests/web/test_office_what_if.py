"""The page of what-if: a scheme and typed values in, every point out; nothing is stored."""

import base64
import html
import io
import re
import zlib

from flask import Flask
from sqlmodel import func, select

from server.operations.job_context import JobContext
from server.store.tables.audits import Audit
from server.store.tables.schemes import Scheme
from server.store.transaction import Store
from tests.people import People
from tests.web.evaluated_pages import make_evaluated
from tests.web.office_browser import browser
from tests.web.office_checks import page, status
from tests.web.test_office_schemes import workbook


def counts(store: Store) -> tuple[int, ...]:
    """Return how many schemes and deeds are stored."""
    with store.reading() as session:
        return tuple(
            session.exec(select(func.count()).select_from(table)).one() for table in (Scheme, Audit)
        )


def field(text: str, name: str) -> str:
    """Return what stands in a field of a page."""
    match = re.search(rf'name="{re.escape(name)}"\s+value="([^"]*)"', text)
    assert match, name
    return html.unescape(match[1])


def test_an_uploaded_workbook_is_tried_and_travels_with_the_form(
    app: Flask, people: People, store: Store
) -> None:
    client = browser(app, people.viewer)
    url = f"/office/{people.places.project_id}/evaluation/what-if"
    before = counts(store)

    tried = client.post(
        url,
        data={"workbook_file": (io.BytesIO(workbook()), "table.xlsx")},
        content_type="multipart/form-data",
    )
    packed = field(tried.text, "packed")
    done = client.post(url, data={"packed": packed, "typed": "1", "v.1.1": "45.5", "v.1.2": "20"})

    assert tried.status_code == 200
    assert done.status_code == 200
    assert field(done.text, "packed") == packed
    assert "45.5 points were given; 0 to 60 are possible." in done.text
    assert "65.5 points reach the line of 60." in done.text
    assert counts(store) == before


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    app: Flask, people: People, context: JobContext
) -> None:
    shown = make_evaluated(context, people)
    url = f"/office/{shown.project_id}/evaluation/what-if?version={shown.version_id}"

    refused = browser(app, people.county_office).post(
        url, data={"typed": "1", "v.A": "11", "f.headcount": "120"}
    )

    assert refused.status_code == 422
    assert 'href="#field-v.A"' in refused.text
    assert "This must be between 0 and 10. Enter a value in this range." in html.unescape(
        refused.text
    )
    assert 'value="11"' in refused.text
    assert 'value="120"' in refused.text


def test_an_enterprise_begins_with_its_own_values(
    app: Flask, people: People, context: JobContext
) -> None:
    shown = make_evaluated(context, people)
    enterprise_id = shown.enterprise_ids[3]
    url = (
        f"/office/{shown.project_id}/evaluation/what-if?version={shown.version_id}"
        f"&campaign={shown.campaign_id}&enterprise={enterprise_id}"
    )

    begun = page(app, people.county_office, url)
    better = browser(app, people.county_office).post(url, data={"typed": "1", "v.A": "9"})

    assert "6 points short of the line of 8." in begun
    assert 'value="2"' in begun
    assert "9 points reach the line of 8." in better.text
    assert "2 points were given" in page(app, people.county_office, shown.url(enterprise_id))
    beside = url.replace(f"enterprise={enterprise_id}", f"enterprise={shown.beside_id}")
    assert status(app, people.township_office, beside) == 404


def test_what_does_not_belong_is_refused(app: Flask, people: People) -> None:
    client = browser(app, people.county_office)
    url = f"/office/{people.places.project_id}/evaluation/what-if"

    assert client.get(f"{url}?version=99").status_code == 404
    assert client.get(f"{url}?delivered=nowhere").status_code == 404
    assert client.post(url, data={"packed": "AAAA", "typed": "1"}).status_code == 422
    assert client.post(url).status_code == 422
    assert "Choose a scheme" in client.get(url).text


def test_a_form_that_was_packed_by_somebody_else_is_refused(app: Flask, people: People) -> None:
    client = browser(app, people.viewer)
    url = f"/office/{people.places.project_id}/evaluation/what-if"

    for text in (
        b"[" * 100_000,
        b'{"settings":' * 100_000,
        b"[]",
        b"NaN",
        b"\xff\xfe",
        b"0" * 5000,
    ):
        packed = base64.b64encode(zlib.compress(text)).decode()
        assert client.post(url, data={"packed": packed, "typed": "1"}).status_code == 422

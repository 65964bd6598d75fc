"""Texts in queries and forms that no database takes: an answer, never a failure."""

import re
from urllib.parse import quote

from flask import Flask

from server.operations.job_context import JobContext
from tests.people import People
from tests.web.evaluated_pages import make_evaluated
from tests.web.office_browser import browser

NAMES = ("area", "form", "grade", "kind", "level", "q", "state", "version", "delivered")
NAMES_OF_API = ("grade", "kind", "level", "q", "state", "subjectKind", "order", "version")
HOSTILE = quote("a\0b\ud800²".encode("utf-8", "surrogatepass"))


def addresses(app: Flask, start: str, keys: dict[str, object]) -> list[str]:
    """Return the addresses of pages and lists whose keys are all known."""
    found = set()
    for rule in app.url_map.iter_rules():
        is_read = "GET" in (rule.methods or set()) and rule.rule.startswith(start)
        if is_read and "project_id" in rule.arguments and rule.arguments <= set(keys):
            parts = re.split(r"<[^<>]*?(\w+)>", rule.rule)
            found.add(
                "".join(str(keys[one]) if number % 2 else one for number, one in enumerate(parts))
            )
    return sorted(found)


def test_no_text_in_a_query_makes_a_page_or_a_list_fail(
    app: Flask, people: People, context: JobContext
) -> None:
    shown = make_evaluated(context, people)
    keys = {
        "project_id": shown.project_id,
        "campaign_id": shown.campaign_id,
        "what": "records",
        "slug": "made",
    }
    client, failed = browser(app, people.county_office), []

    for start, names in (("/office/", NAMES), ("/v1/", NAMES_OF_API)):
        for address in addresses(app, start, keys):
            headers = people.county_office.headers if start == "/v1/" else {}
            for name in names:
                answer = client.get(f"{address}?{name}={HOSTILE}", headers=headers)
                answer.close()
                if answer.status_code >= 500:
                    failed.append((address, name))

    assert not failed, "\n".join(map(str, failed))


def test_no_text_in_a_form_makes_a_page_fail(app: Flask, people: People) -> None:
    project, client = f"/office/{people.places.project_id}", browser(app, people.administrator)
    typed = {"name": "a\0b", "areas": str(people.places.village_id)}

    answers = [
        client.post(f"{project}/{page}", data=typed)
        for page in ("app-users/new", "parks", "project")
    ]
    found = client.get(f"{project}/app-users?q={quote(chr(0xFFFD))}").text

    assert [one.status_code for one in answers] == [303, 303, 303]
    assert "a\ufffdb" in found

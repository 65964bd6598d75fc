"""Each role on each page about an enterprise, whichever area it lies in: own subtree or missing."""

import pytest
from flask import Flask

from server.operations.job_context import JobContext
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.tables.enterprises import Enterprise
from server.store.transaction import Store
from tests.people import People
from tests.site_checks import Checks
from tests.web.office_browser import browser
from tests.web.office_checks import Sent, picture, send

AREAS = ("township_id", "village_id", "sibling_id", "county_id")
WHOLE_PROJECT = ("administrator", "data_steward", "county_office", "viewer")
_READS = (
    "/submissions/{submission}",
    "/submissions/{submission}/versions/{version}/xml",
    "/submissions/{submission}/versions/{version}/files/photo.jpg",
    "/submissions/{submission}/versions/{version}/thumbnails/photo.jpg",
    "/results/{campaign}/enterprises/{enterprise}",
    "/results/{campaign}/enterprises/{enterprise}/count",
)
_LISTS = (
    ("/submissions", "/submissions/{submission}"),
    ("/submissions?q=First", "/submissions/{submission}"),
    ("/results", "/enterprises/{enterprise}"),
    ("/results/counts", "/enterprises/{enterprise}"),
    ("/results?q=First", "/enterprises/{enterprise}"),
)
_WRITES = (
    ("/submissions/{submission}/review", {"state": "approved", "seen": "1-1"}),
    ("/inbox/{submission}", {"enterprise": "{enterprise}", "seen": "2-1"}),
)


@pytest.fixture
def sent(store: Store, blobs: BlobStore, settings: Settings, checks: Checks) -> Sent:
    """Give a check of the first enterprise with a photo."""
    context = JobContext(store, blobs, settings)
    return send(context, checks, files={"photo.jpg": picture()})


def _filled(text: str, sent: Sent) -> str:
    checks = sent.checks
    return text.format(
        submission=sent.submission_id,
        version=sent.version_id,
        campaign=checks.campaign_id,
        enterprise=checks.enterprise_ids[0],
    )


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("role", [*WHOLE_PROJECT, "township_office"])
def test_who_sees_an_enterprise_of_which_area(
    app: Flask, store: Store, people: People, sent: Sent, *, area: str, role: str
) -> None:
    with store.writing() as session:
        found = session.get_one(Enterprise, sent.checks.enterprise_ids[0])
        found.area_id = getattr(people.places, area)
    is_seen = role in WHOLE_PROJECT or area in {"township_id", "village_id"}
    client = browser(app, getattr(people, role))
    base = f"/office/{sent.checks.project_id}"

    for path in _READS:
        answer = client.get(base + _filled(path, sent))
        assert answer.status_code == (200 if is_seen else 404), path
    for path, mark in _LISTS:
        shown = client.get(base + path).text
        assert (f'{_filled(mark, sent)}"' in shown or f"{_filled(mark, sent)}?" in shown) is is_seen
    expected = 403 if role == "viewer" else 303 if is_seen else 404
    for path, data in _WRITES:
        form = {name: _filled(value, sent) for name, value in data.items()}
        assert client.post(base + _filled(path, sent), data=form).status_code == expected, path

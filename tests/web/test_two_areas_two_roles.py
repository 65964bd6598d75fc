"""Somebody who works in one area and only looks at another changes nothing there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import clock
from server.domain.roles import Role
from server.operations.job_context import JobContext
from server.store.tables.users import RoleAssignment
from server.store.transaction import Store
from tests.people import Person, add_person
from tests.site_checks import Checks
from tests.web.office_browser import browser
from tests.web.test_central_submission_files import at, picture, send


@pytest.fixture
def person(store: Store, checks: Checks) -> Person:
    """Give an office of the second township that looks at the first."""
    places = checks.people.places
    with store.writing() as session:
        made = add_person(session, "both", Role.OFFICE, places.project_id, places.sibling_id)
        session.add(
            RoleAssignment(
                user_id=made.id,
                project_id=places.project_id,
                area_id=places.township_id,
                role=Role.VIEWER,
                created_at=clock.now(),
            )
        )
    return made


def test_who_only_looks_there_adds_no_file_and_reviews_nothing(
    client: FlaskClient, context: JobContext, checks: Checks, person: Person
) -> None:
    send(context, checks, "uuid:one")
    one, files = at(checks, "uuid:one"), at(checks, "uuid:one", "attachments")

    added = client.post(f"{files}/a.jpg", data=picture(), headers=person.headers)
    reviewed = client.patch(one, json={"reviewState": "approved"}, headers=person.headers)

    assert (added.status_code, reviewed.status_code) == (404, 404)
    shown = client.get(one, headers=person.headers)
    assert shown.status_code == 200
    assert shown.get_json()["reviewState"] is None
    listed = client.get(files, headers=person.headers).get_json()
    assert listed == [{"name": "a.jpg", "exists": False}]


def test_who_only_looks_there_changes_no_enterprise_and_no_poster(
    app: Flask, client: FlaskClient, checks: Checks, person: Person
) -> None:
    looked_at, own = checks.enterprise_ids
    base = f"/v1/projects/{checks.project_id}"
    posters = client.get(f"{base}/posters", headers=person.headers).get_json()
    by_enterprise = {one["enterpriseId"]: one["id"] for one in posters}

    for enterprise_id, expected in ((looked_at, 404), (own, 200)):
        address = f"{base}/enterprises/{enterprise_id}"
        poster = f"{base}/posters/{by_enterprise[enterprise_id]}"
        changed = client.patch(address, json={"name": "Another"}, headers=person.headers)
        moved = client.patch(poster, json={"place": "gate"}, headers=person.headers)
        assert client.get(address, headers=person.headers).status_code == 200
        assert (changed.status_code, moved.status_code) == (expected, expected)

    # A poster of one's own area is not pointed into the other, nor an enterprise moved there.
    mine = f"{base}/posters/{by_enterprise[own]}"
    stolen = client.patch(mine, json={"enterpriseId": looked_at}, headers=person.headers)
    sent = client.patch(
        f"{base}/enterprises/{own}",
        json={"areaId": checks.people.places.township_id},
        headers=person.headers,
    )
    assert stolen.status_code == 404
    assert sent.status_code in {403, 404}
    page = browser(app, person).get(f"/office/{checks.project_id}/enterprises/{looked_at}/change")
    assert page.status_code == 404

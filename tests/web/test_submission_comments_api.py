"""Comments, the audit log and the ETag of a submission over REST."""

from flask.testing import FlaskClient

from server.operations.job_context import JobContext
from tests.site_checks import Checks
from tests.web.central import code_of
from tests.web.central_submissions import at, send


def test_comments_are_written_and_listed_the_newest_first(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    url, office = at(checks, "uuid:one") + "/comments", checks.people.county_office

    for body in ("First", "  第二条 "):
        assert client.post(url, json={"body": body}, headers=office.headers).status_code == 200
    found = client.get(url, headers=checks.people.viewer.headers).get_json()
    empty = client.post(url, json={"body": " \0"}, headers=office.headers)
    viewer = client.post(url, json={"body": "x"}, headers=checks.people.viewer.headers)

    assert [(one["body"], one["actorId"]) for one in found] == [
        ("第二条", office.id),
        ("First", office.id),
    ]
    assert (empty.status_code, viewer.status_code) == (400, 403)


def test_the_audit_log_tells_what_was_done(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    office = checks.people.county_office
    url = at(checks, "uuid:one")
    client.post(url + "/comments", json={"body": "First"}, headers=office.headers)
    client.patch(url, json={"reviewState": "approved"}, headers=office.headers)

    found = client.get(url + "/audits", headers=office.headers).get_json()
    part = client.get(url + "/audits?limit=1&offset=1", headers=office.headers).get_json()

    assert [one["action"] for one in found] == ["submission.update", "submission.comment"]
    assert found[0]["details"]["reviewState"] == "approved"
    assert part == found[1:]


def test_a_review_of_what_has_changed_is_refused_when_the_caller_says_what_they_saw(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    url, headers = at(checks, "uuid:one"), checks.people.county_office.headers
    seen = {**headers, "If-Match": client.get(url, headers=headers).headers["ETag"]}

    first = client.patch(url, json={"reviewState": "approved"}, headers=seen)
    second = client.patch(url, json={"reviewState": "rejected"}, headers=seen)
    third = client.patch(
        url,
        json={"reviewState": "rejected"},
        headers={**headers, "If-Match": first.headers["ETag"]},
    )
    blind = client.patch(url, json={"reviewState": None}, headers=headers)

    assert (first.status_code, third.status_code, blind.status_code) == (200, 200, 200)
    assert code_of(second) == 409.41

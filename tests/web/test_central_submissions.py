"""The REST of submissions and releases, as ODK Central speaks it."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from server.domain.answers import Answers
from server.operations.job_context import JobContext
from server.store.tables.audits import Audit
from server.store.tables.jobs import OutboxRow
from tests.people import Person
from tests.site_checks import Checks, check_xml
from tests.surveys import answer_page, good_answers
from tests.web.central import code_of
from tests.web.central_submissions import ANSWERS, at, send


def test_submissions_are_listed_newest_first_with_every_key_that_pyodk_needs(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    for name in ("uuid:one", "uuid:two", "scna+~!@#$%^*()_+=-✅ /%2F"):
        send(context, checks, name)

    headers = checks.people.viewer.headers
    found = client.get(at(checks), headers=headers)
    part = client.get(at(checks) + "?limit=1&offset=1", headers=headers)
    odd = client.get(at(checks, "scna+~!@#$%^*()_+=-✅ /%2F"), headers=headers)

    names = [one["instanceId"] for one in found.get_json()]
    assert names == ["scna+~!@#$%^*()_+=-✅ /%2F", "uuid:two", "uuid:one"]
    assert [one["instanceId"] for one in part.get_json()] == ["uuid:two"]
    assert part.headers["X-Total-Count"] == "3"
    assert odd.get_json()["instanceId"] == names[0]
    one = found.get_json()[0]
    assert one["submitterId"] == checks.people.county_office.id
    assert one["reviewState"] is None
    assert one["createdAt"].endswith("Z")
    assert {"deviceId", "userAgent", "instanceName", "updatedAt", "currentVersion"} <= set(one)
    assert one["currentVersion"]["current"] is True
    assert one["enterpriseId"] == checks.enterprise_ids[0]


def test_extended_metadata_names_sender_and_version(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")

    headers = {**checks.people.viewer.headers, "X-Extended-Metadata": "true"}
    (found,) = client.get(at(checks), headers=headers).get_json()

    assert found["submitter"]["displayName"] == "county_office"
    assert found["formVersion"] == checks.form.version


def test_the_xml_comes_back_byte_for_byte(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    xml = send(context, checks, "uuid:one")

    found = client.get(at(checks, "uuid:one") + ".xml", headers=checks.people.viewer.headers)

    assert found.data == xml
    assert found.mimetype == "application/xml"


def test_versions_keys_and_submitters_are_listed(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    headers = checks.people.viewer.headers

    (version,) = client.get(at(checks, "uuid:one", "versions"), headers=headers).get_json()
    submitters = client.get(at(checks, "submitters"), headers=headers).get_json()

    assert (version["instanceId"], version["current"]) == ("uuid:one", True)
    assert client.get(at(checks, "keys"), headers=headers).get_json() == []
    assert submitters == [{"id": checks.people.county_office.id, "displayName": "county_office"}]


def test_the_review_state_is_set_and_audited_once(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    headers = checks.people.county_office.headers

    for _ in range(2):
        found = client.patch(
            at(checks, "uuid:one"), json={"reviewState": "hasIssues"}, headers=headers
        )
        assert found.get_json()["reviewState"] == "hasIssues"
    back = client.patch(at(checks, "uuid:one"), json={"reviewState": None}, headers=headers)
    wrong = client.patch(at(checks, "uuid:one"), json={"reviewState": "nice"}, headers=headers)
    viewer = client.patch(
        at(checks, "uuid:one"),
        json={"reviewState": "approved"},
        headers=checks.people.viewer.headers,
    )

    assert back.get_json()["reviewState"] is None
    assert code_of(wrong) == 400.8
    assert viewer.status_code == 403
    with context.store.reading() as session:
        audits = session.exec(select(Audit).where(Audit.action == "submission.update")).all()
    assert [one.details["reviewState"] for one in audits] == ["hasIssues", None]


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("administrator", True),
        ("data_steward", True),
        ("county_office", True),
        ("viewer", True),
        ("township_office", False),
    ],
)
def test_a_submission_is_seen_in_its_area_alone(
    client: FlaskClient, context: JobContext, checks: Checks, person: str, sees: bool
) -> None:
    who: Person = getattr(checks.people, person)
    answers: Answers = {"enterprise": {"poster": checks.codes[1]}}  # the sibling township
    send(context, checks, "uuid:one", answers)

    listed = client.get(at(checks), headers=who.headers)
    shown = [
        client.get(at(checks, *parts) + ending, headers=who.headers).status_code
        for parts, ending in (
            (("uuid:one",), ""),
            (("uuid:one",), ".xml"),
            (("uuid:one", "versions"), ""),
            (("uuid:one", "attachments"), ""),
        )
    ]

    assert len(listed.get_json()) == int(sees)
    assert listed.headers["X-Total-Count"] == str(int(sees))
    assert set(shown) == ({200} if sees else {404})


def test_phones_and_strangers_read_nothing(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    phone = at(checks).replace("/v1/", f"{checks.people.app_user.prefix}/")

    assert client.get(phone).status_code == 403
    assert client.get(at(checks)).status_code == 401
    other = at(checks).replace(
        f"/projects/{checks.project_id}/", f"/projects/{checks.people.places.other_project_id}/"
    )
    assert client.get(other, headers=checks.people.viewer.headers).status_code == 404


def test_a_submission_is_created_over_rest(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    headers = {**checks.people.county_office.headers, "Content-Type": "application/xml"}
    xml = check_xml(checks, ANSWERS, instance_id="uuid:new")

    made = client.post(at(checks) + "?deviceID=desk", data=xml, headers=headers)
    again = client.post(at(checks), data=xml, headers=headers)
    files = client.get(at(checks, "uuid:new", "attachments"), headers=headers)

    assert made.status_code == 200
    assert made.get_json()["instanceId"] == "uuid:new"
    assert made.get_json()["deviceId"] == "desk"
    assert code_of(again) == 409.3
    assert files.get_json() == [{"name": "a.jpg", "exists": False}]
    with context.store.reading() as session:
        kinds = [one.kind for one in session.exec(select(OutboxRow))]
    assert kinds == ["process_submission"]


def test_bad_submissions_over_rest_are_refused(client: FlaskClient, checks: Checks) -> None:
    headers = {**checks.people.township_office.headers, "Content-Type": "application/xml"}
    good = check_xml(checks, ANSWERS, instance_id="uuid:new")
    version = checks.form.version.encode()

    assert client.post(at(checks), data=good, headers=headers).status_code == 200
    assert client.post(at(checks), data=b"<a", headers=headers).status_code == 400
    other = good.replace(b'id="site_check"', b'id="other"')
    assert code_of(client.post(at(checks), data=other, headers=headers)) == 400.8
    unknown = good.replace(version, b"never")
    assert code_of(client.post(at(checks), data=unknown, headers=headers)) == 404.6
    viewer = client.post(at(checks), data=good, headers=checks.people.viewer.headers)
    assert viewer.status_code == 403


def test_an_anonymous_form_has_releases_only(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    for _ in range(5):
        assert answer_page(client, checks.codes[0], good_answers()).status_code == 200
    for person in ("administrator", "data_steward", "county_office"):
        headers = getattr(checks.people, person).headers
        for path in (
            at(checks, form_id="satisfaction"),
            at(checks, "keys", form_id="satisfaction"),
            at(checks, "uuid:one", form_id="satisfaction"),
            at(checks, "uuid:one", form_id="satisfaction") + ".xml",
            at(checks, "uuid:one", "attachments", form_id="satisfaction"),
        ):
            assert client.get(path, headers=headers).status_code == 404
        xml = check_xml(checks, ANSWERS)
        posted = client.post(at(checks, form_id="satisfaction"), data=xml, headers=headers)
        assert posted.status_code in {400, 403, 404}


def test_releases_are_listed_within_the_scope(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    path = f"/v1/projects/{checks.project_id}/campaigns/{checks.campaign_id}/releases"

    county = client.get(path, headers=checks.people.viewer.headers).get_json()
    township = client.get(path, headers=checks.people.township_office.headers).get_json()
    missing = client.get(path.replace("releases", "releases/1"))

    assert [one["enterpriseName"] for one in county] == ["First", "Second"]
    assert [one["enterpriseName"] for one in township] == ["First"]
    assert county[0]["count"] == {"kind": "count", "answerCount": None, "fewerThan": 5}
    assert county[0]["figures"] is None
    assert missing.status_code == 404

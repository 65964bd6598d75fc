"""Versions of submissions over REST: made by PUT, listed, compared; deleted and restored."""

from flask.testing import FlaskClient
from sqlmodel import select

from server.domain.answers import Answers
from server.domain.received_submission import ReceivedFile
from server.operations.job_context import JobContext
from server.store.tables.audits import Audit
from server.store.tables.submissions import MeasureValue, Submission
from tests.evaluated import work
from tests.site_checks import Checks, check_xml
from tests.web.central import code_of
from tests.web.central_submissions import ANSWERS, at, send

PHOTO = ReceivedFile("a.jpg", "image/jpeg", "a" * 64, "a" * 32, 3)
CHANGED: Answers = {
    **ANSWERS,
    "facts": {"headcount": "130"},
}


def edit_xml(checks: Checks, answers: Answers, instance_id: str, deprecated_id: str) -> bytes:
    xml = check_xml(checks, answers, instance_id=instance_id)
    end = b"</orx:meta>"
    assert end in xml
    return xml.replace(end, f"<deprecatedID>{deprecated_id}</deprecatedID></orx:meta>".encode())


def put(
    client: FlaskClient,
    checks: Checks,
    answers: Answers,
    *,
    instance_id: str = "uuid:two",
    deprecated_id: str = "uuid:one",
):
    return client.put(
        at(checks, "uuid:one"),
        data=edit_xml(checks, answers, instance_id, deprecated_id),
        content_type="application/xml",
        headers=checks.people.county_office.headers,
    )


def measured(context: JobContext) -> dict[str, str]:
    with context.store.reading() as session:
        return {one.measure: one.value for one in session.exec(select(MeasureValue))}


def test_a_put_makes_a_version_and_everything_derived_follows_it(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one", files=(PHOTO,))

    answer = put(client, checks, CHANGED)
    work(context)

    assert answer.status_code == 200, answer.text
    body = answer.get_json()
    assert (body["instanceId"], body["reviewState"]) == ("uuid:one", "edited")
    assert body["currentVersion"]["instanceId"] == "uuid:two"
    assert body["updatedAt"] is not None
    headers = checks.people.viewer.headers
    versions = client.get(at(checks, "uuid:one", "versions"), headers=headers).get_json()
    assert [(one["instanceId"], one["current"]) for one in versions] == [
        ("uuid:two", True),
        ("uuid:one", False),
    ]
    files = client.get(at(checks, "uuid:one", "attachments"), headers=headers).get_json()
    assert files == [{"name": "a.jpg", "exists": True}]
    assert "130" in measured(context).values()
    assert "120" not in measured(context).values()
    with context.store.reading() as session:
        actions = [one.action for one in session.exec(select(Audit))]
    assert actions.count("submission.update.version") == 1


def test_an_earlier_version_processed_late_changes_nothing_of_the_current_one(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    put(client, checks, CHANGED)
    work(context)

    send(context, checks, "uuid:one")
    work(context)

    assert "130" in measured(context).values()
    assert "120" not in measured(context).values()


def test_what_versions_changed_is_told_as_central_does(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    put(client, checks, CHANGED)

    answer = client.get(at(checks, "uuid:one", "diffs"), headers=checks.people.viewer.headers)

    (changes,) = answer.get_json().values()
    assert list(answer.get_json()) == ["uuid:two"]
    assert {"old": "120", "new": "130", "path": ["facts", "headcount"]} in changes
    assert {"old": "uuid:one", "new": "uuid:two", "path": ["meta", "instanceID"]} in changes
    assert {"new": "uuid:one", "path": ["meta", "deprecatedID"]} in changes
    assert len(changes) == 3


def test_each_version_has_its_xml_and_files_and_a_later_id_leads_to_it(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    first = send(context, checks, "uuid:one", files=(PHOTO,))
    put(client, checks, CHANGED)
    headers = checks.people.viewer.headers

    old = client.get(at(checks, "uuid:one", "versions", "uuid:one") + ".xml", headers=headers)
    new = client.get(at(checks, "uuid:one", "versions", "uuid:two"), headers=headers)
    files = client.get(
        at(checks, "uuid:one", "versions", "uuid:one", "attachments"), headers=headers
    )
    moved = client.get(at(checks, "uuid:two"), headers=headers)
    nobody = client.get(at(checks, "uuid:one", "versions", "uuid:x"), headers=headers)

    assert old.data == first
    assert new.get_json()["current"] is True
    assert files.get_json() == [{"name": "a.jpg", "exists": True}]
    assert moved.status_code == 301
    assert client.get(moved.location, headers=headers).get_json() == new.get_json()
    assert nobody.status_code == 404


def test_edits_that_do_not_fit_are_refused_by_number_and_store_nothing(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")
    send(context, checks, "uuid:taken")
    headers = checks.people.county_office.headers
    address, kind = at(checks, "uuid:one"), "application/xml"
    plain = check_xml(checks, CHANGED, instance_id="uuid:two")
    other = plain.replace(b'id="site_check"', b'id="other"')

    stale = put(client, checks, CHANGED, deprecated_id="uuid:zero")
    taken = put(client, checks, CHANGED, instance_id="uuid:taken")
    without = client.put(address, data=plain, content_type=kind, headers=headers)
    foreign = client.put(address, data=other, content_type=kind, headers=headers)
    posted = client.post(
        at(checks),
        data=edit_xml(checks, CHANGED, "uuid:two", "uuid:one"),
        content_type=kind,
        headers=headers,
    )
    nobody = client.put(at(checks, "uuid:x"), data=plain, content_type=kind, headers=headers)

    codes = [code_of(one) for one in (stale, taken, without, foreign, posted, nobody)]
    assert codes == [409.9, 409.3, 400.19, 400.8, 400.8, 404.1]
    versions = client.get(at(checks, "uuid:one", "versions"), headers=headers).get_json()
    assert len(versions) == 1


def test_a_deleted_submission_is_nowhere_and_comes_back(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    xml = send(context, checks, "uuid:one")
    headers = checks.people.data_steward.headers

    deleted = client.delete(at(checks, "uuid:one"), headers=headers)
    again = client.delete(at(checks, "uuid:one"), headers=headers)
    listed = client.get(at(checks), headers=headers).get_json()
    (gone,) = client.get(at(checks) + "?deleted=true", headers=headers).get_json()
    refused = client.post(at(checks), data=xml, content_type="application/xml", headers=headers)
    restored = client.post(at(checks, "uuid:one", "restore"), headers=headers)
    twice = client.post(at(checks, "uuid:one", "restore"), headers=headers)

    assert [deleted.get_json(), restored.get_json()] == [{"success": True}] * 2
    assert listed == []
    assert gone["deletedAt"] is not None
    assert [again.status_code, twice.status_code] == [404, 404]
    assert refused.status_code == 409
    assert client.get(at(checks, "uuid:one"), headers=headers).status_code == 200
    with context.store.reading() as session:
        assert session.exec(select(Submission)).one().deleted_at is None
        actions = [one.action for one in session.exec(select(Audit))]
    assert actions[-2:] == ["submission.delete", "submission.restore"]


def test_the_office_without_the_right_deletes_nothing(
    client: FlaskClient, context: JobContext, checks: Checks
) -> None:
    send(context, checks, "uuid:one")

    answer = client.delete(at(checks, "uuid:one"), headers=checks.people.county_office.headers)

    assert answer.status_code == 403

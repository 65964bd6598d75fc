"""Evaluations over /v1 of subjects that are no enterprises, each within the caller's areas."""

import pytest
from flask.testing import FlaskClient

from server.operations.assign_scheme import SchemeAssignment, assign_scheme
from server.operations.job_context import JobContext
from server.store.queries.scope import Scope
from tests import evaluated
from tests.people import Person
from tests.site_checks import Checks
from tests.web.central import code_of

GIVEN = {**evaluated.HALL, "source": "assessor self", "na": "full"}


@pytest.fixture
def base(context: JobContext, checks: Checks) -> str:
    """Evaluate townships and enterprises of a campaign; return the address of evaluations."""
    version_id = evaluated.publish(context, checks.project_id, evaluated.table(GIVEN))
    with context.store.writing() as session:
        for kind in ("township", "enterprise"):
            wanted = SchemeAssignment(version_id, subject_kind=kind)
            where = Scope(checks.project_id)
            assign_scheme(session, evaluated.by(), where, checks.campaign_id, wanted)
    evaluated.work(context)
    return f"/v1/projects/{checks.project_id}/campaigns/{checks.campaign_id}/evaluations"


def listed(client: FlaskClient, person: Person, base: str, kind: str) -> list[dict[str, object]]:
    answer = client.get(f"{base}?subjectKind={kind}", headers=person.headers)
    assert answer.status_code == 200
    return list(answer.json)


def test_townships_are_listed_and_shown_as_enterprises_are(
    client: FlaskClient, checks: Checks, base: str
) -> None:
    office, places = checks.people.county_office, checks.people.places

    found = listed(client, office, base, "township")
    shown = client.get(f"{base}/{found[0]['id']}", headers=office.headers)

    assert {one["subjectId"] for one in found} == {places.township_id, places.sibling_id}
    assert {one["subjectKind"] for one in found} == {"township"}
    assert {one["enterpriseId"] for one in found} == {None}
    assert shown.json["subjectName"] == found[0]["subjectName"]
    assert "A" in shown.json["trace"]["rows"]


def test_without_a_kind_enterprises_are_listed(
    client: FlaskClient, checks: Checks, base: str
) -> None:
    found = client.get(base, headers=checks.people.county_office.headers).json

    assert {one["enterpriseId"] for one in found} == set(checks.enterprise_ids)
    assert [one["subjectId"] for one in found] == [one["enterpriseId"] for one in found]


def test_a_township_office_sees_no_other_township(
    client: FlaskClient, checks: Checks, base: str
) -> None:
    office, township = checks.people.county_office, checks.people.township_office
    everything = {one["subjectId"]: one["id"] for one in listed(client, office, base, "township")}

    own = listed(client, township, base, "township")
    foreign = everything[checks.people.places.sibling_id]
    refused = client.get(f"{base}/{foreign}", headers=township.headers)

    assert [one["subjectId"] for one in own] == [checks.people.places.township_id]
    assert refused.status_code == 404


def test_a_kind_that_nothing_is_is_refused(client: FlaskClient, checks: Checks, base: str) -> None:
    answer = client.get(f"{base}?subjectKind=planet", headers=checks.people.county_office.headers)

    assert code_of(answer) == 400.8

"""Findings over /v1: listed by how they stand, one with its versions, changed with a reason."""

import pytest
from flask import Flask

from server.operations.job_context import JobContext
from server.web.central.paging import TOTAL
from tests import factories
from tests.entity_forms import Field, new_uuid
from tests.finding_forms import RECTIFIED, finding, follow_up, publish, send_check
from tests.people import People


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a village with an enterprise, one finding overdue and one rectified."""
    made = Field(context, people)
    publish(made)
    with made.store.writing() as session:
        one = factories.enterprise(session, people.places.project_id, people.places.village_id)
    send_check(made, one.uscc or "", finding(new_uuid(), "通道堵塞", finding_due="2020-02-03"))
    mended = send_check(made, one.uscc or "")
    follow_up(made, mended, 1, RECTIFIED)
    return made


def _base(field: Field) -> str:
    return f"/v1/projects/{field.people.places.project_id}/findings"


def test_findings_are_listed_by_how_they_stand(app: Flask, field: Field) -> None:
    client, headers = app.test_client(), field.people.viewer.headers

    both = client.get(f"{_base(field)}?limit=1&offset=1", headers=headers)
    late = client.get(f"{_base(field)}?standing=overdue", headers=headers)

    assert (len(both.get_json()), both.headers[TOTAL]) == (1, "2")
    (one,) = late.get_json()
    assert (one["what"], one["standing"], one["dueOn"]) == ("通道堵塞", "overdue", "2020-02-03")
    assert late.headers[TOTAL] == "1"


def test_one_finding_tells_all_that_happened(app: Flask, field: Field) -> None:
    client, headers = app.test_client(), field.people.viewer.headers
    (one,) = client.get(f"{_base(field)}?standing=rectified", headers=headers).get_json()

    shown = client.get(f"{_base(field)}/{one['id']}", headers=headers).get_json()

    assert [one["formId"] for one in shown["versions"]] == ["site_check", "follow_up"]
    assert (shown["versions"][1]["photo"], shown["versions"][1]["note"]) == ("after.jpg", "已补齐")
    assert shown["rectifiedOn"] == "2026-11-25"


def test_a_finding_is_changed_once_for_each_version_seen(app: Flask, field: Field) -> None:
    client, headers = app.test_client(), field.people.county_office.headers
    (one,) = client.get(f"{_base(field)}?standing=overdue", headers=headers).get_json()
    body = {"version": one["version"], "reason": "已核实", "state": "rectified"}

    first = client.patch(f"{_base(field)}/{one['id']}", json=body, headers=headers)
    second = client.patch(f"{_base(field)}/{one['id']}", json=body, headers=headers)

    assert (first.status_code, second.status_code) == (200, 409)
    assert first.get_json()["versions"][-1]["reason"] == "已核实"
    assert first.get_json()["state"] == "rectified"


@pytest.mark.parametrize(
    ("body", "field_name"),
    [
        ({"version": 1, "reason": ""}, "reason"),
        ({"version": 1, "reason": "x", "state": "overdue"}, "state"),
        ({"version": 1, "reason": "x", "dueOn": "2026-02-30"}, "dueOn"),
        ({"version": 1, "reason": "x", "dueOn": "9999-12-31"}, "dueOn"),
        ({"version": 0, "reason": "x"}, "version"),
        ({"version": "1", "reason": "x"}, "version"),
    ],
)
def test_a_wrong_change_is_refused_by_its_field(
    app: Flask, field: Field, body: dict[str, object], field_name: str
) -> None:
    client, headers = app.test_client(), field.people.county_office.headers
    (one,) = client.get(f"{_base(field)}?standing=overdue", headers=headers).get_json()

    answer = client.patch(f"{_base(field)}/{one['id']}", json=body, headers=headers)

    assert answer.status_code == 400
    assert answer.get_json()["details"]["field"] == field_name


@pytest.mark.parametrize("query", ["?standing=late", "?campaignId=x", "?limit=-1"])
def test_odd_parameters_are_refused(app: Flask, field: Field, query: str) -> None:
    answer = app.test_client().get(_base(field) + query, headers=field.people.viewer.headers)

    assert answer.status_code == 400

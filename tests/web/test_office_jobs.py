"""Exports and jobs: asked for, followed, fetched, and by whom."""

import io

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlmodel import select

from server import clock
from server.jobs import HANDLERS
from server.operations.job_context import JobContext
from server.store.tables.audits import Audit
from server.store.tables.jobs import Job, OutboxRow
from server.store.tables.users import RoleAssignment
from server.store.transaction import Store
from tests.people import People
from tests.site_checks import Checks
from tests.web.office_browser import browser
from tests.web.office_checks import ESCAPED, HOSTILE, page, send, status


@pytest.fixture
def base(people: People) -> str:
    """Give the address of the project's pages."""
    return f"/office/{people.places.project_id}"


def work(context: JobContext) -> None:
    """Do all jobs that wait, as the worker does."""
    with context.store.reading() as session:
        waiting = session.exec(select(Job).where(Job.state == "waiting")).all()
    for job in waiting:
        HANDLERS[job.kind](context, {"job_id": job.id})


def test_an_export_is_asked_for_made_and_fetched(
    app: Flask, context: JobContext, checks: Checks, people: People, base: str
) -> None:
    send(context, checks, name="=1+1")
    client = browser(app, people.viewer)

    asked = client.post(f"{base}/exports", data={"form": "site_check", "locale": "en"})
    running = client.get(asked.location).text
    work(context)
    done = client.get(asked.location).text
    file = client.get(f"{asked.location}/result", buffered=True)

    assert asked.status_code == 303
    assert "Waiting" in running
    assert 'hx-trigger="every 2s"' in running
    assert "Finished" in done
    assert "hx-trigger" not in done.split("<main")[1]
    cells = [
        cell.value for row in load_workbook(io.BytesIO(file.data)).worksheets[0] for cell in row
    ]
    assert "=1+1" in cells
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert f"{asked.location}/result" in client.get(f"{base}/exports").text


def test_an_export_of_a_township_holds_its_own_area_alone(
    app: Flask, context: JobContext, checks: Checks, people: People, base: str
) -> None:
    send(context, checks, name="own works")
    send(context, checks, name="foreign works", enterprise={"chosen": checks.uuids[1]})

    for person, query, found in (
        (people.township_office, "", {"own works"}),
        (people.county_office, f"?area={people.places.sibling_id}", {"foreign works"}),
        (people.county_office, "", {"own works", "foreign works"}),
    ):
        client = browser(app, person)
        asked = client.post(f"{base}/exports{query}", data={"form": "site_check"})
        work(context)
        data = client.get(f"{asked.location}/result", buffered=True).data
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        cells = {cell.value for row in sheet for cell in row}
        assert cells & {"own works", "foreign works"} == found
    foreign = f"{base}/exports?area={people.places.sibling_id}"
    refused = browser(app, people.township_office).post(foreign, data={"form": "site_check"})
    assert refused.status_code == 404


def test_an_export_without_a_form_says_so(
    app: Flask, checks: Checks, people: People, base: str
) -> None:
    client = browser(app, people.viewer)

    for data in ({}, {"form": "unknown"}):
        answer = client.post(f"{base}/exports", data=data)
        assert answer.status_code == 422
        assert 'href="#field-form"' in answer.text
    foreign = client.post(f"{base}/exports", data={"form": "site_check", "campaign": 99})
    assert foreign.status_code == 404


def test_an_anonymous_form_exports_its_releases(
    app: Flask, context: JobContext, checks: Checks, people: People, base: str
) -> None:
    client = browser(app, people.viewer)

    assert "(released results)" in client.get(f"{base}/exports").text
    asked = client.post(f"{base}/exports", data={"form": "satisfaction", "locale": "en"})
    work(context)
    data = client.get(f"{asked.location}/result", buffered=True).data

    assert load_workbook(io.BytesIO(data)).sheetnames[0] == "Releases"


def test_a_result_is_for_who_asked_and_still_may(
    app: Flask, context: JobContext, checks: Checks, people: People, base: str, store: Store
) -> None:
    client = browser(app, people.township_office)
    asked = client.post(f"{base}/exports", data={"form": "site_check"}).location
    work(context)
    result = f"{asked}/result"

    with client.get(result) as mine:
        assert mine.status_code == 200
    for person in (people.county_office, people.viewer, people.administrator):
        assert status(app, person, result) == 404
        assert result not in page(app, person, asked)
    with store.writing() as session:
        role = session.exec(
            select(RoleAssignment).where(RoleAssignment.user_id == people.township_office.id)
        ).one()
        role.area_id = people.places.village_id
    assert client.get(result).status_code == 404
    assert result not in client.get(asked).text


def test_jobs_of_others_are_seen_in_the_whole_project_only(
    app: Flask, checks: Checks, people: People, base: str
) -> None:
    asked = browser(app, people.county_office).post(f"{base}/exports", data={"form": "site_check"})

    assert status(app, people.township_office, asked.location) == 404
    assert status(app, people.township_office, f"{asked.location}/part") == 404
    assert asked.location not in page(app, people.township_office, f"{base}/jobs")
    assert asked.location in page(app, people.viewer, f"{base}/jobs")
    assert asked.location in page(app, people.county_office, f"{base}/jobs/part")
    other = f"/office/{people.places.other_project_id}/jobs/1"
    assert status(app, people.administrator, other) == 404


def test_the_list_and_a_job_renew_themselves_until_all_is_done(
    app: Flask, context: JobContext, checks: Checks, people: People, base: str
) -> None:
    client = browser(app, people.viewer)
    asked = client.post(f"{base}/exports", data={"form": "site_check"}).location

    waiting = client.get(f"{asked}/part").text
    work(context)
    done = client.get(f"{asked}/part").text

    assert "hx-trigger" in waiting
    assert "<html" not in waiting
    assert "hx-trigger" not in done
    assert "hx-trigger" not in client.get(f"{base}/jobs/part").text


def test_a_failed_job_says_why(
    app: Flask, checks: Checks, people: People, base: str, store: Store
) -> None:
    with store.writing() as session:
        session.add(
            Job(
                project_id=people.places.project_id,
                requested_by=people.viewer.id,
                kind="export_submissions",
                title=HOSTILE,
                state="failed",
                message=HOSTILE,
                created_at=clock.now(),
            )
        )

    for url in (f"{base}/jobs", f"{base}/jobs/1", f"{base}/exports"):
        shown = page(app, people.viewer, url)
        assert "Failed" in shown
        assert ESCAPED in shown
        assert "<svg onload" not in shown


def test_work_that_failed_for_good_is_shown_to_administrators_alone(
    app: Flask, people: People, base: str, store: Store
) -> None:
    now = clock.now()
    with store.writing() as session:
        session.add(
            OutboxRow(
                kind="process_submission",
                key="77",
                available_at=now,
                attempts=8,
                last_error=HOSTILE,
                failed_at=now,
            )
        )

    shown = page(app, people.administrator, f"{base}/jobs")

    assert "Work that failed for good" in shown
    assert ESCAPED in shown
    for person in (people.county_office, people.data_steward, people.viewer):
        assert "Work that failed for good" not in page(app, person, f"{base}/jobs")


def test_an_administrator_lets_failed_work_be_tried_again(
    app: Flask, people: People, base: str, store: Store
) -> None:
    now = clock.now()
    with store.writing() as session:
        for key in ("77", "78"):
            session.add(
                OutboxRow(
                    kind="process_submission", key=key, available_at=now, attempts=8, failed_at=now
                )
            )

    refused = browser(app, people.county_office).post(f"{base}/jobs/again")
    answer = browser(app, people.administrator).post(f"{base}/jobs/again")

    assert refused.status_code == 403
    assert answer.status_code == 303
    assert "Work that failed for good" not in page(app, people.administrator, f"{base}/jobs")
    with store.reading() as session:
        rows = session.exec(select(OutboxRow)).all()
        noted = session.exec(select(Audit).where(Audit.action == "job.retry")).one()
    assert [(row.attempts, row.failed_at) for row in rows] == [(0, None)] * 2
    assert noted.details == {"count": 2}

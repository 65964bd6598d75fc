"""The inbox: what waits there, and tying it by hand."""

from flask import Flask

from server.domain.answers import Answers
from server.operations.job_context import JobContext
from server.store.tables.submissions import Submission
from tests.people import People
from tests.site_checks import Checks
from tests.web.office_browser import browser
from tests.web.office_checks import ESCAPED, HOSTILE, page, send, status


def test_the_inbox_says_why_and_what_was_scanned(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    scanned: Answers = {"find_by": "poster", "poster": HOSTILE}
    sent = send(context, checks, enterprise=scanned)
    tied = send(context, checks)

    shown = page(app, people.county_office, f"/office/{checks.project_id}/inbox")

    assert "What was scanned or typed is not in the register." in shown
    assert ESCAPED in shown
    assert "<svg onload" not in shown
    assert f"/inbox/{sent.submission_id}" in shown
    assert f"/inbox/{tied.submission_id}" not in shown


def test_an_empty_inbox_says_so(app: Flask, checks: Checks, people: People) -> None:
    url = f"/office/{checks.project_id}/inbox"

    assert "Everything is tied" in page(app, people.county_office, url)
    assert "Nothing to tie in your areas" in page(app, people.township_office, url)


def test_the_search_finds_by_name_and_code_without_script(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks, enterprise={"find_by": "uscc", "uscc": "no code"})
    url = f"/office/{checks.project_id}/inbox/{sent.submission_id}"

    assert "Second township" in page(app, people.county_office, f"{url}?q=Second")
    assert "First village" in page(app, people.county_office, f"{url}?q=60003734")
    assert "No enterprise found" in page(app, people.county_office, f"{url}?q=nothing")
    assert "Search the register for it." in page(app, people.county_office, f"{url}?q=")


def test_clues_that_disagree_show_both_enterprises(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    both: Answers = {"find_by": "list", "chosen": checks.uuids[1], "uscc": "91110000600037341L"}
    sent = send(context, checks, enterprise=both)

    url = f"/office/{checks.project_id}/inbox/{sent.submission_id}"
    shown = page(app, people.county_office, url)

    assert "Two answers name different enterprises." in shown
    assert shown.count("named in an answer") == 2


def test_a_submission_is_tied_and_can_be_tied_to_another(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks, enterprise={"find_by": "uscc", "uscc": "no code"})
    url = f"/office/{checks.project_id}/inbox/{sent.submission_id}"
    client = browser(app, people.county_office)

    for enterprise_id, name in zip(checks.enterprise_ids, ("First", "Second"), strict=True):
        seen = client.get(f"{url}?q={name}").text.split('name="seen" value="')[1].split('"')[0]
        stale = client.post(url, data={"enterprise": enterprise_id, "seen": "0-0"})
        done = client.post(url, data={"enterprise": enterprise_id, "seen": seen})
        assert stale.location == url
        assert (done.status_code, done.location) == (303, f"/office/{checks.project_id}/inbox")
        assert f"Tied to {name}." in client.get(done.location).text
        with context.store.reading() as session:
            row = session.get_one(Submission, sent.submission_id)
            assert (row.enterprise_id, row.linked_by) == (enterprise_id, "hand")
    assert "Tied to Second" in client.get(url).text


def test_tying_to_nothing_or_to_a_foreign_enterprise_is_missing(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)
    url = f"/office/{checks.project_id}/inbox/{sent.submission_id}"

    for data in ({}, {"enterprise": "x"}, {"enterprise": 999_999}):
        assert browser(app, people.county_office).post(url, data=data).status_code == 404
    foreign = {"enterprise": checks.enterprise_ids[1]}
    assert browser(app, people.township_office).post(url, data=foreign).status_code == 404


def test_who_may_open_the_inbox(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    untied = send(context, checks, enterprise={"find_by": "uscc", "uscc": "no code"})
    own = send(context, checks)
    base = f"/office/{checks.project_id}/inbox"

    assert status(app, people.viewer, base) == 403
    assert status(app, people.administrator, f"{base}/{untied.submission_id}") == 200
    assert status(app, people.data_steward, f"{base}/{untied.submission_id}") == 200
    assert status(app, people.township_office, f"{base}/{untied.submission_id}") == 404
    assert status(app, people.township_office, f"{base}/{own.submission_id}") == 200
    other = f"/office/{people.places.other_project_id}/inbox/{own.submission_id}"
    assert status(app, people.administrator, other) == 404

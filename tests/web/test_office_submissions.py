"""Pages of submissions: what they show, and to whom."""

import re

import pytest
from flask import Flask

from server.domain.lifecycle import ReviewState
from server.operations.job_context import JobContext
from server.store.tables.submissions import Submission
from server.store.transaction import Store
from tests.people import People
from tests.site_checks import Checks, send_check
from tests.web.office_browser import browser
from tests.web.office_checks import ESCAPED, HOSTILE, page, picture, send, status


def test_the_list_shows_enterprise_area_and_how_it_was_tied(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)

    shown = page(app, people.county_office, f"/office/{checks.project_id}/submissions")

    assert "1 submissions" in shown
    assert sent.url in shown
    for text in ("First", "First village", "chosen from the register", "Received"):
        assert text in shown


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=First", True),
        ("q=nobody", False),
        ("form=site_check", True),
        ("state=received", True),
        ("state=approved", False),
        ("state=waiting", True),
        ("from=2020-01-01&to=2999-01-01", True),
        ("to=2020-01-01", False),
        ("from=no+day&state=no+state&campaign=x&form=none", True),
    ],
)
def test_filters_narrow_the_list_and_odd_ones_do_not(
    app: Flask, context: JobContext, checks: Checks, people: People, query: str, *, is_found: bool
) -> None:
    sent = send(context, checks)

    shown = page(app, people.county_office, f"/office/{checks.project_id}/submissions?{query}")

    assert (sent.url in shown) is is_found


def test_the_desk_leads_to_those_that_wait_and_counts_as_many(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    received, edited, approved = send(context, checks), send(context, checks), send(context, checks)
    states = ((edited, ReviewState.EDITED), (approved, ReviewState.APPROVED))
    with context.store.writing() as session:
        for sent, state in states:
            session.get_one(Submission, sent.submission_id).review_state = state
    url = f"/office/{checks.project_id}/submissions?state=waiting"

    desk = page(app, people.county_office, f"/office/{checks.project_id}/")
    shown = page(app, people.county_office, url)

    row = r'Site checks to look through</span><span class="todo-count">2<'
    assert re.search(rf'<a href="{re.escape(url)}">.{{0,80}}{row}', desk)
    assert "2 submissions" in shown
    assert "To look through" in shown
    assert received.url in shown
    assert edited.url in shown
    assert approved.url not in shown


def test_pages_of_the_list_follow_each_other_both_ways(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)
    with context.store.writing() as session:
        first = session.get_one(Submission, sent.submission_id)
        for number in range(60):
            session.add(
                Submission(
                    project_id=checks.project_id,
                    form_pk=checks.form_pk,
                    root_instance_id=f"uuid:{number}",
                    current_version_id=first.current_version_id,
                    received_at=first.received_at,
                    enterprise_id=first.enterprise_id,
                )
            )
    url = f"/office/{checks.project_id}/submissions"

    newest = page(app, people.county_office, url)
    after = _link(newest, "next")
    oldest = page(app, people.county_office, after)
    back = page(app, people.county_office, _link(oldest, "prev"))

    assert "61 submissions" in newest
    assert f'{sent.url}"' not in newest
    assert f'{sent.url}"' in oldest
    assert newest.count("data-row-link") == back.count("data-row-link") == 50
    assert oldest.count("data-row-link") == 11


def _link(shown: str, relation: str) -> str:
    tag = shown.split(f'rel="{relation}" href="')[1]
    return tag.split('"')[0].replace("&amp;", "&")


def test_a_submission_shows_its_answers_as_the_form_groups_them(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)

    english = page(app, people.county_office, sent.url)
    chinese = page(app, people.county_office, sent.url, language="zh_CN")

    for text in (
        "2. Basic facts, checked on site",
        "Name of the enterprise, as on its licence",
        "Drawn contract",
        "28.123456, 118.654321 (±5 m)",
        "All in order.",
    ):
        assert text in english
    assert "二、基本情况核实" in chinese
    assert "Major accidents" not in english


def test_a_repeat_is_a_table_with_the_labels_of_its_choices(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)

    shown = page(app, people.county_office, sent.url)

    table = shown.split('aria-label="Drawn contract"')[1].split("</table>")[0]
    assert table.count("<tr>") == 3
    assert ">yes<" in table
    assert ">no<" in table


def test_a_submission_is_found_by_its_instance_id_too(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)
    with context.store.reading() as session:
        instance_id = session.get_one(Submission, sent.submission_id).root_instance_id
    base = f"/office/{checks.project_id}/forms/site_check/submissions"

    assert status(app, people.county_office, f"{base}/{instance_id}") == 200
    assert status(app, people.county_office, f"{base}/uuid:none") == 404


def test_hostile_answers_and_file_names_are_text(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    name = f"{HOSTILE}.jpg"
    sent = send(context, checks, files={name: picture()}, name=HOSTILE, summary=HOSTILE)

    for url in (sent.url, f"/office/{checks.project_id}/submissions?q=%22%3E%3Csvg+onload%3D1%3E"):
        shown = page(app, people.county_office, url)
        assert "<svg onload" not in shown
    shown = page(app, people.county_office, sent.url)
    assert shown.count(ESCAPED) >= 3
    thumbnail = shown.split('<img src="')[1].split('"')[0]
    assert status(app, people.county_office, thumbnail) == 200


def test_a_viewer_sees_no_review_and_may_not_send_one(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)

    assert "/review" not in page(app, people.viewer, sent.url)
    sending = browser(app, people.viewer).post(f"{sent.url}/review", data={"state": "approved"})
    assert sending.status_code == 403


def test_a_foreign_area_is_missing_on_every_page_of_a_submission(
    app: Flask, context: JobContext, checks: Checks, people: People, store: Store
) -> None:
    sent = send(context, checks, files={"photo.jpg": picture()})
    own = [sent.url, f"{sent.files}/xml", f"{sent.files}/files/photo.jpg"]
    own += [f"{sent.files}/thumbnails/photo.jpg"]
    assert {status(app, people.township_office, url) for url in own} == {200}

    with store.writing() as session:
        row = session.get_one(Submission, sent.submission_id)
        row.enterprise_id = checks.enterprise_ids[1]

    assert {status(app, people.township_office, url) for url in own} == {404}
    client = browser(app, people.township_office)
    assert client.post(f"{sent.url}/review", data={"state": "approved"}).status_code == 404
    assert sent.url not in client.get(f"/office/{checks.project_id}/submissions").text
    listed = f"/office/{checks.project_id}/submissions"
    assert client.get(f"{listed}?after={sent.submission_id}").status_code == 404
    assert client.get(f"{listed}?area={people.places.sibling_id}").status_code == 404


def test_an_unread_submission_says_that_it_is_being_read(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    send_check(context.store, checks, {"today": "2026-11-20"})

    assert "Being read" in page(
        app, people.county_office, f"/office/{checks.project_id}/submissions/1"
    )


def test_a_viewer_leaves_nothing_out(
    app: Flask, context: JobContext, checks: Checks, people: People, store: Store
) -> None:
    sent = send(context, checks)

    refused = browser(app, people.viewer).post(f"{sent.url}/exclusion", data={"reason": "x"})

    assert refused.status_code in {403, 404}
    with store.reading() as session:
        assert session.get_one(Submission, sent.submission_id).exclusion_reason is None

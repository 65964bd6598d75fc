"""Pages of the quarantine: what was refused beside what is stored, and what becomes of it."""

import re

import pytest
from flask import Flask
from sqlmodel import col, select
from werkzeug.test import TestResponse

from server.operations.job_context import JobContext
from server.operations.quarantine_submission import quarantine_submission
from server.problems import (
    EditedSubmissionNotFound,
    FormVersionNotFound,
    NotFound,
    Problem,
    SubmissionDiffers,
)
from server.store.tables.submissions import RejectedPayload, Submission, SubmissionVersion
from tests.people import People
from tests.site_checks import Checks, check_xml, received_check
from tests.web.office_browser import browser
from tests.web.office_checks import ESCAPED, HOSTILE, page, picture, send, stored_file


def set_aside(
    context: JobContext,
    checks: Checks,
    xml: bytes,
    *,
    refusal: Problem | None = None,
    files: dict[str, bytes] | None = None,
) -> str:
    """Keep a payload aside as the intake does; return the address of its page."""
    stored_files = tuple(stored_file(context, *one) for one in (files or {}).items())
    received = received_check(xml, files=stored_files)
    with context.store.writing() as session:
        quarantine_submission(
            session,
            project_id=checks.project_id,
            received=received,
            sender_id=checks.people.app_user.id,
            xml=context.blobs.put(xml),
            refusal=refusal or SubmissionDiffers(instance_id=received.instance_id),
        )
        found = session.exec(
            select(RejectedPayload).order_by(col(RejectedPayload.id).desc())
        ).first()
        assert found is not None
        return f"/office/{checks.project_id}/quarantine/{found.id}"


def decide(app: Flask, people: People, url: str, what: str, **fields: str) -> TestResponse:
    """Send a decision as the page does."""
    return browser(app, people.county_office).post(f"{url}/{what}", data=fields)


def other_xml(context: JobContext, checks: Checks, version_id: int, headcount: str) -> bytes:
    """Return a check with the instance ID of a version and another headcount."""
    with context.store.reading() as session:
        instance_id = session.get_one(SubmissionVersion, version_id).instance_id
    answers = {
        "enterprise": {"find_by": "list", "chosen": checks.uuids[0]},
        "facts": {"enterprise_name": HOSTILE, "headcount": headcount},
        "contract": [{"contract_number": "1", "signed": "no"}],
    }
    return check_xml(checks, answers, instance_id=instance_id)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_came_is_shown_beside_what_is_stored(
    app: Flask, context: JobContext, checks: Checks, people: People, language: str
) -> None:
    photo = picture()
    sent = send(context, checks, files={"a.jpg": photo})
    xml = other_xml(context, checks, sent.version_id, "40")
    url = set_aside(context, checks, xml, files={"a.jpg": photo, "b.jpg": picture("PNG")})

    shown = browser(app, people.county_office, language=language).get(url).text

    for text in ("38", "40", ESCAPED, "a.jpg", "b.jpg", sent.url):
        assert text in shown
    assert HOSTILE not in shown
    if language == "en":
        for text in (
            "other content under a known ID",
            "stored, the same",
            "not stored",
            "Sent by",
        ):
            assert text in shown


def test_the_list_and_the_desk_lead_to_what_waits(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)
    url = set_aside(context, checks, other_xml(context, checks, sent.version_id, "40"))

    desk = page(app, people.county_office, f"/office/{checks.project_id}/")
    shown = page(app, people.county_office, f"/office/{checks.project_id}/quarantine")

    assert re.search(r'Kept aside, to decide</span><span class="todo-count">1<', desk)
    assert "1 to decide" in shown
    assert url in shown


def test_accepting_makes_it_the_newest_version_and_leaves_the_list(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)
    url = set_aside(context, checks, other_xml(context, checks, sent.version_id, "40"))

    answer = decide(app, people, url, "accept", **{"as": "version"})
    twice = decide(app, people, url, "accept", **{"as": "version"})

    assert answer.location == f"/office/{checks.project_id}/quarantine"
    assert twice.location == url
    with context.store.reading() as session:
        row = session.get_one(Submission, sent.submission_id)
        assert row.current_version_id != sent.version_id
    assert "Nothing is kept aside" in page(app, people.county_office, answer.location)
    assert url in page(app, people.county_office, f"{answer.location}?show=decided")
    assert "accepted as a version" in page(app, people.county_office, url)


@pytest.mark.parametrize(
    "refusal",
    [NotFound(), FormVersionNotFound(version="x"), EditedSubmissionNotFound(deprecated_id="x")],
)
def test_what_still_stands_against_it_is_said_on_its_page(
    app: Flask, context: JobContext, checks: Checks, people: People, refusal: Problem
) -> None:
    xml = check_xml(checks, {"today": "2026-11-20"})
    if isinstance(refusal, NotFound):
        xml = xml.replace(b'id="site_check"', b'id="nobody"')
    elif isinstance(refusal, FormVersionNotFound):
        xml = re.sub(rb'version="[^"]*"', b'version="x"', xml)
    else:
        end = b"</orx:meta>"
        xml = xml.replace(end, b"<deprecatedID>uuid:x</deprecatedID>" + end)
    url = set_aside(context, checks, xml, refusal=refusal)

    client = browser(app, people.county_office)
    before = client.get(url).text
    answer = client.post(f"{url}/accept", data={"as": "version"}, follow_redirects=True)

    assert "Accept as" in before
    assert answer.request.path == url
    assert "notice-bad" in answer.text or "flash" in answer.text
    with context.store.reading() as session:
        assert session.exec(select(Submission)).all() == []


def test_discarding_wants_a_reason_which_is_shown_afterwards(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)
    url = set_aside(context, checks, other_xml(context, checks, sent.version_id, "40"))

    without = decide(app, people, url, "discard", reason=" ")
    answer = decide(app, people, url, "discard", reason="Filled in twice")

    assert without.location == url
    assert answer.location == f"/office/{checks.project_id}/quarantine"
    shown = page(app, people.county_office, url)
    assert "Filled in twice" in shown
    assert "Accept as" not in shown


def test_xml_and_files_are_given_as_they_came(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)
    xml, photo = other_xml(context, checks, sent.version_id, "40"), picture()
    url = set_aside(context, checks, xml, files={"现场 1.jpg": photo})
    client = browser(app, people.county_office)

    assert client.get(f"{url}/xml", buffered=True).data == xml
    assert client.get(f"{url}/files/现场 1.jpg", buffered=True).data == photo
    assert client.get(f"{url}/thumbnails/现场 1.jpg", buffered=True).status_code == 200
    assert client.get(f"{url}/files/x.jpg").status_code == 404

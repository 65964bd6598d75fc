"""Where submissions were filled in: drawn, measured, flagged, found; and versions compared."""

from decimal import Decimal

import pytest
from flask import Flask
from sqlmodel import Session

from server import clock
from server.operations.change_enterprise import EnterpriseInput, change_enterprise
from server.operations.job_context import JobContext
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.submissions import Submission, SubmissionAttachment, SubmissionVersion
from tests.people import People
from tests.site_checks import Checks
from tests.web.office_checks import page, send


def lies_at(context: JobContext, checks: Checks, north: str, east: str) -> None:
    texts = {"latitude": north, "longitude": east}
    with context.store.writing() as session:
        change_enterprise(
            session,
            By(None, clock.now()),
            Scope(checks.project_id),
            checks.enterprise_ids[0],
            EnterpriseInput(texts=texts),
            today=clock.day_in("Asia/Shanghai"),
        )


@pytest.mark.parametrize(
    ("north", "is_far"), [("28.123456", False), ("28.127", False), ("28.129", True)]
)
def test_what_was_filled_in_far_off_is_flagged_and_found(
    app: Flask, context: JobContext, checks: Checks, people: People, north: str, *, is_far: bool
) -> None:
    sent = send(context, checks)
    url = f"/office/{checks.project_id}/submissions"
    with context.store.reading() as session:
        stored = session.get_one(Submission, sent.submission_id)
        assert (stored.latitude, stored.longitude) == (Decimal("28.123456"), Decimal("118.654321"))
    assert "The register has no position" in page(app, people.county_office, sent.url)
    assert sent.url not in page(app, people.county_office, f"{url}?flag=far")

    lies_at(context, checks, north, "118.654321")

    shown = page(app, people.county_office, sent.url)
    assert ("Compare the photos" in shown) is is_far
    assert "from where the register has the enterprise" in shown
    assert (sent.url in page(app, people.county_office, f"{url}?flag=far")) is is_far
    drawn = page(app, people.county_office, f"{url}/map")
    assert drawn.count("plain-map-enterprise") == drawn.count("plain-map-check") == 2
    assert sent.url in drawn


def test_a_list_without_positions_has_an_empty_map(
    app: Flask, checks: Checks, people: People
) -> None:
    url = f"/office/{checks.project_id}/submissions/map"

    assert "None of them says" in page(app, people.viewer, url)


def test_the_list_is_narrowed_by_sender_enterprise_and_what_is_missing(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)
    url, office = f"/office/{checks.project_id}/submissions", people.county_office
    first, second = checks.enterprise_ids

    def is_there(query: str) -> bool:
        return f"{sent.url}?" in page(app, office, f"{url}?{query}")

    assert is_there(f"sender={office.id}")
    assert not is_there(f"sender={office.id}&enterprise={second}")
    assert is_there(f"enterprise={first}&flag=nothing")
    assert not is_there("flag=file")
    assert not is_there("flag=sanitised")
    with context.store.writing() as session:
        missing = SubmissionAttachment(
            submission_version_id=sent.version_id, name="a.jpg", order_index=0, is_expected=True
        )
        session.add(missing)
        session.get_one(SubmissionVersion, sent.version_id).flags = ["sanitised"]
    assert is_there("flag=file")
    assert is_there("flag=sanitised")


def test_a_name_is_not_told_of_somebody_who_sent_nothing_here(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    send(context, checks)
    url = f"/office/{checks.project_id}/submissions?sender={people.viewer.id}"

    assert "viewer" not in page(app, people.township_office, url)


def test_versions_are_compared_in_the_words_of_the_form(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    sent = send(context, checks)
    alone = page(app, people.county_office, f"{sent.url}/changes")
    with context.store.writing() as session:
        edited = edit_of(session, sent.version_id)

    shown = page(app, people.county_office, f"{sent.url}/changes?new={edited}")

    assert "One version so far" in alone
    assert '<del class="answer-text">All in order.</del>' in shown
    assert '<ins class="answer-text">Mended.</ins>' in shown


def edit_of(session: Session, version_id: int) -> int:
    old = session.get_one(SubmissionVersion, version_id)
    answers: dict[str, object] = {**(old.answers or {})}
    conclusion = answers["conclusion"]
    assert isinstance(conclusion, dict)
    answers["conclusion"] = {**conclusion, "summary": "Mended."}
    old.is_current = False
    session.flush()
    values = old.model_dump(exclude={"id"}) | {
        "instance_id": "uuid:edit",
        "deprecated_id": old.instance_id,
        "is_current": True,
        "answers": answers,
        "received_at": clock.now(),
    }
    made = SubmissionVersion(**values)
    session.add(made)
    session.flush()
    session.get_one(Submission, old.submission_id).current_version_id = made.id
    assert made.id is not None
    return made.id

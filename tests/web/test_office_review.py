"""Reviews on pages: seen before said, words beside states, many at once, and what phones get."""

import re
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from server.domain.lifecycle import ReviewState
from server.operations.job_context import JobContext
from server.operations.receive_submission import Sender, receive_submission
from server.operations.return_issue import reply_to
from server.operations.review_many import MOST_AT_ONCE
from server.store.tables.audits import Audit
from server.store.tables.entities import Entity, EntityList
from server.store.tables.submissions import Submission, SubmissionComment, SubmissionVersion
from tests import factories
from tests.evaluated import work
from tests.people import People
from tests.site_checks import Checks, received_check
from tests.web.office_browser import browser
from tests.web.office_checks import HOSTILE, Sent, page, send


@pytest.fixture
def sent(context: JobContext, checks: Checks) -> Sent:
    return send(context, checks)


def seen_on(client: FlaskClient, url: str) -> str:
    return client.get(url).text.split('name="seen" value="')[1].split('"')[0]


def state_of(context: JobContext, sent: Sent) -> ReviewState | None:
    with context.store.reading() as session:
        return session.get_one(Submission, sent.submission_id).review_state


def issues(context: JobContext) -> list[Entity]:
    with context.store.reading() as session:
        statement = select(Entity).join(EntityList).where(EntityList.name == "issues")
        return [one for one in session.exec(statement) if one.deleted_at is None]


def test_a_review_leads_back_to_the_same_list_and_says_so(
    app: Flask, sent: Sent, people: People
) -> None:
    client = browser(app, people.county_office)
    data = {"state": "approved", "seen": seen_on(client, sent.url)}

    done = client.post(f"{sent.url}/review?q=First", data=data)

    assert (done.status_code, done.location) == (303, f"{sent.url}?q=First")
    shown = client.get(sent.url).text
    assert "Review state: Approved" in shown
    assert "Received → Approved" in shown
    odd = client.post(f"{sent.url}/review", data={**data, "state": "odd"})
    assert odd.status_code == 404


def test_who_comes_second_is_told_and_loses_nothing(
    app: Flask, context: JobContext, sent: Sent, people: People
) -> None:
    client = browser(app, people.county_office)
    seen = seen_on(client, sent.url)
    client.post(f"{sent.url}/review", data={"state": "rejected", "seen": seen})

    second = client.post(
        f"{sent.url}/review", data={"state": "approved", "comment": "Looks fine", "seen": seen}
    )

    assert second.status_code == 409
    assert "Somebody else changed this meanwhile" in second.text
    assert "Looks fine</textarea>" in second.text
    assert state_of(context, sent) is ReviewState.REJECTED
    again = second.text.split('name="seen" value="')[1].split('"')[0]
    third = client.post(f"{sent.url}/review", data={"state": "approved", "seen": again})
    assert third.status_code == 303


@pytest.mark.parametrize("seen", ["", "1", "1-999999", "x", "\0"])
def test_what_was_never_shown_changes_nothing(
    app: Flask, context: JobContext, sent: Sent, people: People, seen: str
) -> None:
    data = {"state": "approved", "seen": seen, "reason": "x"}

    for deed in ("review", "exclusion"):
        refused = browser(app, people.county_office).post(f"{sent.url}/{deed}", data=data)
        assert refused.status_code == 409
        assert browser(app, people.county_office).get(f"{sent.url}/{deed}").status_code == 200

    assert state_of(context, sent) is None


def test_a_comment_makes_reviews_of_those_who_did_not_see_it_wait(
    app: Flask, context: JobContext, sent: Sent, people: People
) -> None:
    client = browser(app, people.county_office)
    seen = seen_on(client, sent.url)

    for text in (HOSTILE, "Second"):
        assert client.post(f"{sent.url}/comments", data={"comment": text}).status_code == 303
    client.post(f"{sent.url}/comments", data={"comment": " \n"})
    review = client.post(f"{sent.url}/review", data={"state": "approved", "seen": seen})

    assert review.status_code == 409
    with context.store.reading() as session:
        assert len(session.exec(select(SubmissionComment)).all()) == 2
    shown = page(app, people.county_office, sent.url)
    assert "<svg onload" not in shown
    assert shown.index("Second") < shown.index("&gt;&lt;svg")


def test_what_was_said_of_a_submission_is_not_told_of_another_with_its_id(
    app: Flask, context: JobContext, checks: Checks, sent: Sent, people: People
) -> None:
    with context.store.writing() as session:
        visit = factories.published_form(session, checks.project_id, factories.compiled("visit"))
        named = session.get_one(SubmissionVersion, sent.version_id).instance_id
        xml = visit_xml(named).encode()
        receive_submission(
            session,
            project_id=checks.project_id,
            received=received_check(xml),
            sender=Sender(people.county_office.id),
        )
        other = session.exec(select(Submission).where(Submission.form_pk == visit.id)).one()
        other_url = f"/office/{checks.project_id}/submissions/{other.id}"
    client = browser(app, people.county_office)

    data = {"state": "approved", "comment": "Well done", "seen": seen_on(client, sent.url)}
    client.post(f"{sent.url}/review", data=data)

    assert "Received → Approved" in client.get(sent.url).text
    assert "Received → Approved" not in client.get(other_url).text


def visit_xml(instance_id: str) -> str:
    """Return a visit that nobody filled in."""
    version = factories.compiled("visit").version
    return (
        f'<data id="visit" version="{version}"><meta xmlns="http://openrosa.org/xforms">'
        f"<instanceID>{instance_id}</instanceID></meta></data>"
    )


def test_a_submission_is_left_out_with_a_reason_and_counts_again(
    app: Flask, context: JobContext, sent: Sent, people: People
) -> None:
    client = browser(app, people.county_office)

    for data in ({"reason": " "}, {"reason": "Sent twice"}):
        client.post(f"{sent.url}/exclusion", data={**data, "seen": seen_on(client, sent.url)})
    assert "Sent twice" in client.get(sent.url).text
    client.post(f"{sent.url}/exclusion", data={"back": "1", "seen": seen_on(client, sent.url)})

    with context.store.reading() as session:
        assert session.get_one(Submission, sent.submission_id).exclusion_reason is None
        deeds = session.exec(select(Audit).where(Audit.action == "submission.exclude")).all()
    assert len(deeds) == 2


def test_an_issue_needs_words_and_goes_to_the_phone_until_it_is_settled(
    app: Flask, context: JobContext, sent: Sent, people: People
) -> None:
    client = browser(app, people.county_office)
    data = {"state": "hasIssues", "seen": seen_on(client, sent.url)}

    client.post(f"{sent.url}/review", data=data)
    assert issues(context) == []
    client.post(f"{sent.url}/review", data={**data, "comment": "The roster is not signed."})

    (issue,) = issues(context)
    assert issue.created_by == people.county_office.id
    assert issue.data["comment"] == "The roster is not signed."
    assert (issue.data["enterprise"], issue.data["form_id"]) == ("First", "site_check")
    with context.store.reading() as session:
        listed = session.get_one(EntityList, issue.entity_list_id)
        assert listed.is_owner_only
        assert set(issue.data) <= set(listed.properties)
    assert uuid.UUID(issue.uuid).version == 4
    answer_from_phone(context, issue, "Signed today")
    assert "Signed today" in client.get(sent.url).text
    client.post(f"{sent.url}/review", data={"state": "approved", "seen": seen_on(client, sent.url)})
    assert issues(context) == []


def answer_from_phone(context: JobContext, issue: Entity, text: str) -> None:
    with context.store.writing() as session:
        stored = session.get_one(Entity, issue.id)
        stored.data = {**stored.data, "reply": text}
    with context.store.reading() as session:
        submission = session.exec(select(Submission)).first()
        assert submission is not None
        assert reply_to(session, submission) == text


def test_ticked_rows_are_reviewed_and_those_that_changed_are_left(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    first, second = send(context, checks), send(context, checks)
    client = browser(app, people.county_office)
    url = f"/office/{checks.project_id}/submissions"
    ticks = re.findall(r'name="pk" value="([^"]+)"', client.get(url).text)
    client.post(f"{first.url}/comments", data={"comment": "Wait"})

    done = client.post(
        f"{url}/review?q=First",
        data={"pk": [*ticks, "x:1", "999:1-1"], "state": "approved"},
        follow_redirects=True,
    )

    assert done.request.query_string == b"q=First"
    assert "1 submission: Approved. 2 were left as they are" in done.text
    assert (state_of(context, first), state_of(context, second)) == (None, ReviewState.APPROVED)


def test_all_that_match_are_reviewed_but_not_what_came_after_the_list_was_shown(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    before = send(context, checks)
    client = browser(app, people.county_office)
    url = f"/office/{checks.project_id}/submissions"
    shown_at = client.get(url).text.split('name="shown_at" value="')[1].split('"')[0]
    after = send(context, checks)
    data = {"all": "1", "shown_at": shown_at, "state": "hasIssues", "comment": "Photos too dark"}

    client.post(f"{url}/review?state=waiting", data=data)

    assert state_of(context, before) is ReviewState.HAS_ISSUES
    assert state_of(context, after) is None
    assert [one.data["comment"] for one in issues(context)] == ["Photos too dark"]
    for odd in ("", "yesterday", "2026-11-20T10:00:00"):
        assert client.post(f"{url}/review", data={**data, "shown_at": odd}).status_code == 404


def test_many_are_reviewed_by_a_job(
    app: Flask, context: JobContext, checks: Checks, sent: Sent, people: People
) -> None:
    with context.store.writing() as session:
        first = session.get_one(Submission, sent.submission_id)
        for number in range(MOST_AT_ONCE):
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
    client = browser(app, people.county_office)
    url = f"/office/{checks.project_id}/submissions"
    shown_at = client.get(url).text.split('name="shown_at" value="')[1].split('"')[0]
    data = {"all": "1", "shown_at": shown_at, "state": "approved"}

    asked = client.post(f"{url}/review?form=site_check", data=data, follow_redirects=True)
    assert states(context) == {None}
    work(context)

    assert "Approved" in asked.text
    assert states(context) == {ReviewState.APPROVED}


def states(context: JobContext) -> set[ReviewState | None]:
    with context.store.reading() as session:
        return set(session.exec(select(Submission.review_state)))


def test_a_township_reviews_only_what_lies_in_it(
    app: Flask, context: JobContext, checks: Checks, people: People
) -> None:
    foreign = send(
        context, checks, enterprise={"find_by": "list", "chosen": checks.uuids[1]}, name="Second"
    )
    client = browser(app, people.township_office)
    url = f"/office/{checks.project_id}/submissions"
    with context.store.reading() as session:
        row = session.get_one(Submission, foreign.submission_id)
        tick = f"{row.id}:{row.revision}-{row.current_version_id}"

    done = client.post(f"{url}/review", data={"pk": tick, "state": "approved"})
    single = client.post(f"{foreign.url}/review", data={"state": "approved", "seen": "1-1"})

    assert (done.status_code, single.status_code) == (303, 404)
    assert state_of(context, foreign) is None

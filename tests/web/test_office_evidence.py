"""A row shows the photos of its own questions, and says from which form its value came."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlmodel import select

from server.domain.received_submission import ReceivedFile
from server.domain.write_submission import write_submission
from server.operations.job_context import JobContext
from server.store.tables.schemes import Scheme
from tests.domain.schemes.made import scheme
from tests.evaluated import assign, publish, work
from tests.people import People
from tests.site_checks import USCC, Checks, send_check
from tests.surveys import add_form, delivered_form
from tests.web.office_checks import page

ROWS = [
    {"code": code, "kind": "manual_range", "points": "5", "max": "5", "source": source, **measure}
    for code, source, measure in (
        ("A", "assessor inspection", {"measure": "union.members"}),
        ("B", "assessor self", {"measure": "snd.roster"}),
        ("C", "assessor self", {"measure": "snd.contracts_signed"}),
    )
]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the evaluation and the county's sheet of an enterprise are."""

    evaluation: str
    sheet: str


@pytest.fixture
def pages(context: JobContext, checks: Checks) -> Pages:
    """Give an enterprise with a site check and a self-assessment, each with photos."""
    form = delivered_form("self_assessment")
    made = scheme(ROWS, settings={"self_form": form.form_id})
    with context.store.writing() as session:
        add_form(session, checks.project_id, form)
    version_id = publish(context, checks.project_id, made)
    assign(context.store, checks.project_id, checks.campaign_id, version_id)
    who = {"uscc": USCC}
    union = {"union_formed": "yes", "union_formed_photo": "u.jpg", "union_members": "3"}
    send_check(context.store, checks, {"enterprise": who, "union": union}, files=(came("u.jpg"),))
    items = {"roster": "1.5", "contracts_signed": "2"}
    photos = {"roster_photo": "a.jpg", "contracts_signed_photo": "b.jpg"}
    answers = {"enterprise": who, "employment": {**items, **photos}}
    xml = write_submission(form, answers, instance_id="uuid:self")
    send_check(context.store, checks, xml, files=(came("a.jpg"), came("b.jpg")))
    work(context)
    with context.store.reading() as session:
        scheme_id = session.exec(select(Scheme)).one().id
    office = f"/office/{checks.project_id}"
    campaign, enterprise = checks.campaign_id, checks.enterprise_ids[0]
    return Pages(
        f"{office}/evaluations/{campaign}/enterprises/{enterprise}",
        f"{office}/campaigns/{campaign}/assessments/{scheme_id}/{enterprise}/county",
    )


def came(name: str) -> ReceivedFile:
    return ReceivedFile(name, "image/jpeg", name[0] * 64, name[0] * 32, 3)


def test_each_row_of_an_evaluation_shows_its_own_photos_and_the_form_they_came_with(
    app: Flask, people: People, pages: Pages
) -> None:
    html = page(app, people.county_office, pages.evaluation)

    assert [html.count(f'alt="{name}"') for name in ("a.jpg", "b.jpg", "u.jpg")] == [1, 1, 0]
    assert html.count(">Self-assessment form</a>") == 2
    assert html.count(">Site check</a>") == 1


def test_each_row_of_a_sheet_shows_its_own_photos_and_the_form_they_came_with(
    app: Flask, people: People, pages: Pages
) -> None:
    html = page(app, people.county_office, pages.sheet)

    assert [html.count(f'alt="{name}"') for name in ("a.jpg", "b.jpg", "u.jpg")] == [1, 1, 0]
    assert html.count("Self-assessment form of ") == 2
    assert html.count("Site check of ") == 1

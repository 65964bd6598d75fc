"""Forms of the worker's page: hostile ones are only text, those it can't ask are refused."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from server import clock
from server.domain.page_form import check_page_form
from server.operations.create_campaign import CampaignPlan, create_campaign
from server.problems import FormNotForPage
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign
from server.store.transaction import Store
from tests.survey_rows import change_campaign
from tests.surveys import (
    ZONE,
    delivered_form,
    make_survey,
    opened_start,
)
from tests.xlsform_md import compile_here
from xlsforms.compiled_form import FormField

EVIL = '"><svg onload=alert(1)>'


_REPEATING = """
| survey   |               |      |       |
|          | type          | name | label |
|          | begin_repeat  | r    | Again |
|          | text          | a    | A?    |
|          | end_repeat    |      |       |
| settings |               |      |       |
|          | form_id       | form_title | anonymous |
|          | own           | Own  | yes   |
"""


_HOSTILE = f"""
| survey   |               |      |        |        |          |                  |            |
|          | type          | name | label  | hint   | required | required_message | appearance |
|          | begin_group   | h    | {EVIL} |        |          |                  |            |
|          | note          | n    | {EVIL} |        |          |                  |            |
|          | select_one ab | a    | {EVIL} | {EVIL} | yes      | {EVIL}           |            |
|          | text          | b    | {EVIL} |        |          |                  | multiline  |
|          | end_group     |      |        |        |          |                  |            |
| choices  |               |      |        |        |          |                  |            |
|          | list_name     | name | label  |        |          |                  |            |
|          | ab            | 1    | {EVIL} |        |          |                  |            |
|          | ab            | 2    | [x](javascript:alert(1)) | |  |                  |            |
| settings |               |      |        |        |          |                  |            |
|          | form_id       | form_title | anonymous | |      |                  |            |
|          | own           | {EVIL} | yes  |        |          |                  |            |
"""


def test_hostile_labels_and_answers_are_only_text(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store, form=compile_here(_HOSTILE))
    with store.writing() as session:
        session.get_one(Campaign, survey.campaign_id).name = EVIL
        session.get_one(Campaign, survey.campaign_id).contact = EVIL

    opened = client.get(f"/q/{survey.code}")
    failed = client.post(
        f"/q/{survey.code}",
        data={
            "start": opened_start(opened),
            "/h/b": "</textarea><svg onload=alert(1)>",
            EVIL: EVIL,
        },
    )
    sent = client.post(f"/q/{survey.code}", data={"start": opened_start(opened), "/h/a": "1"})
    closed_on = clock.day_in(ZONE) - timedelta(days=1)
    change_campaign(store, survey, closes_on=closed_on)
    closed = client.get(f"/q/{survey.code}")

    for page in (opened, failed, sent, closed):
        assert "<svg" not in page.text
        assert "</textarea><svg" not in page.text
    assert failed.status_code == 422


def test_a_form_that_the_page_cannot_ask_is_named_question_by_question() -> None:
    check_page_form(delivered_form("satisfaction"))

    with pytest.raises(FormNotForPage) as refused:
        check_page_form(delivered_form("site_check"))

    reasons = " ".join(refused.value.reasons)
    assert "not anonymous" in reasons
    assert "/enterprise/poster" in reasons
    assert "/contract" in reasons
    assert "/wages/wage_ledger_photo" in reasons


def test_a_campaign_cannot_choose_a_form_that_the_page_cannot_ask(store: Store) -> None:
    survey = make_survey(store, form=compile_here(_REPEATING))
    day = clock.day_in(ZONE)
    plan = CampaignPlan("Next", "own", opens_on=day, closes_on=day)
    by, scope = By(None, clock.now()), Scope(survey.project_id)

    with pytest.raises(FormNotForPage), store.writing() as session:
        create_campaign(session, by, scope, plan, zone=ZONE)


def test_an_unreadable_expression_is_found_when_the_form_is_chosen() -> None:
    form = delivered_form("satisfaction")
    field = FormField("/a", "a", "string", control="input", constraint="//*[//*] = 1")

    with pytest.raises(FormNotForPage):
        check_page_form(replace(form, fields=(*form.fields, field)))


def test_a_note_that_a_choice_calls_for_waits_in_the_page(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store)

    page = client.get(f"/q/{survey.code}")

    note = re.search(r'<p id="(q\d+)">您对总体情况不太满意', page.text)
    assert note is not None
    assert f"#{note[1]}{{display:none}}" in page.text
    rule = f'form:has([name="/voice/overall"][value="1"]:checked) #{note[1]}{{display:block}}'
    assert rule in page.text

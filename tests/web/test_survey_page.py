"""The worker's page: what it shows, what it takes, and that it keeps no trace of who answered."""

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import escape

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlmodel import SQLModel, select

from qr.poster_code import new_code
from server import clock
from server.domain.page_form import check_page_form
from server.domain.submission_xml import parse_submission
from server.operations.create_campaign import CampaignPlan, create_campaign
from server.problems import FormNotForPage
from server.settings import Settings
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.jobs import OutboxRow
from server.store.tables.surveys import Arrival, SpentNonce
from server.store.transaction import Store
from tests.people import make_people
from tests.surveys import (
    ZONE,
    Survey,
    add_enterprise,
    answer_page,
    delivered_form,
    good_answers,
    make_survey,
    opened_start,
)
from tests.xlsform_md import compile_here
from xlsforms.compiled_form import FormField

MOST_BYTES = 12_000
EVIL = '"><svg onload=alert(1)>'
_RELEVANT = """
| survey   |               |      |       |           |          |
|          | type          | name | label | relevant  | required |
|          | select_one ab | a    | A?    |           |          |
|          | text          | b    | Why?  | ${a}='2'  | yes      |
| choices  |               |      |       |           |          |
|          | list_name     | name | label |           |          |
|          | ab            | 1    | One   |           |          |
|          | ab            | 2    | Two   |           |          |
| settings |               |      |       |           |          |
|          | form_id       | form_title | anonymous |||
|          | own           | Own  | yes   |           |          |
"""
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


def arrivals(store: Store) -> list[Arrival]:
    with store.reading() as session:
        return list(session.exec(select(Arrival)))


def test_a_poster_opens_the_survey_for_its_enterprise(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)

    page = client.get(f"/q/{survey.code}")

    assert page.status_code == 200
    assert "Works 0" in page.text
    assert "职工满意度调查" in page.text
    assert page.text.count("<fieldset") == 10
    assert page.text.count('type="radio"') == 8 * 6 + 5
    assert "Question 11 of 11" in page.text or "11" in page.text


@pytest.mark.parametrize("form_of", [str.lower, str.upper, lambda code: f"{code[:5]}-{code[5:]}"])
@pytest.mark.parametrize("prefix", ["/q/", "/Q/"])
def test_codes_are_forgiven_their_case_and_hyphens(
    client: FlaskClient, store: Store, form_of: Callable[[str], str], prefix: str
) -> None:
    survey = make_survey(store)

    assert client.get(prefix + form_of(survey.code)).status_code == 200


def test_the_page_is_one_small_request_without_script(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)

    page = client.get(f"/q/{survey.code}")

    assert len(gzip.compress(page.data)) <= MOST_BYTES
    assert "<script" not in page.text
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page.text)
    assert " style=" not in page.text
    nonce = re.search(r'<style nonce="([^"]+)"', page.text)
    assert nonce is not None
    assert f"'nonce-{nonce[1]}'" in page.headers["Content-Security-Policy"]


def test_no_cookie_no_store_no_referrer(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)

    for response in (
        client.get(f"/q/{survey.code}"),
        answer_page(client, survey.code, good_answers()),
        client.get("/q/AAAAAAAAAA"),
    ):
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in response.headers


def test_answers_become_the_xml_of_the_published_version(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)

    sent = answer_page(
        client, survey.code, good_answers("4", care="na", improve=["rest", "pay"], comment="好")
    )

    assert sent.status_code == 200
    assert "Thank you" in sent.text or "谢谢" in sent.text or "感谢" in sent.text
    (arrival,) = arrivals(store)
    assert arrival.enterprise_id == survey.enterprise_ids[0]
    assert arrival.form_version_id == survey.form_version_id
    assert arrival.flags == []
    form = delivered_form("satisfaction")
    root = etree.fromstring(arrival.xml)
    assert (root.get("id"), root.get("version")) == (form.form_id, form.version)
    parsed = parse_submission(arrival.xml, form)
    assert parsed.flags == ()
    assert parsed.ids.instance_id is not None
    assert parsed.answers["voice"] == {"democracy": "4", "care": "na", "overall": "4"}
    assert parsed.answers["wishes"] == {"improve": "pay rest", "comment": "好"}


def test_the_enterprise_comes_from_the_code_and_never_from_a_field(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store, enterprises=2)
    answers = good_answers() | {"enterprise_id": str(survey.enterprise_ids[1])}

    refused = answer_page(client, survey.codes[0], answers)
    other = client.get(f"/q/{survey.codes[1]}")
    crossed = client.post(
        f"/q/{survey.codes[0]}", data={"start": opened_start(other), **good_answers()}
    )

    assert refused.status_code == crossed.status_code == 422
    assert arrivals(store) == []


def test_errors_stand_at_the_questions_and_everything_typed_is_kept(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store)
    answers = good_answers("2", improve=["pay", "rest", "care", "training"], comment="<b>说明")
    del answers["/work/pay"]

    page = answer_page(client, survey.code, answers)

    assert page.status_code == 422
    assert arrivals(store) == []
    assert page.text.count('aria-invalid="true"') == 2
    assert page.text.count('class="error"') == 2
    assert "请选择一项。" in page.text
    assert "最多选3项" in page.text
    assert page.text.count(" checked") == 8 + 4
    assert escape("<b>说明") in page.text
    again = {**answers, "/work/pay": "2", "/wishes/improve": ["pay"]}
    fixed = client.post(f"/q/{survey.code}", data={"start": opened_start(page), **again})
    assert fixed.status_code == 200
    assert len(arrivals(store)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"pay": "6"},
        {"pay": ["4", "4"]},
        {"pay": ["4", "5"]},
        {"improve": ["pay", "pay"]},
        {"improve": ["pay", "nonsense"]},
        {"improve": ["none", "pay"]},
        {"comment": ["one", "two"]},
        {"comment": "x" * 501},
        {"foreign": "1"},
    ],
)
def test_what_the_form_does_not_allow_is_refused_and_kept_on_the_page(
    client: FlaskClient, store: Store, changes: dict[str, str | list[str]]
) -> None:
    survey = make_survey(store)

    page = answer_page(client, survey.code, good_answers("4", **changes))

    assert page.status_code == 422
    assert arrivals(store) == []
    assert page.text.count(" checked") >= 8


def test_what_is_not_relevant_is_not_asked_and_not_stored(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store, form=compile_here(_RELEVANT))

    opened = client.get(f"/q/{survey.code}")
    skipped = client.post(
        f"/q/{survey.code}",
        data={"start": opened_start(opened), "seen": "q0", "/a": "1", "/b": "typed before"},
    )
    asked = client.post(
        f"/q/{survey.code}",
        data={"start": opened_start(client.get(f"/q/{survey.code}")), "seen": "q0", "/a": "2"},
    )

    assert 'name="/b"' not in opened.text
    assert skipped.status_code == 200
    (arrival,) = arrivals(store)
    assert b"typed before" not in arrival.xml
    assert asked.status_code == 200
    assert 'name="/b"' in asked.text
    assert "aria-invalid" not in asked.text
    again = {"start": opened_start(asked), "seen": "q0,q1", "/a": "2"}
    assert client.post(f"/q/{survey.code}", data=again).status_code == 422
    answered = client.post(f"/q/{survey.code}", data={**again, "/b": "because"})
    assert answered.status_code == 200
    assert len(arrivals(store)) == 2


def test_a_page_counts_once_however_often_it_is_sent(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)
    data = {"start": opened_start(client.get(f"/q/{survey.code}")), **good_answers()}

    sent = [client.post(f"/q/{survey.code}", data=data).status_code for _ in range(3)]

    assert sent == [200, 200, 200]
    assert len(arrivals(store)) == 1


@pytest.mark.parametrize("start", ["", "nonsense", "WzEsMSwxLDEsIngiXQ.aaaa.bbbb"])
def test_a_page_without_a_good_start_is_shown_again_as_typed(
    client: FlaskClient, store: Store, start: str
) -> None:
    survey = make_survey(store)

    page = client.post(f"/q/{survey.code}", data={"start": start, **good_answers()})

    assert page.status_code == 422
    assert page.text.count(" checked") == 9
    assert arrivals(store) == []
    data = {"start": opened_start(page), **good_answers()}
    assert client.post(f"/q/{survey.code}", data=data).status_code == 200


def test_the_languages_of_the_workbook_can_be_switched_without_losing_answers(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store)

    english = client.get(f"/q/{survey.code}?lang=en")
    by_browser = client.get(f"/q/{survey.code}", headers={"Accept-Language": "en-GB,en;q=0.9"})
    data = {"start": opened_start(english), "lang": "en", "/work/pay": "3"}
    failed = client.post(f"/q/{survey.code}", data=data)
    switched = client.post(f"/q/{survey.code}?lang=zh", data={**data, "switch": "1"})

    assert '<html lang="en">' in english.text
    assert "Are you satisfied with your wages" in english.text
    assert "Are you satisfied with your wages" in by_browser.text
    assert "Please choose an answer." in failed.text
    assert switched.status_code == 200
    assert "您对工资水平" in switched.text
    assert 'class="error"' not in switched.text
    assert switched.text.count(" checked") == 1


def test_a_planned_and_a_closed_survey_say_so(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)
    today = clock.day_in(ZONE)
    _change(store, survey, opens_on=today + timedelta(days=1), closes_on=today + timedelta(days=9))
    planned = client.get(f"/q/{survey.code}")
    _change(store, survey, opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    over = client.get(f"/q/{survey.code}")
    sent = client.post(f"/q/{survey.code}", data=good_answers())

    assert (today + timedelta(days=1)).isoformat() in planned.text
    for page in (planned, over, sent):
        assert page.status_code == 200
        assert "<form" not in page.text
    assert arrivals(store) == []


def test_a_revoked_poster_opens_nothing(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)
    _revoke(store, survey)

    assert client.get(f"/q/{survey.code}").status_code == 404


def test_what_changes_while_a_worker_answers_is_kept_for_what_was_opened_and_flagged(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store)
    opened = [client.get(f"/q/{survey.code}") for _ in range(3)]
    with store.writing() as session:
        other = add_enterprise(session, survey.project_id, survey.area_id, "Elsewhere")
        session.exec(select(Poster)).one().enterprise_id = other
    _send(client, survey, opened_start(opened[0]))
    _revoke(store, survey)
    _send(client, survey, opened_start(opened[1]))
    _change(store, survey, closed_at=clock.now())
    _send(client, survey, opened_start(opened[2]))

    kept = arrivals(store)

    assert {one.enterprise_id for one in kept} == {survey.enterprise_ids[0]}
    assert sorted(one.flags for one in kept) == [
        ["opened_before_closing", "poster_revoked", "poster_repointed"],
        ["poster_repointed"],
        ["poster_revoked", "poster_repointed"],
    ]


def test_guessed_codes_meet_a_wall_and_known_ones_do_not(
    client: FlaskClient, store: Store, settings: Settings
) -> None:
    survey = make_survey(store)
    statuses = [client.get(f"/q/{new_code(n.to_bytes(8))}").status_code for n in range(64)]

    assert statuses[:60] == [404] * 60
    assert statuses[-1] == 429
    assert client.get(f"/q/{survey.code}").status_code == 200
    assert client.get("/q/not-a-code").status_code == 404


def test_nothing_that_is_stored_tells_who_answered_or_when(
    client: FlaskClient, store: Store
) -> None:
    survey = make_survey(store)
    opened = client.get(f"/q/{survey.code}")
    before = _all_rows(store)

    client.post(
        f"/q/{survey.code}",
        data={"start": opened_start(opened), **good_answers()},
        headers={
            "User-Agent": "Telltale/1.0",
            "X-Forwarded-For": "203.0.113.77",
            "Cookie": "session=telltale-cookie",
            "X-OpenRosa-DeviceID": "telltale-device",
        },
        environ_base={"REMOTE_ADDR": "203.0.113.77"},
    )

    after = _all_rows(store)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"arrivals", "spent_nonces", "outbox"}
    whole = repr(after).lower()
    assert "telltale" not in whole
    assert "203.0.113.77" not in whole
    with store.reading() as session:
        arrival = session.exec(select(Arrival)).one()
        nonce = session.exec(select(SpentNonce)).one()
        row = session.exec(select(OutboxRow)).one()
    assert arrival.day == nonce.day == clock.day_in(ZONE)
    assert (row.available_at + timedelta(hours=8)).time().isoformat() == "00:00:00"
    assert row.taken_at is None
    assert len(arrival.key) == 16
    assert arrival.key not in arrival.xml
    assert not re.search(rb"\d\d:\d\d", arrival.xml)


def test_a_login_is_not_even_looked_at(client: FlaskClient, store: Store, app: object) -> None:
    survey = make_survey(store)
    people = make_people(store, client.application.extensions["concord"].tokens)
    opened = client.get(f"/q/{survey.code}", headers={"Authorization": "Bearer nonsense"})
    client.set_cookie("session", people.county_office.token)
    sent = client.post(
        f"/q/{survey.code}",
        data={"start": opened_start(opened), **good_answers()},
        headers={"Origin": "null"},
    )

    assert opened.status_code == sent.status_code == 200


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
    _change(store, survey, closes_on=closed_on)
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


def _change(store: Store, survey: Survey, **changes: object) -> None:
    with store.writing() as session:
        campaign = session.get_one(Campaign, survey.campaign_id)
        for name, value in changes.items():
            setattr(campaign, name, value)


def _revoke(store: Store, survey: Survey) -> None:
    with store.writing() as session:
        session.exec(select(Poster)).one().revoked_at = clock.now()


def _send(client: FlaskClient, survey: Survey, start: str) -> None:
    sent = client.post(f"/q/{survey.code}", data={"start": start, **good_answers()})
    assert sent.status_code == 200, sent.text


def _all_rows(store: Store) -> dict[str, list[str]]:
    with store.engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            for table in SQLModel.metadata.sorted_tables
        }


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

"""The worker's page: what it shows, to whom, and that it keeps no trace of who answered."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import SQLModel, select

from qr.poster_code import new_code
from server import clock
from server.settings import Settings
from server.store.tables.jobs import OutboxRow
from server.store.tables.surveys import Arrival, SpentNonce
from server.store.transaction import Store
from tests.people import make_people
from tests.survey_rows import arrivals, change_campaign, revoke_poster
from tests.surveys import (
    ZONE,
    answer_page,
    good_answers,
    make_survey,
    opened_start,
)

MOST_BYTES = 12_000


def _all_rows(store: Store) -> dict[str, list[str]]:
    with store.engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            for table in SQLModel.metadata.sorted_tables
        }


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
    change_campaign(
        store, survey, opens_on=today + timedelta(days=1), closes_on=today + timedelta(days=9)
    )
    planned = client.get(f"/q/{survey.code}")
    change_campaign(
        store, survey, opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1)
    )
    over = client.get(f"/q/{survey.code}")
    sent = client.post(f"/q/{survey.code}", data=good_answers())

    assert (today + timedelta(days=1)).isoformat() in planned.text
    for page in (planned, over, sent):
        assert page.status_code == 200
        assert "<form" not in page.text
    assert arrivals(store) == []


def test_a_revoked_poster_opens_nothing(client: FlaskClient, store: Store) -> None:
    survey = make_survey(store)
    revoke_poster(store, survey)

    assert client.get(f"/q/{survey.code}").status_code == 404


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

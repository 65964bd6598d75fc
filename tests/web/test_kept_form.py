"""A form that is sent after its session ended: nothing typed is lost, and nobody else gets it."""

import html
import io
import random
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from server import clock
from server.keys import TokenBox
from server.settings import Settings
from server.store.row_key import stored
from server.store.tables.users import WebSession
from server.store.transaction import Store
from server.web.kept_form import KEPT_SECONDS, MOST_TYPED
from tests import factories
from tests.people import PASSWORD, People, Person
from tests.schemes import used_scheme
from tests.web.office_browser import browser

TYPED = {"value-1.1": "1.5", "reason-1.1": "since <b>May</b>", "revision": "0", "action": "save"}


@dataclass(frozen=True, slots=True)
class Office:
    """A county office in front of the sheet of an enterprise."""

    client: FlaskClient
    store: Store
    people: People
    sheet: str

    def end_session(self) -> None:
        """Let the time of all sessions be over."""
        with self.store.writing() as session:
            for one in session.exec(select(WebSession)):
                one.expires_at = clock.now() - timedelta(seconds=1)

    def send(self, data: dict[str, object] | None = None, **headers: str) -> TestResponse:
        """Send the sheet; `_` in names of headers stands for `-`."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.client.post(self.sheet, data=TYPED if data is None else data, headers=named)

    def sign_in(
        self, kept: str, person: Person | None = None, word: str = PASSWORD
    ) -> TestResponse:
        """Sign in as the page asks to."""
        email = (person or self.people.county_office).email
        data = {"email": email, "password": word, "kept": kept}
        return self.client.post("/office/login", data=data)


@pytest.fixture
def office(app: Flask, store: Store, people: People) -> Office:
    places = people.places
    with store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign = stored(factories.campaign(session, places.project_id).id)
        used = used_scheme(session, places.project_id, campaign)
        works = factories.enterprise(session, places.project_id, places.village_id, name="Works")
    base = f"/office/{places.project_id}/campaigns/{campaign}/assessments"
    sheet = f"{base}/{used.scheme_id}/{works.id}/self"
    return Office(browser(app, people.county_office), store, people, sheet)


def kept_in(answer: TestResponse) -> str:
    """Return the sealed form in a page, empty without one."""
    found = re.search(r'name="kept" value="([^"]+)"', answer.text)
    return "" if found is None else found[1]


def form_in(page: str) -> dict[str, str]:
    """Return the hidden fields of a page."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def test_what_was_typed_is_shown_again_after_signing_in_and_saved(office: Office) -> None:
    office.end_session()

    asked = office.send()
    shown = office.sign_in(kept_in(asked))
    saved = office.client.post(office.sheet, data=form_in(shown.text))

    assert (asked.status_code, shown.status_code, saved.status_code) == (401, 200, 303)
    assert asked.headers["Cache-Control"] == shown.headers["Cache-Control"] == "no-store"
    assert "1.5" not in asked.text
    assert f'action="{office.sheet}"' in shown.text
    assert form_in(shown.text) == TYPED
    page = office.client.get(office.sheet).text
    assert 'value="1.5"' in page


def test_nothing_is_saved_before_the_reader_says_so(office: Office) -> None:
    office.end_session()

    office.sign_in(kept_in(office.send()))

    assert 'value="1.5"' not in office.client.get(office.sheet).text


def test_what_was_typed_is_text_and_never_markup(office: Office) -> None:
    office.end_session()

    shown = office.sign_in(kept_in(office.send()))

    assert "<b>May</b>" not in shown.text
    assert "since &lt;b&gt;May&lt;/b&gt;" in shown.text


def test_a_wrong_password_does_not_lose_it(office: Office) -> None:
    office.end_session()

    again = office.sign_in(kept_in(office.send()), word="not the password")
    shown = office.sign_in(kept_in(again))

    assert again.status_code == 401
    assert form_in(shown.text) == TYPED


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(office: Office) -> None:
    office.end_session()

    answer = office.sign_in(kept_in(office.send()), office.people.township_office)

    assert answer.status_code == 303
    assert "1.5" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_of_another_site_is_not_kept(office: Office, headers: dict[str, str]) -> None:
    office.end_session()

    answer = office.send(None, **headers)

    assert answer.status_code == 302
    assert kept_in(answer) == ""


def test_without_a_session_that_was_ours_nothing_is_kept(app: Flask, office: Office) -> None:
    nobody, stranger = browser(app), browser(app)
    stranger.set_cookie("session", "a" * 64)

    answers = [one.post(office.sheet, data=TYPED) for one in (nobody, stranger)]

    assert [(one.status_code, kept_in(one)) for one in answers] == [(302, ""), (302, "")]


def test_after_signing_out_nothing_is_kept(office: Office) -> None:
    token = office.people.county_office.token
    office.client.post("/office/logout")
    office.client.set_cookie("session", token)

    answer = office.send()

    assert (answer.status_code, kept_in(answer)) == (302, "")


def test_signing_out_itself_is_not_kept(office: Office) -> None:
    office.end_session()

    answer = office.client.post("/office/logout", data={"a": "b"})

    assert (answer.status_code, kept_in(answer)) == (302, "")


def test_a_form_with_a_password_is_not_kept(office: Office) -> None:
    office.end_session()

    answer = office.send({**TYPED, "new_password": "something long and secret"})

    assert (answer.status_code, kept_in(answer)) == (302, "")


def test_files_are_not_kept_and_the_reader_is_told(office: Office) -> None:
    office.end_session()
    file = (io.BytesIO(b"%PDF-1.4 list"), "list.pdf")

    shown = office.sign_in(kept_in(office.send({**TYPED, "file-0-1.1": file})))

    assert form_in(shown.text) == TYPED
    assert "Files could not be kept" in shown.text


def test_what_is_too_large_is_not_kept(office: Office) -> None:
    office.end_session()

    answer = office.send({**TYPED, "reason-1.1": "x" * MOST_TYPED})

    assert (answer.status_code, kept_in(answer)) == (302, "")


def test_what_would_not_fit_into_signing_in_is_not_kept(office: Office) -> None:
    office.end_session()
    draw = random.Random(1)
    rare = "".join(chr(draw.randrange(0x20000, 0x2A6DF)) for _ in range(120_000))

    answer = office.client.post(
        office.sheet, data={**TYPED, "reason-1.1": rare}, content_type="multipart/form-data"
    )

    assert office.sign_in(kept_in(answer)).status_code == 303


def test_a_sealed_form_is_good_for_minutes_only(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.end_session()
    kept, later = kept_in(office.send()), clock.now() + timedelta(seconds=KEPT_SECONDS + 60)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = office.sign_in(kept)

    assert answer.status_code == 303


def test_a_sealed_form_that_was_touched_or_made_elsewhere_is_not_shown(
    office: Office, settings: Settings
) -> None:
    office.end_session()
    kept = kept_in(office.send())
    place = len(kept) // 2
    touched = f"{kept[:place]}{'A' if kept[place] != 'A' else 'B'}{kept[place + 1 :]}"
    of_another_purpose = TokenBox(settings.secret_key).seal("{}").decode()

    for one in (touched, of_another_purpose, "中文", "x" * 460_000):
        answer = office.sign_in(one)
        assert answer.status_code == 303


def test_a_part_of_a_page_still_says_that_one_is_signed_out(office: Office) -> None:
    office.end_session()

    assert office.send(None, HX_Request="true").status_code == 401
    assert kept_in(office.send(None, HX_Request="true")) == ""

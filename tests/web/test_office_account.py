"""One's own account: a new password for whoever knows the old one."""

import pytest
from flask import Flask

from tests.people import PASSWORD, People
from tests.web.office_browser import browser

NEW = "a longer new passphrase"


def _account(people: People, rest: str = "") -> str:
    return f"/office/{people.places.project_id}/account{rest}"


def _typed(**changes: str) -> dict[str, str]:
    return {"old": PASSWORD, "password": NEW, "again": NEW, **changes}


def _can_sign_in(app: Flask, email: str, password: str) -> bool:
    data = {"email": email, "password": password}
    return browser(app).post("/office/login", data=data).status_code == 303


def test_everybody_sees_who_they_are_and_the_menu_leads_there(app: Flask, people: People) -> None:
    for person in (people.viewer, people.township_office, people.administrator):
        client = browser(app, person)
        page = client.get(_account(people)).text

        assert person.email in page
        assert (
            f'href="{_account(people)}"' in client.get(f"/office/{people.places.project_id}/").text
        )
    assert (
        "Office · Demo county / First township"
        in browser(app, people.township_office).get(_account(people)).text
    )


def test_a_new_password_signs_out_other_devices_and_keeps_this_one(
    app: Flask, people: People
) -> None:
    here, elsewhere = (browser(app, people.viewer) for _ in range(2))

    answer = here.post(_account(people, "/password"), data=_typed())

    assert answer.status_code == 303
    assert "Your new password is set." in here.get(answer.location).text
    assert elsewhere.get(_account(people)).status_code == 302
    assert _can_sign_in(app, people.viewer.email, NEW)
    assert not _can_sign_in(app, people.viewer.email, PASSWORD)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old": "not the password"}, "old"),
        ({"old": ""}, "old"),
        ({"old": "not the password", "password": "short"}, "old"),
        ({"password": "short", "again": "short"}, "password"),
        ({"again": "something else"}, "again"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_changes_nothing(
    app: Flask, people: People, changes: dict[str, str], field: str
) -> None:
    client = browser(app, people.viewer)

    answer = client.post(_account(people, "/password"), data=_typed(**changes))

    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    assert NEW not in answer.text
    assert client.get(_account(people)).status_code == 200
    assert _can_sign_in(app, people.viewer.email, PASSWORD)


def test_guesses_at_the_old_password_are_counted_as_at_the_login(
    app: Flask, people: People
) -> None:
    client = browser(app, people.viewer)

    answers = [
        client.post(_account(people, "/password"), data=_typed(old=f"guess {number}")).text
        for number in range(12)
    ]

    assert "Too many failed attempts." in answers[-1]
    assert not _can_sign_in(app, people.viewer.email, PASSWORD)

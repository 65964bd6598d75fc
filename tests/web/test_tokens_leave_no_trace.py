"""Tokens, passwords and poster codes: in no log, answer or audit, even when the database fails."""

import base64
import json
from collections.abc import Iterator

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from server import logs
from server.store.tables.audits import Audit
from server.store.transaction import Store
from server.store.upsert import table_of
from tests.people import PASSWORD, People
from tests.surveys import make_survey

_FORMS = "projects/1/formList"


@pytest.fixture(autouse=True)
def _log_of_this_test_alone() -> Iterator[None]:
    """Forget where the log went: what captured it is closed afterwards."""
    yield
    structlog.reset_defaults()


def _basic(people: People) -> dict[str, str]:
    pair = base64.b64encode(f"{people.viewer.email}:{PASSWORD}".encode()).decode()
    return {"Authorization": f"Basic {pair}", "X-Forwarded-Proto": "https"}


def _visit_everything(client: FlaskClient, people: People, code: str) -> list[int]:
    """Come with every kind of secret; return the statuses."""
    phone, token = people.app_user.token, people.viewer.token
    user = people.viewer.headers
    answers = [
        client.get(f"/v1/key/{phone}/{_FORMS}"),
        client.get(f"/v1/{_FORMS}?st={phone}"),
        client.post(f"/v1/key/{phone}/projects/1/submission", data=b"x"),
        client.get(f"/v1/key/{phone}/nowhere"),
        client.get(f"/v1/key/{phone}%2F/{_FORMS}"),
        client.get("/v1/users/current", headers=user),
        client.get("/v1/users/current", headers={"Authorization": f"Bearer {token}x"}),
        client.get("/v1/projects", headers=_basic(people)),
        client.get("/office/1/", headers={"Cookie": f"session={token}"}),
        client.get(f"/q/{code}"),
        client.post(f"/q/{code}", data={"start": "x"}),
        client.post("/v1/sessions", json={"email": people.viewer.email, "password": PASSWORD}),
        client.delete(f"/v1/sessions/{phone}", headers=user),
        client.delete(f"/v1/sessions/{'y' * 64}", headers=user),
    ]
    for answer in answers:
        for secret in (phone, PASSWORD):
            assert secret not in answer.text
            assert secret not in str(answer.headers)
        assert token not in answer.text
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("broken", ["", "app_user_tokens", "sessions", "posters", "users"])
def test_no_secret_is_logged_answered_or_audited_whatever_breaks(
    app: Flask,
    store: Store,
    people: People,
    capsys: pytest.CaptureFixture[str],
    broken: str,
) -> None:
    logs.set_up("DEBUG")
    code = make_survey(store).code
    if broken:
        with store.writing() as session:
            session.connection().execute(text(f"ALTER TABLE {broken} RENAME TO lost"))

    statuses = _visit_everything(app.test_client(), people, code)

    lines = capsys.readouterr().err
    with store.reading() as session:
        rows = session.connection().execute(table_of(Audit).select())
        audits = json.dumps([list(row) for row in rows], default=str)
    for secret in (people.app_user.token, people.viewer.token, PASSWORD, "y" * 64, code):
        assert secret not in lines
        assert secret not in audits
    assert (max(statuses) >= 500) == bool(broken), statuses


def test_a_crash_on_the_page_of_a_poster_is_logged_without_the_code(
    client: FlaskClient,
    store: Store,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    logs.set_up("DEBUG")
    code = make_survey(store).code
    with store.writing() as session:
        session.connection().execute(text("UPDATE form_versions SET xform = :x"), {"x": b"<x"})

    answer = client.get(f"/q/{code}")

    lines = capsys.readouterr().err
    assert answer.status_code == 500
    assert "request_crashed" in lines
    assert code not in lines + caplog.text

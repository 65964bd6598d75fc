"""When a phone was last seen and what it has fetched: noted, and noted cheaply."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from server import clock
from server.store.queries.fetched_forms import PhoneForm, list_offered_to
from server.store.tables.app_users import AppUser, FetchedForm
from server.store.tables.forms import Form
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


def _seen(phone: Phone) -> dt.datetime | None:
    with phone.state.store.reading() as session:
        found = session.get(AppUser, phone.people.app_user.id)
        return None if found is None else found.last_used_at


def _offered(phone: Phone) -> PhoneForm:
    with phone.state.store.reading() as session:
        (form,) = list_offered_to(session, [phone.people.app_user.id])[phone.people.app_user.id]
        return form


def _download(phone: Phone) -> None:
    listed = phone.get("/formList").text
    address = listed.partition("<downloadUrl>")[2].partition("<")[0]
    assert phone.get(address).status_code == 200


def _is_writing(connection: Connection) -> bool:
    """Tell whether a transaction that begins is one that writes."""
    options = connection.get_execution_options()
    return not options.get("postgresql_readonly") and bool(
        options.get("writing") or connection.dialect.name == "postgresql"
    )


def _writes(phone: Phone) -> list[bool]:
    """Return a list that grows with every transaction that writes."""
    found: list[bool] = []

    def note(connection: Connection) -> None:
        if _is_writing(connection):
            found.append(True)

    event.listen(phone.state.store.engine, "begin", note)
    return found


def test_looking_for_forms_is_noted_as_use(phone: Phone) -> None:
    before = clock.now()

    assert _seen(phone) is None
    assert phone.get("/formList").status_code == 200

    seen = _seen(phone)
    assert seen is not None
    assert seen >= before


def test_a_second_look_within_five_minutes_writes_nothing(phone: Phone) -> None:
    etag = phone.get("/formList").headers["ETag"]
    _download(phone)
    writes = _writes(phone)

    again = phone.get("/formList", {"If-None-Match": etag})
    _download(phone)

    assert again.status_code == 304
    assert writes == []
    _forget(phone)
    _download(phone)
    assert len(writes) == 3  # to forget; then the use, and the version that was fetched


def test_a_phone_that_was_not_seen_for_a_while_is_noted_once_more(phone: Phone) -> None:
    _forget(phone)
    long_ago = _seen(phone)

    etag = phone.get("/formList").headers["ETag"]
    seen = _seen(phone)
    not_changed = phone.get("/formList", {"If-None-Match": etag})

    assert seen is not None
    assert long_ago is not None
    assert seen > long_ago
    assert not_changed.status_code == 304
    assert _seen(phone) == seen


def test_the_version_that_was_fetched_is_known_until_another_is_published(phone: Phone) -> None:
    before = _offered(phone)

    _download(phone)
    fetched = _offered(phone)
    with phone.state.store.writing() as session:
        form = session.get(Form, phone.form.pk)
        assert form is not None
        data.add_version(session, form, version="2", now=clock.now())
    behind = _offered(phone)
    _download(phone)
    again = _offered(phone)

    assert (before.fetched_version, before.is_behind) == (None, True)
    assert (fetched.fetched_version, fetched.is_behind) == (fetched.version, False)
    assert (behind.fetched_version, behind.version, behind.is_behind) == (
        fetched.version,
        "2",
        True,
    )
    assert (again.fetched_version, again.is_behind) == ("2", False)


def test_web_users_and_heads_leave_no_trace_of_a_phone(phone: Phone) -> None:
    listed = phone.get("/formList").text
    address = listed.partition("<downloadUrl>")[2].partition("<")[0]

    phone.app.test_client().head(address.removeprefix("http://localhost"))

    with phone.state.store.reading() as session:
        assert session.exec(select(FetchedForm)).all() == []


def test_a_failing_database_costs_the_phone_nothing(phone: Phone) -> None:
    def fail(connection: Connection) -> None:
        if _is_writing(connection):
            raise OperationalError("BEGIN", None, Exception("disk I/O error"))

    event.listen(phone.state.store.engine, "begin", fail)

    assert phone.get("/formList").status_code == 200
    assert _seen(phone) is None


def _app_user(session: Session, phone: Phone) -> AppUser:
    found = session.get(AppUser, phone.people.app_user.id)
    assert found is not None
    return found


def _forget(phone: Phone) -> None:
    """Let all that is known of the phone be old."""
    long_ago = clock.now() - dt.timedelta(minutes=6)
    with phone.state.store.writing() as session:
        _app_user(session, phone).last_used_at = long_ago
        for fetched in session.exec(select(FetchedForm)):
            fetched.fetched_at = long_ago
        session.flush()

"""Who may send and get what over the OpenRosa interface, and what others are answered."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from server import clock, keys
from server.store.tables.app_users import AppUserToken
from server.store.tables.forms import Form
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone

PHOTO = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


def _set_token(phone: Phone, **values: object) -> None:
    with phone.state.store.writing() as session:
        lookup = keys.token_hash(phone.people.app_user.token)
        token = session.exec(select(AppUserToken).where(AppUserToken.lookup_hash == lookup)).one()
        token.sqlmodel_update(values)


def test_a_token_of_another_project_or_an_unassigned_form_is_403_without_a_trace(
    phone: Phone,
) -> None:
    other = f"{phone.people.app_user.prefix}/projects/{phone.people.places.other_project_id}"
    body, kind = data.multipart_body(data.submission_xml(), {"a.jpg": PHOTO})
    with phone.state.store.writing() as session:
        data.make_form(session, phone.people.places.project_id, "unassigned")

    foreign = phone.app.test_client().post(f"{other}/submission", data=body, content_type=kind)
    unassigned = phone.send(data.submission_xml("unassigned"), {"a.jpg": PHOTO})

    for answer in (foreign, unassigned):
        assert answer.status_code == 403
        assert b"<OpenRosaResponse" in answer.data
        assert "WWW-Authenticate" not in answer.headers
        assert phone.people.app_user.token not in answer.text
    phone.assert_nothing_stored()


def test_a_revoked_token_is_403_at_once_even_if_it_was_good_a_moment_ago(phone: Phone) -> None:
    assert phone.send(data.submission_xml()).status_code == 201
    _set_token(phone, revoked_at=clock.now())

    answer = phone.send(data.submission_xml(), {"a.jpg": PHOTO})
    listed = phone.get("/formList")

    assert answer.status_code == 403
    assert listed.status_code == 403
    assert "WWW-Authenticate" not in answer.headers
    assert phone.count("submissions") == 1
    assert phone.blob_count() == 0


def test_a_rotated_token_still_sends_until_its_grace_ends_but_gets_nothing(phone: Phone) -> None:
    _set_token(phone, submit_only_until=clock.now() + timedelta(days=1))

    assert phone.send(data.submission_xml()).status_code == 201
    assert phone.get("/formList").status_code == 403
    _set_token(phone, submit_only_until=clock.now() - timedelta(seconds=1))
    assert phone.send(data.submission_xml()).status_code == 403


def test_a_token_that_is_made_up_is_403_as_openrosa_xml(phone: Phone) -> None:
    body, kind = data.multipart_body(data.submission_xml())
    for token in ("x" * 64, "short", "%F0%9F%98%80"):
        answer = phone.app.test_client().post(
            f"/v1/key/{token}/projects/1/submission", data=body, content_type=kind
        )

        assert answer.status_code == 403
        assert b"<OpenRosaResponse" in answer.data
        assert answer.headers["X-OpenRosa-Version"] == "1.0"


def test_an_anonymous_form_takes_nothing_from_a_phone_even_when_assigned(phone: Phone) -> None:
    with phone.state.store.writing() as session:
        form = session.get(Form, phone.form.pk)
        assert form is not None
        form.is_anonymous = True

    answer = phone.send(data.submission_xml(), {"a.jpg": PHOTO})

    assert answer.status_code == 403
    assert phone.stored() == {}
    assert phone.count("rejected_payloads") == 0
    assert phone.blob_count() == 0


def test_a_web_user_may_send_and_a_viewer_may_not(phone: Phone) -> None:
    body, kind = data.multipart_body(data.submission_xml(instance_id="uuid:w"))
    path = f"/v1/projects/{phone.people.places.project_id}/submission"

    def send(headers: dict[str, str]) -> int:
        client = phone.app.test_client()
        return client.post(path, data=body, content_type=kind, headers=headers).status_code

    assert send(phone.people.viewer.headers) == 403
    assert send({}) == 401
    assert send(phone.people.county_office.headers) == 201
    assert list(phone.stored()) == ["uuid:w"]


def test_messages_are_in_the_language_of_the_server_not_of_the_phone(phone: Phone) -> None:
    answer = phone.send(data.submission_xml(version="never"))

    assert answer.headers["Content-Language"] == "zh-CN"

"""Phones with user name and password: Digest anywhere, Basic over https, tokens never asked."""

from datetime import timedelta

import pytest
from flask import Flask

from server import clock
from tests.people import PASSWORD
from tests.web import openrosa_data as data
from tests.web.central import code_of
from tests.web.openrosa_phone import Phone, make_phone
from tests.web.signed_in_phone import HTTPS, SignedInPhone, basic, nonce_of, schemes, signed_in

PHOTO = b"\xff\xd8photo"


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


@pytest.fixture
def device(phone: Phone) -> SignedInPhone:
    return signed_in(phone)


def test_without_credentials_a_phone_is_asked_for_digest_and_over_https_for_basic_first(
    device: SignedInPhone,
) -> None:
    for path, method in (
        ("/formList", "GET"),
        ("/formList", "HEAD"),
        ("/submission", "HEAD"),
        ("/submission", "POST"),
        ("/forms/site_check.xml", "GET"),
        ("/forms/site_check/manifest", "GET"),
        ("/datasets/enterprises/integrity", "GET"),
    ):
        plain = device.ask(path, method)
        safe = device.ask(path, method, headers=HTTPS)

        assert (plain.status_code, schemes(plain)) == (401, ["Digest"]), path
        assert (safe.status_code, schemes(safe)) == (401, ["Basic", "Digest"]), path
        assert "Location" not in plain.headers
    assert b"<OpenRosaResponse" in device.ask("/formList").data


def test_the_challenge_is_what_collect_reads(device: SignedInPhone) -> None:
    device.challenged()

    fields = device.client.challenge
    assert (fields["realm"], fields["qop"], fields["algorithm"]) == ("Concord", "auth", "MD5")
    assert "stale" not in fields
    assert fields["nonce"].isascii()


def test_a_token_in_the_address_is_403_and_never_asked_for_a_password(
    phone: Phone, device: SignedInPhone
) -> None:
    device.challenged()
    for token in ("x" * 64, "short"):
        path = f"/v1/key/{token}/projects/{phone.people.places.project_id}/formList"
        header = device.client.answer("GET", path)

        answer = device.ask(path, headers={"Authorization": header, **HTTPS})

        assert answer.status_code == 403
        assert schemes(answer) == []


def test_other_addresses_ask_nobody(device: SignedInPhone) -> None:
    for path in ("/v1/users/current", "/v1/projects", f"{device.base}/forms", f"{device.base}"):
        answer = device.ask(path, headers=HTTPS)

        assert (answer.status_code, schemes(answer)) == (401, []), path
    scripted = device.ask("/formList", headers={"X-Requested-With": "XMLHttpRequest"})
    assert (scripted.status_code, schemes(scripted)) == (401, [])


def test_a_password_of_a_phone_opens_nothing_but_the_addresses_of_phones(
    device: SignedInPhone,
) -> None:
    device.challenged()

    by_digest = device.signed("/forms")
    by_basic = device.ask("/forms", headers=basic(device.device.user_name, device.device.password))

    assert (code_of(by_digest), code_of(by_basic)) == (401.2, 401.2)


def test_with_its_password_a_phone_lists_downloads_and_sends_under_its_own_name(
    phone: Phone, device: SignedInPhone
) -> None:
    device.challenged()

    listed = device.signed("/formList?deviceID=collect%3Aabc")
    headed = device.signed("/submission", "HEAD")
    sent = device.post(data.submission_xml(), {"a.jpg": PHOTO})

    assert listed.status_code == 200
    assert b"site_check" in listed.data
    assert b"/v1/key/" not in listed.data
    assert headed.status_code == 204
    assert sent.status_code == 201
    with phone.state.store.reading() as session:
        row = session.connection().exec_driver_sql("SELECT submitter_id FROM submissions").one()
    assert row[0] == phone.people.app_user.id


def test_what_it_sees_and_may_is_what_its_token_opens(phone: Phone, device: SignedInPhone) -> None:
    by_token = phone.get("/forms/site_check.xml")
    by_basic = device.ask(
        "/forms/site_check.xml", headers=basic(device.device.user_name, device.device.password)
    )
    other = f"/v1/projects/{phone.people.places.other_project_id}/formList"
    device.challenged()
    foreign = device.ask(other, headers={"Authorization": device.client.answer("GET", other)})

    assert by_basic.data == by_token.data
    # A right that is missing is 401 for a password: another one may have it.
    assert (foreign.status_code, schemes(foreign)) == (401, ["Digest"])
    assert b"<OpenRosaResponse" in foreign.data


def test_a_form_that_is_not_assigned_takes_nothing(phone: Phone, device: SignedInPhone) -> None:
    with phone.state.store.writing() as session:
        data.make_form(session, phone.people.places.project_id, "foreign")
    device.challenged()

    answer = device.post(data.submission_xml("foreign"), {"a.jpg": PHOTO})

    assert answer.status_code == 401
    assert phone.count("submissions") == 0
    assert phone.blob_count() == 0


LIES = {
    "another response": {"response": f'"{"0" * 32}"'},
    "no response": {"response": ""},
    "a short response": {"response": '"00"'},
    "another user": {"username": '"phone-999"'},
    "a user beyond every key": {"username": '"phone-99999999999999999999"'},
    "a user in other digits": {"username": '"phone-\u0661"'.encode().decode("latin-1")},
    "another realm": {"realm": '"else"'},
    "another address": {"uri": '"/v1/projects/1/submission"'},
    "no address": {"uri": ""},
    "without quality": {"qop": ""},
    "integrity": {"qop": "auth-int"},
    "another algorithm": {"algorithm": "SHA-256"},
    "a session algorithm": {"algorithm": "MD5-sess"},
    "a count that is none": {"nc": "zzzzzzzz"},
    "another count": {"nc": "000000ff"},
    "a long client nonce": {"cnonce": f'"{"x" * 5000}"'},
    "another client nonce": {"cnonce": '"b"'},
    "a made-up nonce": {"nonce": '"made-up"'},
    "an empty nonce": {"nonce": '""'},
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_is_wrong_in_any_part_is_401_and_not_stale(
    device: SignedInPhone, lie: str
) -> None:
    device.challenged()

    answer = device.signed("/formList", **LIES[lie])

    assert answer.status_code == 401
    (header,) = answer.headers.getlist("WWW-Authenticate")
    assert "stale" not in header


@pytest.mark.parametrize(
    "header", ["Digest", "Digest ", "Digest x", "Digest ,,,", 'Digest nonce="', "Digest \xff=\xff"]
)
def test_a_header_that_is_no_answer_is_401(device: SignedInPhone, header: str) -> None:
    answer = device.ask("/formList", headers={"Authorization": header})

    assert (answer.status_code, schemes(answer)) == (401, ["Digest"])


def test_a_request_that_was_overheard_is_good_once_in_every_process(
    app: Flask, device: SignedInPhone
) -> None:
    device.challenged()
    header = {"Authorization": device.client.answer("GET", f"{device.base}/formList")}
    first = device.ask("/formList", headers=header)

    again = device.ask("/formList", headers=header)

    assert (first.status_code, again.status_code) == (200, 401)
    # The phone itself, resending after a lost answer, is only sent round once more.
    assert device.client.take(again.headers.getlist("WWW-Authenticate"))
    assert device.signed("/formList").status_code == 200


def test_requests_at_once_may_come_in_any_order(device: SignedInPhone) -> None:
    device.challenged()
    headers = [device.client.answer("GET", f"{device.base}/formList") for _ in range(5)]

    answers = [device.ask("/formList", headers={"Authorization": one}) for one in reversed(headers)]

    assert {one.status_code for one in answers} == {200}


@pytest.mark.parametrize(("age", "status"), [(0, 200), (9, 200), (11, 401), (-5, 401)])
def test_an_old_nonce_is_stale_and_nobody_is_asked_again(
    phone: Phone, device: SignedInPhone, age: int, status: int
) -> None:
    device.challenged()
    device.client.challenge["nonce"] = nonce_of(phone, clock.now() - timedelta(minutes=age))

    answer = device.signed("/formList")

    assert answer.status_code == status
    if status == 401:
        assert "stale=true" in answer.headers["WWW-Authenticate"].lower()
        assert device.client.take(answer.headers.getlist("WWW-Authenticate"))
        assert device.signed("/formList").status_code == 200


def test_a_web_users_own_password_proves_nothing_by_digest(
    phone: Phone, device: SignedInPhone
) -> None:
    device.client.user_name, device.client.password = phone.people.viewer.email, PASSWORD
    device.challenged()

    assert device.signed("/formList").status_code == 401


def test_revoked_a_phone_is_out_at_once_and_exchanged_it_may_only_send(
    phone: Phone, device: SignedInPhone
) -> None:
    device.challenged()
    device.rotate(timedelta(days=1))
    listed = device.signed("/formList")
    sent = device.post(data.submission_xml(instance_id="uuid:unsent"))
    device.revoke()
    late = device.post(data.submission_xml(instance_id="uuid:late"))

    assert (listed.status_code, sent.status_code, late.status_code) == (401, 201, 401)
    assert set(phone.stored()) == {"uuid:unsent"}


def test_a_phone_without_password_is_asked_and_never_let_in(app: Flask, phone: Phone) -> None:
    device = signed_in(phone)
    device.revoke()
    device.challenged()

    assert device.signed("/formList").status_code == 401
    wrong = device.ask("/formList", headers=basic(device.device.user_name, device.device.password))
    assert wrong.status_code == 401


def test_under_another_secret_key_old_passwords_prove_nothing(
    phone: Phone, device: SignedInPhone
) -> None:
    with phone.state.store.writing() as session:
        session.connection().exec_driver_sql("UPDATE app_user_tokens SET token_encrypted = 'x'")
    device.challenged()

    assert device.signed("/formList").status_code == 401

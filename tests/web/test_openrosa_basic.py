"""Basic over https: phones with their passwords, people with their own, guessing slowed."""

import pytest
from flask import Flask

from tests.people import PASSWORD
from tests.web.openrosa_phone import Phone, make_phone
from tests.web.signed_in_phone import HTTPS, SignedInPhone, basic, schemes, signed_in


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


@pytest.fixture
def device(phone: Phone) -> SignedInPhone:
    return signed_in(phone)


def test_basic_works_over_https_alone_for_phones_and_for_people(
    phone: Phone, device: SignedInPhone
) -> None:
    user, password = device.device.user_name, device.device.password
    person = basic(phone.people.county_office.email, PASSWORD)
    plain = {name: text for name, text in basic(user, password).items() if name not in HTTPS}

    refused = device.ask("/formList", headers=plain)
    wrong = device.ask("/formList", headers=basic(user, "wrong"))

    assert device.ask("/formList", headers=basic(user, password)).status_code == 200
    assert device.ask("/formList", headers=person).status_code == 200
    assert device.ask("/submission", "HEAD", headers=person).status_code == 204
    assert (refused.status_code, schemes(refused)) == (401, ["Digest"])
    assert (wrong.status_code, schemes(wrong)) == (401, ["Basic", "Digest"])


def test_people_who_may_not_are_asked_for_another_password_on_openrosa_addresses_only(
    phone: Phone, device: SignedInPhone
) -> None:
    viewer = basic(phone.people.viewer.email, PASSWORD)

    answer = device.ask("/submission", "HEAD", headers=viewer)
    elsewhere = device.ask("/app-users", headers=viewer)

    assert (answer.status_code, schemes(answer)) == (401, ["Basic", "Digest"])
    assert (elsewhere.status_code, schemes(elsewhere)) == (403, [])


def test_guessing_the_password_of_a_person_is_slowed_as_on_the_login_page(
    phone: Phone, device: SignedInPhone
) -> None:
    wrong = basic(phone.people.viewer.email, "wrong")

    statuses = [device.ask("/formList", headers=wrong).status_code for _ in range(7)]
    blocked = device.ask("/formList", headers=wrong)

    assert statuses[:5] == [401] * 5
    assert statuses[-1] == 429
    assert b"<OpenRosaResponse" in blocked.data
    assert int(blocked.headers["Retry-After"]) > 0
    device.challenged()
    assert device.signed("/formList").status_code == 200

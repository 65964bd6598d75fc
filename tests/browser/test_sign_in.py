"""Signing in: by hand, by keyboard, with mistakes, and to where one wanted to go."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.site import PASSWORD, Site
from tests.browser.windows import PHONE, keep_picture, sign_in, window


@pytest.fixture(scope="module", autouse=True)
def _administrator(site: Site) -> None:
    site.concord(
        "users", "create", "--email", "admin@example.org", "--role", "administrator",
        "--password-stdin", stdin=PASSWORD,
    )  # fmt: skip


def _focused(page: Page) -> str:
    found: str = page.evaluate(
        "() => document.activeElement.id || document.activeElement.textContent.trim()"
    )
    return found


def test_the_login_page_is_used_by_keyboard_in_the_order_it_is_read(
    site: Site, chromium: Browser
) -> None:
    with window(chromium, site.url) as page:
        page.goto("/office/login")
        order = []
        for _ in range(7):
            page.keyboard.press("Tab")
            order.append(_focused(page))

        email, password = order.index("field-email"), order.index("field-password")
        assert password == email + 1
        assert order[password + 1] == "Sign in"

        page.focus("#field-email")
        page.keyboard.type("admin@example.org")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/office/")


def test_a_wrong_password_is_told_at_the_field_and_the_address_is_kept(
    site: Site, chromium: Browser
) -> None:
    with window(chromium, site.url, size=PHONE, may_be_refused=True) as page:
        page.goto("/office/login")
        page.fill("#field-email", "admin@example.org")
        page.fill("#field-password", "not this one")
        page.click("main button[type=submit]")

        expect(page.locator(".error-summary")).to_be_focused()
        expect(page.locator("#field-email")).to_have_value("admin@example.org")
        expect(page.locator("#field-password")).to_have_value("")
        assert axe.findings(page) == []
        keep_picture(page, "login-error-phone-en")


def test_who_signs_in_lands_where_the_link_led(site: Site, chromium: Browser) -> None:
    site.ask("POST", "/v1/projects", {"name": "Linjiang"}, token=site.token_of("admin@example.org"))
    with window(chromium, site.url) as page:
        page.goto("/office/1/enterprises?q=mill")
        page.fill("#field-email", "admin@example.org")
        page.fill("#field-password", PASSWORD)
        page.click("main button[type=submit]")

        expect(page).to_have_url(f"{site.url}/office/1/enterprises?q=mill")
        page.goto("/office/login")
        expect(page).to_have_url(f"{site.url}/office/1/")


def test_the_first_tab_on_an_office_page_skips_to_the_content(
    site: Site, chromium: Browser
) -> None:
    with window(chromium, site.url) as page:
        sign_in(page, "admin@example.org", PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        expect(page.locator("#main")).to_be_focused()

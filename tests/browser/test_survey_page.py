"""The worker's page on a telephone: without scripts, with mistakes, in the other language."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from server.store.row_key import stored
from tests import factories
from tests.browser import axe
from tests.browser.site import Site
from tests.browser.windows import PHONE, keep_picture, window
from tests.surveys import ITEMS

TYPED = "食堂太远 <b>&\n第二行"


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    """Give the address of a poster."""
    with site.store() as store, store.writing() as session:
        project_id = factories.project(session)
        factories.survey_form(session, project_id)
        area = factories.area(session, project_id, "临江县")
        made = factories.enterprise(session, project_id, stored(area.id))
        poster = factories.poster(session, factories.campaign(session, project_id), made.id)
        return f"/q/{poster.code}"


@pytest.fixture
def phone(site: Site, chromium: Browser) -> Iterator[Page]:
    """Give a telephone whose browser runs no scripts."""
    with window(
        chromium, site.url, size=PHONE, language="en", scripts=False, may_be_refused=True
    ) as page:
        yield page


def choose(page: Page, *, but: str = "") -> None:
    """Answer every question but one."""
    for item in ITEMS:
        if not item.endswith(but or "/"):
            page.locator(f'input[name="{item}"][value="2"]').check(force=True)


def test_a_question_left_out_is_told_at_the_question_and_nothing_is_lost(
    phone: Page, address: str
) -> None:
    phone.goto(address)
    choose(phone, but="/rest")
    phone.fill("textarea", TYPED)
    phone.locator('input[value="training"]').check(force=True)
    phone.locator("button.send").click()

    wrong = phone.locator("fieldset.bad")
    expect(wrong).to_have_count(1)
    expect(wrong.locator(".error")).to_be_visible()
    expect(wrong.locator('input[name="/work/rest"]')).to_have_count(6)
    assert phone.input_value("textarea") == TYPED
    assert phone.locator("input[type=radio]:checked").count() == len(ITEMS) - 1
    assert phone.locator('input[value="training"]').is_checked()
    assert phone.title().startswith("Error")
    keep_picture(phone, "survey-errors-phone-en")

    phone.locator(".summary a").first.click()
    expect(wrong).to_be_in_viewport()
    wrong.locator('input[value="3"]').check(force=True)
    phone.locator("button.send").click()
    expect(phone.locator("h1")).to_contain_text("received")
    keep_picture(phone, "survey-thanks-phone-en", whole=False)


def test_the_language_is_switched_with_everything_typed_kept(phone: Page, address: str) -> None:
    phone.goto(address)
    choose(phone, but="/pay")
    phone.fill("textarea", TYPED)
    phone.get_by_role("button", name="中文").click()

    expect(phone.locator("html")).to_have_attribute("lang", re.compile("^zh"))
    expect(phone.locator("button.send")).to_contain_text("提交")
    assert phone.input_value("textarea") == TYPED
    assert phone.locator("input[type=radio]:checked").count() == len(ITEMS) - 1
    expect(phone.locator(".error")).to_have_count(0)


def test_a_page_that_was_sent_is_not_counted_again_by_going_back(
    site: Site, phone: Page, address: str
) -> None:
    phone.goto(address)
    choose(phone)
    phone.locator("button.send").click()
    expect(phone.locator("h1")).to_contain_text("received")

    phone.go_back()
    assert phone.locator("input[type=radio]:checked").count() == 0
    assert {one["name"] for one in phone.context.cookies()} == {"locale"}


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_all_its_pages_are_sound(
    site: Site, chromium: Browser, address: str, *, language: str, is_dark: bool
) -> None:
    with window(
        chromium, site.url, size=PHONE, language=language, is_dark=is_dark, may_be_refused=True
    ) as page:
        page.goto(address)
        assert axe.findings(page) == []
        page.locator("button.send").click()
        expect(page.locator("fieldset.bad")).to_have_count(len(ITEMS))
        assert axe.findings(page) == []
        assert _overflow(page) <= 0
        choose(page)
        page.locator("button.send").click()
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("form")).to_have_count(0)
        assert axe.findings(page) == []
        assert _overflow(page) <= 0
        keep_picture(page, f"survey-thanks-{language}-{'dark' if is_dark else 'light'}")


def test_the_page_is_answered_by_keyboard_alone(
    site: Site, chromium: Browser, address: str
) -> None:
    with window(chromium, site.url, language="en", may_be_refused=True) as page:
        page.goto(address)
        for _ in range(len(ITEMS) + 3):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.type") == "radio":
                page.keyboard.press("Space")
        assert page.locator("input[type=radio]:checked").count() == len(ITEMS)
        page.locator("button.send").focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("received")


def _overflow(page: Page) -> int:
    found: int = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return found

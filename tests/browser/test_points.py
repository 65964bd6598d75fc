"""Points by hand in the browser: typed, refused at the field, submitted; also without script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from server.keys import TokenBox
from server.store.row_key import stored
from tests import factories
from tests.browser import axe
from tests.browser.site import Site
from tests.browser.windows import PHONE, WIDE, keep_picture, window
from tests.people import People, make_people
from tests.schemes import used_scheme

_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def people(site: Site) -> People:
    """Give everybody, in a project whose campaign uses a scheme."""
    with site.store() as store:
        made = make_people(store, TokenBox(site.settings.secret_key))
        project_id = made.places.project_id
        with store.writing() as session:
            factories.survey_form(session, project_id)
            campaign_id = stored(factories.campaign(session, project_id).id)
            used_scheme(session, project_id, campaign_id)
            for name in ("临江精密制造有限公司", "和合食品加工厂", "江南纺织印染集团和合分公司"):
                factories.enterprise(session, project_id, made.places.village_id, name=name)
    return made


@pytest.mark.parametrize(
    ("size", "language", "scripts"),
    [(WIDE, "zh_CN", True), (PHONE, "zh_CN", True), (WIDE, "en", False), (PHONE, "en", False)],
)
def test_points_are_typed_refused_mended_and_submitted(
    site: Site, chromium: Browser, people: People, *, size: tuple[int, int], language: str,
    scripts: bool,
) -> None:  # fmt: skip
    cookies = {"session": people.county_office.token}
    level = {WIDE: "self", PHONE: "township"}[size] if language == "en" else "county"
    name = f"points-{size[0]}-{language}"
    with window(
        chromium, site.url, size=size, language=language, scripts=scripts, cookies=cookies,
        may_be_refused=True,
    ) as page:  # fmt: skip
        page.goto(f"/office/{people.places.project_id}/assessments")
        _is_sound(page, f"{name}-list", scripts=scripts)
        page.goto(_sheet_of(page, level, 0 if size == WIDE else 1))

        page.fill('[name="value-1.1"]', "7")
        page.click('details:has([name="reason-1.1"]) summary')
        page.fill('[name="reason-1.1"]', "名册齐全，按月更新")
        page.click('button.btn-primary[value="submit"]')
        expect(page.locator("[data-error-summary] a").first).to_be_visible()
        _is_sound(page, f"{name}-refused", scripts=scripts)

        page.fill('[name="value-1.1"]', "2")
        page.fill('[name="value-1.2"]', "1")
        page.click('button.btn-primary[value="submit"]')
        expect(page.locator('[name="value-1.1"]')).to_have_count(0)
        _is_sound(page, f"{name}-submitted", scripts=scripts)


def _sheet_of(page: Page, level: str, place: int) -> str:
    links = page.locator(f'a.state-link[href$="/{level}"]')
    address = links.nth(place).get_attribute("href")
    assert address is not None
    return address


def _is_sound(page: Page, name: str, *, scripts: bool) -> None:
    keep_picture(page, name)
    if scripts:
        assert axe.findings(page) == []
        assert page.evaluate(_OVERFLOW) <= 0


def test_records_are_imported_in_the_browser(site: Site, chromium: Browser, people: People) -> None:
    base = f"/office/{people.places.project_id}/records"
    file = {
        "name": "欠薪.csv",
        "mimeType": "text/csv",
        "buffer": "信用代码,日期\nx,2026-03-01\n".encode(),
    }
    for size in (WIDE, PHONE):
        cookies = {"session": people.county_office.token}
        with window(chromium, site.url, size=size, language="zh_CN", cookies=cookies) as page:
            page.goto(base)
            _is_sound(page, f"records-{size[0]}-empty", scripts=True)
            page.goto(f"{base}/import")
            _is_sound(page, f"records-{size[0]}-upload", scripts=True)
            page.check('[value="arrears"]')
            page.set_input_files("#field-file", files=[file])
            page.click("main form button.btn-primary")
            page.wait_for_url("**/import/*")
            _is_sound(page, f"records-{size[0]}-preview", scripts=True)

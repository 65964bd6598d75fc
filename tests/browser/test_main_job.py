"""The main job, from an empty server to a spreadsheet, as a county office and its workers do it."""

import io
import re
from pathlib import Path
from urllib.parse import urlsplit

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.office_work import prepare_survey
from tests.browser.site import OFFICE, PASSWORD, Site, wait_until
from tests.browser.windows import PHONE, keep_picture, sign_in, window
from tests.surveys import ITEMS

FEW = re.compile("fewer than 5", re.IGNORECASE)
TWO_SECONDS = 2_000


def test_from_a_register_to_a_result_and_its_spreadsheet(
    site: Site, chromium: Browser, project: str
) -> None:
    with window(chromium, site.url) as page:
        sign_in(page, OFFICE, PASSWORD)
        survey = prepare_survey(page, project)

        result = _results_of(page, project, survey.enterprise)
        for number in range(1, 8):
            _answer(chromium, site, survey.poster, number)
            _expect_count(page, number)
        keep_picture(page, "result-open-en")

        _close(page, project, survey.campaign)
        _expect_figures(page, result)
        _export(page, project, survey.enterprise)


def _results_of(page: Page, project: str, enterprise: str) -> str:
    page.goto(f"{project}/results")
    page.get_by_label("Name or credit code").fill(enterprise)
    page.get_by_label("Name or credit code").press("Enter")
    page.get_by_role("link", name=enterprise, exact=True).click()
    expect(page.locator("#count")).to_contain_text(FEW)
    return urlsplit(page.url).path


def _answer(chromium: Browser, site: Site, address: str, number: int) -> None:
    """Answer as the worker of that number does: on a telephone, without scripts."""
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}".lower() == site.url
    with window(chromium, site.url, size=PHONE, language="zh_CN", scripts=False) as phone:
        phone.goto(parts.path)
        if number == 1:
            keep_picture(phone, "survey-phone-zh")
        for item in ITEMS:
            choice = "5" if number <= 4 else "4"
            phone.locator(f'input[name="{item}"][value="{choice}"]').check(force=True)
        phone.locator("button.send").click()
        expect(phone.locator("h1")).to_contain_text("感谢")
        assert phone.context.cookies() == [
            one for one in phone.context.cookies() if one["name"] == "locale"
        ]


def _expect_count(page: Page, number: int) -> None:
    """Expect the count on the open page of results, without reloading it, in two seconds."""
    shown = page.locator("#count")
    if number < 5:
        page.wait_for_timeout(500)
        expect(shown).to_contain_text(FEW)
    else:
        expect(shown.locator(".measure-value")).to_have_text(str(number), timeout=TWO_SECONDS)


def _close(page: Page, project: str, campaign: str) -> None:
    page.goto(campaign)
    page.locator("summary", has_text="Close now").click()
    keep_picture(page, "campaign-close-en", whole=False)
    page.get_by_role("button", name="Close the campaign").click()
    expect(page.locator(".page-title-row")).to_contain_text("Closed")


def _expect_figures(page: Page, result: str) -> None:
    def is_released() -> bool:
        page.goto(result)
        return "≥80%" in page.locator("main").inner_text()

    wait_until(is_released, seconds=20)
    expect(page.get_by_role("table", name="Question by question")).to_be_visible()
    keep_picture(page, "result-closed-en")


def _export(page: Page, project: str, enterprise: str) -> None:
    page.goto(f"{project}/exports")
    page.select_option("#field-form", "satisfaction")
    page.get_by_role("button", name="Make the spreadsheet").click()
    page.wait_for_url(re.compile(r"/jobs/\d+$"))
    link = page.locator("main a.btn-primary")
    expect(link).to_be_visible(timeout=20_000)
    keep_picture(page, "job-done-en")
    with page.expect_download() as downloading:
        link.click()
    data = Path(downloading.value.path()).read_bytes()
    workbook = load_workbook(io.BytesIO(data))
    rows = [[cell.value for cell in row] for row in workbook.worksheets[0].iter_rows()]
    workbook.close()
    found = [row for row in rows if enterprise in row]
    assert len(found) == 1
    assert 7 in found[0] or "7" in found[0]

"""The main job, from an empty server to a spreadsheet, as a county office and its workers do it."""

import datetime as dt
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from server import clock
from tests.browser.site import PASSWORD, Site, wait_until
from tests.browser.windows import PHONE, keep_picture, sign_in, window
from tests.surveys import ITEMS

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "docs/samples"
FORM = ROOT / "xlsforms/forms/satisfaction.xlsx"
OFFICE = "county@example.org"
FEW = re.compile("fewer than 5", re.IGNORECASE)
TWO_SECONDS = 2_000
_PIXELS_A_POINT = 3.0


@pytest.fixture(scope="module")
def project(site: Site) -> str:
    """Give a project with its county office, as an administrator makes them."""
    site.concord(
        "users", "create", "--email", "admin@example.org", "--role", "administrator",
        "--password-stdin", stdin=PASSWORD,
    )  # fmt: skip
    token = site.token_of("admin@example.org")
    made = site.ask("POST", "/v1/projects", {"name": "临江县人社局"}, token=token)
    user = site.ask("POST", "/v1/users", {"email": OFFICE, "password": PASSWORD}, token=token)
    role = {"role": "office", "projectId": made["id"]}
    site.ask("POST", f"/v1/users/{user['id']}/roles", role, token=token)
    return f"/office/{made['id']}"


def test_from_a_register_to_a_result_and_its_spreadsheet(
    site: Site, chromium: Browser, project: str
) -> None:
    with window(chromium, site.url) as page:
        sign_in(page, OFFICE, PASSWORD)
        _import_areas(page, project)
        _import_register(page, project)
        _publish_survey(page, project)
        campaign = _create_campaign(page, project)
        enterprise, address = _print_a_poster(page, project)

        result = _results_of(page, project, enterprise)
        for number in range(1, 8):
            _answer(chromium, site, address, number)
            _expect_count(page, number)
        keep_picture(page, "result-open-en")

        _close(page, project, campaign)
        _expect_figures(page, result)
        _export(page, project, enterprise)


def _import_areas(page: Page, project: str) -> None:
    page.goto(f"{project}/areas/import")
    page.set_input_files("input[type=file]", SAMPLES / "areas-sample.csv")
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("button", name="Add 15, change 0").click()
    expect(page.get_by_role("link", name="To the list")).to_be_visible()
    page.goto(f"{project}/parks")
    page.get_by_label("Name").first.fill("临江经济开发区")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("table")).to_contain_text("临江经济开发区")


def _import_register(page: Page, project: str) -> None:
    page.goto(f"{project}/imports")
    page.set_input_files("input[type=file]", SAMPLES / "register-sample.xlsx")
    page.get_by_role("button", name="Upload and check").click()
    wrong = page.get_by_role("table", name="Wrong rows").locator("tbody tr")
    expect(wrong).to_have_count(12)
    assert all(row.strip() for row in wrong.locator("td:last-child").all_inner_texts())
    keep_picture(page, "import-wrong-rows-en")
    page.get_by_role("button", name="Add 288, change 0").click()
    expect(page.get_by_role("link", name="To the list")).to_be_visible()
    page.goto(f"{project}/enterprises")
    expect(page.locator(".count-line")).to_contain_text("288")


def _publish_survey(page: Page, project: str) -> None:
    page.goto(f"{project}/forms/new")
    page.set_input_files("input[type=file]", FORM)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#field-version")).to_be_visible(timeout=15_000)
    page.locator("summary", has_text="Publish").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("main")).to_contain_text("What version 2026112101 asks")


def _create_campaign(page: Page, project: str) -> str:
    today = clock.day_in("Asia/Shanghai")
    page.goto(f"{project}/campaigns/new")
    page.fill("#field-name", "Harmonious labour relations 2026")
    page.select_option("#field-survey_form", index=1)
    page.fill("#field-opens_on", today.isoformat())
    page.fill("#field-closes_on", (today + dt.timedelta(days=14)).isoformat())
    page.fill("#field-contact", "0000-1234567")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/campaigns/\d+$"))
    return urlsplit(page.url).path


def _print_a_poster(page: Page, project: str) -> tuple[str, str]:
    """Make all posters and print the first; return its enterprise and what its code says."""
    page.goto(f"{project}/posters")
    page.get_by_role("button", name="Make 288 posters").click()
    expect(page.locator(".count-line")).to_contain_text("288")
    row = page.locator("tbody tr").first
    enterprise = row.locator("th, td").locator("a").first.inner_text()
    row.get_by_role("link", name=enterprise).first.click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Print as PDF").click()
    return enterprise, _address_in(Path(downloading.value.path()).read_bytes())


def _address_in(pdf: bytes) -> str:
    """Return the address that a telephone reads from a printed page."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    picture = document[0].render(scale=_PIXELS_A_POINT).to_pil()
    document.close()
    codes = zxingcpp.read_barcodes(picture)
    assert len(codes) == 1
    return str(codes[0].text)


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

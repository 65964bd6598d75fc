"""What an office does before anything can be collected: register, survey, campaign, posters."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp
from playwright.sync_api import Page, expect

from server import clock
from tests.browser.windows import keep_picture

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "docs/samples"
FORM = ROOT / "xlsforms/forms/satisfaction.xlsx"
_PIXELS_A_POINT = 3.0


@dataclass(frozen=True, slots=True)
class PreparedSurvey:
    """An open campaign, and the first enterprise with a poster and what its code says."""

    campaign: str
    enterprise: str
    poster: str


def prepare_survey(page: Page, project: str) -> PreparedSurvey:
    """Do all of it, from an empty project to the first printed poster."""
    _import_areas(page, project)
    _import_register(page, project)
    _publish_survey(page, project)
    campaign = _create_campaign(page, project)
    return PreparedSurvey(campaign, *_print_a_poster(page, project))


def _import_areas(page: Page, project: str) -> None:
    """Add the areas of the sample, and a park."""
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
    """Add the enterprises of the sample; twelve of its rows are wrong."""
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
    """Publish the delivered survey."""
    page.goto(f"{project}/forms/new")
    page.set_input_files("input[type=file]", FORM)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#field-version")).to_be_visible(timeout=15_000)
    page.locator("summary", has_text="Publish").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("main")).to_contain_text("What version 2026112101 asks")


def _create_campaign(page: Page, project: str) -> str:
    """Open a campaign for two weeks; return its address."""
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
    (text,) = codes_in(pdf)
    return text


def codes_in(pdf: bytes) -> list[str]:
    """Return what a telephone reads from the codes of all printed pages, page by page."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=_PIXELS_A_POINT).to_pil() for page in document]
    document.close()
    return [str(one.text) for picture in pictures for one in zxingcpp.read_barcodes(picture)]

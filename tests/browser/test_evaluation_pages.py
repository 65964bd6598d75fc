"""A scheme is tried in the browser: typed, explained, on both widths and without script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.site import PASSWORD, Site
from tests.browser.windows import PHONE, WIDE, keep_picture, sign_in, window
from tests.web.test_office_schemes import workbook

_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
EMAIL = "schemes@example.org"


@pytest.fixture(scope="module")
def office(site: Site) -> str:
    """Give the address of a new project's office, whose administrator may sign in."""
    made = site.concord(
        "users",
        "create",
        "--email",
        EMAIL,
        "--role",
        "administrator",
        "--password-stdin",
        stdin=PASSWORD,
    )
    assert made
    project = site.ask("POST", "/v1/projects", {"name": "County"}, token=site.token_of(EMAIL))
    return f"/office/{project['id']}"


def try_workbook(page: Page, office: str, file: Path) -> None:
    """Sign in and open the fields of a workbook."""
    sign_in(page, EMAIL, PASSWORD)
    page.goto(f"{office}/evaluation/what-if")
    page.set_input_files("#field-workbook_file", file)
    page.get_by_role("button", name="Try it").click()


@pytest.mark.parametrize(("size", "scripts"), [(WIDE, True), (PHONE, True), (WIDE, False)])
def test_points_are_tried_and_every_figure_opens(
    site: Site,
    chromium: Browser,
    office: str,
    tmp_path: Path,
    *,
    size: tuple[int, int],
    scripts: bool,
) -> None:
    file = tmp_path / "table.xlsx"
    file.write_bytes(workbook())
    with window(chromium, site.url, size=size, scripts=scripts) as page:
        try_workbook(page, office, file)
        page.fill('[name="v.1.1"]', "45.5")
        page.fill('[name="v.1.2"]', "20")
        page.get_by_role("button", name="Work it out").click()

        expect(page.get_by_text("65.5 points reach the line of 60.")).to_be_visible()
        expect(page.locator('[name="v.1.1"]')).to_have_value("45.5")
        step = page.get_by_text("45.5 points were given; 0 to 60 are possible.")
        expect(step).to_be_hidden()
        page.locator("summary", has_text=re.compile("Contracts")).click()
        expect(step).to_be_visible()
        keep_picture(page, f"what-if-{size[0]}-{scripts}")
        if scripts:
            assert axe.findings(page) == []
            assert page.evaluate(_OVERFLOW) <= 0

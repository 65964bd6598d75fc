"""Every page that links lead to: for everybody, on both widths, in both languages, by itself."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe, demo_site
from tests.browser.site import Site
from tests.browser.windows import PHONE, WIDE, keep_picture, window

SIZES = {"wide": WIDE, "phone": PHONE}
NAMED = {
    "desk": "/office/1/",
    "enterprises": "/office/1/enterprises",
    "results": "/office/1/results?campaign=1",
    "forms": "/office/1/forms",
    "submissions": "/office/1/submissions",
}
NO_PAGE = re.compile(
    r"/(pdf|card\.pdf|code\.(svg|png)|workbook|xml|sample|template|result|files/.*|thumbnails/.*)$"
)
_LINKS = """() => [...document.querySelectorAll("a[href]")]
  .filter(one => one.origin === location.origin && !one.hasAttribute("download"))
  .map(one => one.pathname)"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def sessions(site: Site) -> Mapping[str, str]:
    """Give a session of each role in the demonstration county."""
    demo_site.fill(site)
    return demo_site.cookies_of(site)


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with a page whoever reads it."""
    found = axe.findings(page)
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} h1")
    overflow = page.evaluate(_OVERFLOW)
    if overflow > 0:
        found.append(f"the page scrolls sideways by {overflow} pixels")
    if not page.title().strip():
        found.append("no title")
    return found


def pages_from(page: Page, first: str) -> Iterator[str]:
    """Open every kind of page that links lead to, one of each kind; yield its address."""
    waiting, seen = [first], {_kind(first)}
    while waiting:
        path = waiting.pop(0)
        page.goto(path)
        yield path
        for link in page.evaluate(_LINKS):
            if (
                link.startswith("/office/1/")
                and not NO_PAGE.search(link)
                and _kind(link) not in seen
            ):
                seen.add(_kind(link))
                waiting.append(link)


def _kind(path: str) -> str:
    return re.sub(r"uuid(?:%3A|:)[^/]+|\d+", "N", path.rstrip("/"))


@pytest.mark.parametrize(("language", "size"), [("en", "wide"), ("zh_CN", "phone")])
def test_every_page_of_the_office_is_sound(
    site: Site, chromium: Browser, sessions: Mapping[str, str], *, language: str, size: str
) -> None:
    cookies = {"session": sessions["administrator"]}
    faults, count = {}, 0
    with window(chromium, site.url, size=SIZES[size], language=language, cookies=cookies) as page:
        for path in pages_from(page, "/office/1/"):
            count += 1
            found = faults_of(page)
            keep_picture(page, f"{size}-{language}{_kind(path).replace('/', '-')}")
            if found:
                faults[path] = found

    assert faults == {}, "\n".join(
        f"{path}: {one}" for path, all_ in faults.items() for one in all_
    )
    assert count > 30


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_pages_of_every_day_are_sound_for_the_township_office(
    site: Site, chromium: Browser, sessions: Mapping[str, str], *, language: str, size: str
) -> None:
    cookies = {"session": sessions["township office"]}
    with window(chromium, site.url, size=SIZES[size], language=language, cookies=cookies) as page:
        for name, path in NAMED.items():
            page.goto(path)
            assert faults_of(page) == [], name
            rows = page.locator("a[data-row-link]")
            if rows.count():
                rows.first.click()
                page.wait_for_load_state()
                assert faults_of(page) == [], urlsplit(page.url).path
                keep_picture(page, f"township-{size}-{language}-one-of-{name}")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_dark_pages_are_sound(
    site: Site, chromium: Browser, sessions: Mapping[str, str], *, language: str, size: str
) -> None:
    cookies = {"session": sessions["county office"]}
    with window(
        chromium, site.url, size=SIZES[size], language=language, cookies=cookies, is_dark=True
    ) as page:
        for name in ("desk", "results"):
            page.goto(NAMED[name])
            assert faults_of(page) == [], name
            keep_picture(page, f"dark-{size}-{language}-{name}")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_pages_outside_the_office_are_sound(
    site: Site, chromium: Browser, sessions: Mapping[str, str], *, language: str, size: str
) -> None:
    with window(
        chromium, site.url, size=SIZES[size], language=language, may_be_refused=True
    ) as page:
        for name, path in {
            "login": "/office/login",
            "survey": f"/q/{demo_site.open_code(site)}",
            "survey-unknown": "/q/AAAAAAAAAA",
            "missing": "/office/none",
        }.items():
            page.goto(path)
            assert faults_of(page) == [], name
            keep_picture(page, f"{size}-{language}-{name}")

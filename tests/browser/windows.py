"""Windows of Chromium that watch: whatever leaves our own origin or is complained about fails."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE = (1440, 900), (390, 844)
SCREENSHOTS = Path(__file__).resolve().parent / "screenshots"
_PATIENCE = 15_000
_LOCALES = {"en": "en-US", "zh_CN": "zh-CN"}
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@dataclass  # without slots: Playwright keeps its own attributes on listeners
class Watch:
    """What a window asked for and complained about."""

    origin: str
    may_be_refused: bool = False
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def see_request(self, request: Request) -> None:
        """Keep a request to anywhere else."""
        if not request.url.startswith((self.origin + "/", "data:", "blob:")):
            self.foreign.append(request.url)

    def see_message(self, message: ConsoleMessage) -> None:
        """Keep an error or a warning of the console."""
        if message.type not in {"error", "warning"}:
            return
        if self.may_be_refused and _REFUSED.match(message.text):
            return
        self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def check(self) -> None:
        """Fail when anything was kept."""
        assert self.foreign == []
        assert self.complaints == []


@contextmanager
def window(
    browser: Browser,
    url: str,
    *,
    size: tuple[int, int] = WIDE,
    language: str = "en",
    scripts: bool = True,
    is_dark: bool = False,
    may_be_refused: bool = False,
    cookies: dict[str, str] | None = None,
) -> Iterator[Page]:
    """Open a fresh window of a size and language; what it did wrong is told when it closes."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": size[0], "height": size[1]},
        locale=_LOCALES[language],
        java_script_enabled=scripts,
        color_scheme="dark" if is_dark else "light",
        has_touch=size == PHONE,
        is_mobile=size == PHONE,
        reduced_motion="reduce",
    )
    context.add_cookies(
        [
            {"name": name, "value": value, "url": url}
            for name, value in {"locale": language, **(cookies or {})}.items()
        ]
    )
    watch = Watch(url, may_be_refused)
    context.on("request", watch.see_request)
    context.on("console", watch.see_message)
    context.on("weberror", lambda error: watch.complaints.append(str(error.error)))
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    try:
        yield page
        watch.check()
    except BaseException:
        keep_picture(page, "failed")
        raise
    finally:
        context.close()


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto("/office/login")
    page.fill("#field-email", email)
    page.fill("#field-password", password)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/office/(\d+/?)?$"))


def keep_picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Keep a screenshot to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)

"""The real server with its worker, and Chromium: what every test in this room stands on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import databases
from tests.browser.site import OFFICE, PASSWORD, Site, serve
from tests.browser.windows import CHROMIUM, CHROMIUM_FLAGS


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest,
    database: databases.Database,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """Give a server with an empty database, migrated by the command line; one for each module."""
    data_dir = tmp_path_factory.mktemp("site")
    is_sqlite = request.config.getoption("--database") == "sqlite"
    with serve(data_dir, "" if is_sqlite else database.fresh(data_dir)) as served:
        yield served


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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give Chromium with a fresh profile, without its own traffic."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()

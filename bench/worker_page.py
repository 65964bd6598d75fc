"""The worker's page: its bytes and requests, when it can be answered on a slow phone, its rate.

`python -m bench.worker_page [--times 5] [--seconds 4]`. Chromium with a processor four times slower
and the network of its own profile "slow 4G"; the time ends when the first answer can be tapped.
"""

import argparse
import gzip
import shutil
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench import results, site
from bench.databases import BenchDatabase, database
from bench.load import Load, LoadResult, run_in_process
from bench.server_process import ServerProcess
from bench.survey_site import SurveySite, make_survey_site, store_of

_SLOWER = 4
_NETWORK = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1_440_000 / 8,
    "uploadThroughput": 675_000 / 8,
}
"""Slow 4G as Chromium's developer tools have it: milliseconds, bytes a second."""
_ANSWERABLE = """
(function look() {
  const first = document.querySelector("input[type=radio]");
  if (first && document.readyState !== "loading" && first.getClientRects().length) {
    requestAnimationFrame(() => { window.answerableAfter = performance.now(); });
  } else {
    setTimeout(look, 5);
  }
})();
"""
_CONNECTIONS = 32


@dataclass  # without slots: Playwright hangs names on what listens
class _Traffic:
    """What the browser loaded: requests, bytes on the wire with headers, bytes unpacked."""

    request_count: int = 0
    wire_bytes: float = 0
    raw_bytes: float = 0

    def watch(self, session: CDPSession) -> None:
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._count)
        session.on("Network.dataReceived", self._add_raw)
        session.on("Network.loadingFinished", self._add_wire)

    def _count(self, _event: dict[str, object]) -> None:
        self.request_count += 1

    def _add_raw(self, event: dict[str, int]) -> None:
        self.raw_bytes += event["dataLength"]

    def _add_wire(self, event: dict[str, float]) -> None:
        self.wire_bytes += event["encodedDataLength"]


def main() -> None:
    """Measure, print two tables, write bench/results/worker_page.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    given = parser.parse_args()
    with database("sqlite") as found:
        store = store_of(found)
        survey = make_survey_site(store)
        store.dispose()
        with ServerProcess(found.environment) as server:
            page = _in_browser(f"{server.address}{survey.path}", given.times)
            rates = _rates(found, server.port, survey, given.seconds)
    results.print_table("The page on a slow phone, nothing cached", [page])
    results.print_table(f"Rates with {_CONNECTIONS} connections", rates)
    facts = {"cpu_slower": _SLOWER, "network": _NETWORK, "connections": _CONNECTIONS}
    print(f"\nwritten to {results.write('worker_page', [page, *rates], facts)}")


def _in_browser(address: str, times: int) -> results.Row:
    seconds, traffic = [], _Traffic()
    with _chromium() as browser:
        for _ in range(times):
            context = browser.new_context(viewport={"width": 360, "height": 640}, locale="zh-CN")
            page, traffic = context.new_page(), _Traffic()
            _slow_down(page, traffic)
            page.goto(address, wait_until="load")
            page.wait_for_function("window.answerableAfter")
            seconds.append(float(page.evaluate("window.answerableAfter")) / 1e3)
            context.close()
    return {
        "requests": traffic.request_count,
        "bytes on the wire": round(traffic.wire_bytes),
        "bytes unpacked": round(traffic.raw_bytes),
        "bytes gzipped": len(gzip.compress(_fetched(address), 6)),
        "answerable after s": round(median(seconds), 2),
        "best s": round(min(seconds), 2),
        "worst s": round(max(seconds), 2),
    }


def _fetched(address: str) -> bytes:
    """Return the page as it is; what a proxy that compresses would send is worked out from it."""
    with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 - our own
        return bytes(response.read())


def _slow_down(page: Page, traffic: _Traffic) -> None:
    session = page.context.new_cdp_session(page)
    traffic.watch(session)
    session.send("Network.emulateNetworkConditions", _NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.add_init_script(_ANSWERABLE)


@contextmanager
def _chromium() -> Iterator[Browser]:
    """Give Playwright's Chromium, or the machine's own where that is not installed."""
    own = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=own, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def _rates(
    found: BenchDatabase, port: int, survey: SurveySite, seconds: float
) -> list[results.Row]:
    makers = {
        "GET": site.get(survey.path, "Accept-Encoding: gzip"),
        "POST, stored": survey.post(found.environment["SECRET_KEY"]),
    }
    rows: list[results.Row] = []
    for what, make in makers.items():
        run_in_process(Load(port, make, _CONNECTIONS).run, 1.0)
        rows.append(_rate(what, run_in_process(Load(port, make, _CONNECTIONS).run, seconds)))
    return rows


def _rate(what: str, found: LoadResult) -> dict[str, object]:
    return {
        "what": what,
        "a second": round(found.per_second),
        "p50 ms": results.milliseconds(found.latencies),
        "p99 ms": results.milliseconds(found.latencies, 0.99),
        "not 200": sum(found.statuses.values()) - found.statuses.get(200, 0) + found.broken_count,
    }


if __name__ == "__main__":
    main()

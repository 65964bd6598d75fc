"""Idle memory: PSS of the web processes and the worker after they have answered and worked.

`python -m bench.idle_memory [--database sqlite]`. The target: one web process and the worker
together under 200 MB.
"""

import subprocess
import time

from bench import commands, memory, results, site
from bench.both import Given, on_both
from bench.databases import BenchDatabase
from bench.load import Load, LoadResult
from bench.survey_site import make_survey_site, store_of

TARGET_MEGABYTES = 200
_SETTLE_SECONDS = 3.0
_GET_SECONDS = 2.0
_POST_SECONDS = 2.0
_CONNECTIONS = 8


def main() -> None:
    """Measure, print a table, write bench/results/idle_memory.json."""
    title = (
        f"PSS in MB, two web processes and the worker, idle after work (target {TARGET_MEGABYTES})"
    )
    on_both("idle_memory", __doc__, title, {}, _measure)


def _measure(found: BenchDatabase, _given: Given) -> list[results.Row]:
    environment = commands.settings_of_port(found.environment)
    with commands.running("web", environment) as web, commands.running("worker", environment) as do:
        commands.wait_until_ready(environment["PUBLIC_BASE_URL"], web)
        _warm_up(found, environment)
        time.sleep(_SETTLE_SECONDS)
        return [_row(found.name, web, do)]


def _warm_up(found: BenchDatabase, environment: dict[str, str]) -> None:
    """Ask for every kind of page, and send submissions that the worker has to read."""
    store = store_of(found)
    made, survey = site.make_site(store), make_survey_site(store)
    store.dispose()
    port = int(environment["PORT"])
    for path in ("/office/login", "/healthz", f"{made.path}/formList", survey.path):
        found_well = Load(port, site.get(path), _CONNECTIONS).run(_GET_SECONDS)
        _check(path, found_well)
    for path, make in (
        (f"{made.path}/submission", site.post(f"{made.path}/submission")),
        (survey.path, survey.post(environment["SECRET_KEY"])),
    ):
        _check(path, Load(port, make, _CONNECTIONS).run(_POST_SECONDS))


def _check(path: str, found: LoadResult) -> None:
    """Refuse to measure a server that did not do what it was asked."""
    if not found.statuses or not set(found.statuses) <= {200, 201, 303}:
        raise RuntimeError(f"{path}: {found.statuses}")


def _row(
    name: str, web: subprocess.Popen[bytes], worker: subprocess.Popen[bytes]
) -> dict[str, object]:
    master, *processes = memory.processes_of_group(web.pid)
    sizes = [memory.pss_megabytes(pid) for pid in processes]
    work = sum(memory.pss_megabytes(pid) for pid in memory.processes_of_group(worker.pid))
    return {
        "database": name,
        "web master": round(memory.pss_megabytes(master)),
        "web process": round(max(sizes)),
        "worker": round(work),
        "web process + worker": round(max(sizes) + work),
        "all web + worker": round(memory.pss_megabytes(master) + sum(sizes) + work),
    }


if __name__ == "__main__":
    main()

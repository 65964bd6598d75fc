"""Cold start: from `concord web` to the first 200 of /healthz; and the release step, twice.

`python -m bench.cold_start [--times 5]`. The target is under 2 s.
"""

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import commands, cpu, results
from bench.databases import BenchDatabase, database

TARGET_SECONDS = 2.0


def main() -> None:
    """Measure, print a table, write bench/results/cold_start.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    rows: list[results.Row] = []
    facts: dict[str, object] = {"target_seconds": TARGET_SECONDS}
    for name in ("sqlite", "postgres"):
        with database(name) as found:
            facts[name] = found.facts
            rows.append(_row(f"web, {name}", [_web(found) for _ in range(given.times)]))
    rows += _first_runs()
    results.print_table("Seconds from the command to the first answer, or to its end", rows)
    print(f"\nwritten to {results.write('cold_start', rows, facts)}")


def _web(found: BenchDatabase) -> tuple[float, float]:
    """Return the seconds on the clock and of the processor until the first good answer."""
    environment = commands.settings_of_port(found.environment)
    began = time.perf_counter()
    with commands.running("web", environment) as process:
        commands.wait_until_ready(environment["PUBLIC_BASE_URL"], process)
        return time.perf_counter() - began, cpu.seconds_of_group(process.pid)


def _first_runs() -> list[results.Row]:
    """Return how long the first run on an empty folder takes, and the second."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        settings = {"DATA_DIR": str(Path(folder) / "data"), "DATABASE_URL": ""}
        environment = commands.settings_of_port(settings)
        first, second = (_release(environment) for _ in range(2))
    return [_row("release, empty folder", [(first, None)]), _row("again", [(second, None)])]


def _release(environment: dict[str, str]) -> float:
    """Return the seconds of what comes before the web server: migrate and first-run."""
    return sum(commands.seconds_of(one, environment) for one in ("migrate", "first-run"))


def _row(what: str, found: list[tuple[float, float]] | list[tuple[float, None]]) -> results.Row:
    seconds = [one[0] for one in found]
    spent = [one[1] for one in found if one[1] is not None]
    return {
        "what": what,
        "times": len(found),
        "median s": round(median(seconds), 2),
        "best s": round(min(seconds), 2),
        "worst s": round(max(seconds), 2),
        "best cpu s": round(min(spent), 2) if spent else "",
    }


if __name__ == "__main__":
    main()

"""How fast enterprises are evaluated: the rules alone, and a whole campaign with its traces stored.

The table has 58 rows of 100 points, as the longest published one. Inputs are stored as the product
stores them, and a campaign reads them from the database; `--enterprises` says how many there are.
"""

import argparse
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from functools import cache
from os import cpu_count

from bench.databases import database
from bench.evaluated_county import Evaluated, make_county, own_scheme, points_drawn
from bench.results import milliseconds, print_table, write
from server import clock, garbage
from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.scoring.evaluate import evaluate
from server.operations.evaluate_campaign import renew_whole_campaign
from server.operations.inputs_changed import inputs_changed
from server.operations.job_context import JobContext
from server.settings import Settings
from server.store import outbox
from server.store.batches import batches
from server.store.blobs import BlobStore
from server.store.tables.assessments import AssessmentValue
from server.store.transaction import Store
from server.worker import Worker

ENTERPRISES = 53_400
LEAST_PURE, MOST_SECONDS, MOST_DELAY = 5_000, 60.0, 2.0
_DAY = date(2026, 11, 1)
_AT_ONCE = 200
_PROBE_SECONDS, _LOOK_AGAIN_SECONDS = 1.0, 0.005


def main() -> int:
    """Measure and print; return how many of the promises are not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enterprises", type=int, default=ENTERPRISES)
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgres"])
    given = parser.parse_args()
    garbage.settle()  # as the worker does
    rows = [*pure(given.enterprises)]
    print_table("Rules alone", rows)
    stored = [whole(name, given.enterprises) for name in given.databases]
    print_table("A campaign with its traces, and one submission's consequence meanwhile", stored)
    write("evaluations", [*rows, *stored], {"enterprises": given.enterprises})
    missed = sum(float(str(row["a_second"])) < LEAST_PURE for row in rows)
    if given.enterprises == ENTERPRISES:
        missed += sum(float(str(row["seconds"])) > MOST_SECONDS for row in stored)
    return missed + sum(float(str(row["longest_delay_s"])) > MOST_DELAY for row in stored)


def pure(count: int) -> list[dict[str, object]]:
    """Return how many subjects a second are evaluated on one core, and on all at once."""
    workers = cpu_count() or 1
    parts = [range(start, count, workers) for start in range(workers)]
    with ProcessPoolExecutor(workers, initializer=garbage.settle) as pool:
        rates = list(pool.map(_rate_of, parts))
    return [
        {"processes": 1, "a_second": round(_rate_of(range(count)))},
        {"processes": workers, "a_second": round(sum(rates))},
    ]


def whole(name: str, count: int) -> dict[str, object]:
    """Return how long a campaign takes, and how long single changes wait meanwhile."""
    with database(name) as made:
        settings = Settings(
            data_dir=made.folder / "data", database_url=made.url, secret_key="of a bench " * 4
        )
        store = Store(made.address)
        context = JobContext(store, BlobStore(settings.blob_dir), settings)
        county = make_county(context, count)
        stop = threading.Event()
        lane = Worker(context, outbox.QUICK, stop)
        thread = threading.Thread(target=lane.run)
        thread.start()
        delays: list[float] = []
        prober = threading.Thread(target=_probe, args=(store, county, stop, delays))
        prober.start()
        started = time.perf_counter()
        payload = {"campaign_id": county.campaign_id, "is_forced": True}
        renew_whole_campaign(context, payload)
        seconds = time.perf_counter() - started
        stop.set()
        lane.wake()
        for one in (thread, prober):
            one.join()
        store.dispose()
    return {
        "database": name,
        "enterprises": count,
        "seconds": round(seconds, 1),
        "a_second": round(count / seconds),
        "changes": len(delays),
        "median_delay_ms": milliseconds(delays),
        "longest_delay_s": round(max(delays, default=0.0), 2),
    }


def _probe(store: Store, county: Evaluated, stop: threading.Event, delays: list[float]) -> None:
    """Change an assessment each second and note how long its evaluation stays stale."""
    number = 0
    while not stop.wait(_PROBE_SECONDS):
        number += 1
        started = time.perf_counter()
        with store.writing() as session:
            value = session.get_one(AssessmentValue, (county.probe_assessment_id, "H1"))
            value.value = str(number % 2)
            session.flush()
            inputs_changed(session, {county.probe_enterprise_id}, now=clock.now())
        while county.is_stale(store):
            if stop.wait(_LOOK_AGAIN_SECONDS):
                return
        delays.append(time.perf_counter() - started)


@cache
def _scheme() -> CompiledScheme:
    return compile_scheme(own_scheme())


def _rate_of(numbers: Sequence[int]) -> float:
    """Return how many a second are evaluated; making their inputs up is not counted."""
    scheme, seconds = _scheme(), 0.0
    for some in batches(numbers, _AT_ONCE):
        subjects = [_subject(scheme, number) for number in some]
        started = time.perf_counter()
        for one in subjects:
            evaluate(scheme, one)
        seconds += time.perf_counter() - started
    return len(numbers) / seconds


def _subject(scheme: CompiledScheme, number: int) -> Subject:
    """Return a subject with a value for each row, another one for each number."""
    observed = (
        Observation(
            measure,
            points_drawn(number, int(measure.removeprefix("H"))),
            Source.ASSESSOR,
            "county",
            _DAY,
            f"assessment:{number}",
        )
        for measure in _measures(scheme)
    )
    return Subject(inputs_of(observed), {"kind": "enterprise", "headcount": Decimal(100)}, _DAY)


def _measures(scheme: CompiledScheme) -> list[str]:
    return [measure for measure in scheme.simple.values() if measure]


if __name__ == "__main__":
    sys.exit(main())

"""Durable submissions a second (a 201 is on disk), beside parsing them and throwing them away.

`python -m bench.ingest [--seconds 6] [--database sqlite --database postgres]`
"""

from sqlalchemy import func, select
from sqlmodel import col

from bench import cpu, results, site
from bench.both import Given, on_both
from bench.databases import BenchDatabase
from bench.load import Load, LoadResult, run_in_process
from bench.server_process import ServerProcess
from server.store.tables.submissions import SubmissionVersion
from server.store.transaction import Store

CONNECTIONS = (1, 8, 32, 64)


def main() -> None:
    """Measure, print a table, write bench/results/ingest.json."""
    title = "Submissions a second, 2 processes of threads"
    options = {"seconds": 6.0, "connections": CONNECTIONS}
    on_both("ingest", __doc__, title, options, _measure)


def _measure(found: BenchDatabase, given: Given) -> list[results.Row]:
    store = Store(found.address)
    made = site.make_site(store)
    rows: list[results.Row] = []
    with ServerProcess(found.environment) as server:
        _run(server.port, "/bench/parse", 8, 1.0)
        _run(server.port, f"{made.path}/submission", 8, 1.0)
        for count in given.connections:
            floor = _run(server.port, "/bench/parse", count, given.seconds)
            before, used = _stored(store), _cpu(server, found)
            kept = _run(server.port, f"{made.path}/submission", count, given.seconds)
            gained = _stored(store) - before
            spent = (_cpu(server, found) - used) / max(1, gained)
            rows.append(
                _row(found.name, count, kept, floor, gained) | {"cpu ms": round(spent * 1e3, 2)}
            )
            print(rows[-1])
    store.dispose()
    return rows


def _run(port: int, path: str, connections: int, seconds: float) -> LoadResult:
    load = Load(port, site.post(path), connections)
    return run_in_process(load.run, seconds)


def _cpu(server: ServerProcess, found: BenchDatabase) -> float:
    """Return the processor seconds of the server and of PostgreSQL."""
    group = server.process.pid if server.process else 0
    return cpu.seconds_of_group(group) + (
        cpu.seconds_of_children(found.database_pid) if found.database_pid else 0.0
    )


def _stored(store: Store) -> int:
    with store.reading() as session:
        statement = select(func.count(col(SubmissionVersion.id)))
        return session.connection().execute(statement).scalar_one()


def _row(
    name: str, connections: int, kept: LoadResult, floor: LoadResult, gained: int
) -> dict[str, object]:
    return {
        "database": name,
        "connections": connections,
        "stored/s": round(kept.per_second),
        "p50 ms": results.milliseconds(kept.latencies),
        "p99 ms": results.milliseconds(kept.latencies, 0.99),
        "parse only/s": round(floor.per_second),
        "share": round(kept.per_second / floor.per_second, 2) if floor.per_second else 0,
        "not 201": sum(kept.statuses.values()) - kept.statuses.get(201, 0) + kept.broken_count,
        "201": len(kept.acknowledged),
        "rows gained": gained,
    }


if __name__ == "__main__":
    main()

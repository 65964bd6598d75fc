"""Kill the server under load, start it again, and look for every submission it said 201 to.

`python -m bench.kill [--rounds 5] [--database sqlite --database postgres]`

SIGKILL proves nothing about disks that lose power; it proves that no 201 leaves before the commit.
"""

import random
import time

from sqlalchemy import func
from sqlmodel import col, select

from bench import results, site
from bench.both import Given, on_both
from bench.databases import BenchDatabase
from bench.load import Load, run_in_process
from bench.server_process import ServerProcess
from server.store.tables.submissions import Submission, SubmissionVersion, SubmissionXml
from server.store.transaction import Store

CONNECTIONS = 32


def main() -> None:
    """Kill, compare, print a table, write bench/results/kill.json; fails on the first loss."""
    title = "Submissions after SIGKILL under load"
    rows = on_both("kill", __doc__, title, {"rounds": 5}, _measure)
    if any(row["lost"] or row["doubled"] or row["half"] for row in rows):
        raise SystemExit("a submission was lost, doubled or half stored")


def _measure(found: BenchDatabase, given: Given) -> list[results.Row]:
    store = Store(found.address)
    made = site.make_site(store)
    rows: list[results.Row] = []
    acknowledged: set[str] = set()
    for number in range(1, given.rounds + 1):
        server = ServerProcess(found.environment)
        server.start()
        load = Load(server.port, site.post(f"{made.path}/submission"), CONNECTIONS)

        def kill(victim: ServerProcess = server) -> None:
            time.sleep(random.uniform(1.0, 2.5))
            victim.kill()

        acknowledged |= set(run_in_process(load.run, 4.0, during=kill).acknowledged)
        with ServerProcess(found.environment):
            rows.append(_row(found.name, number, store, acknowledged))
        print(rows[-1])
    store.dispose()
    return rows


def _row(name: str, number: int, store: Store, acknowledged: set[str]) -> results.Row:
    with store.reading() as session:
        stored = session.exec(select(SubmissionVersion.instance_id)).all()
        documents = session.exec(select(func.count(col(SubmissionXml.submission_version_id)))).one()
        submissions = session.exec(select(func.count(col(Submission.id)))).one()
    return {
        "database": name,
        "round": number,
        "201": len(acknowledged),
        "stored": len(stored),
        "lost": len(acknowledged - set(stored)),
        "doubled": len(stored) - len(set(stored)),
        "half": abs(len(stored) - documents) + abs(len(stored) - submissions),
    }


if __name__ == "__main__":
    main()

"""Whether taking submissions in stays as fast when a form has a million of them.

`python -m bench.growth [--seconds 6] [--rows 10000 --rows 1000000] [--database sqlite …]`
"""

from sqlalchemy import text
from sqlmodel import Session

from bench import results, site
from bench.both import Given, on_both
from bench.databases import BenchDatabase
from bench.load import Load, LoadResult, run_in_process
from bench.server_process import ServerProcess
from server import clock
from server.store.transaction import Store

CONNECTIONS = 32
_AT_ONCE = 50_000

_SERIES = {
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM series"
    " WHERE n < :last) ",
    "postgresql": "WITH series(n) AS (SELECT generate_series(CAST(:first AS bigint),"
    " CAST(:last AS bigint))) ",
}
_SUBMISSIONS = """
    INSERT INTO submissions (id, project_id, form_pk, root_instance_id, current_version_id,
        submitter_id, device_id, received_at)
    {series} SELECT n, :project_id, :form_pk, 'uuid:bench-' || (n * 7919 % 100000007), n, NULL,
        'collect:bench', :now FROM series
    """
_VERSIONS = """
    INSERT INTO submission_versions (id, submission_id, form_pk, form_version_id, instance_id,
        xml_sha256, is_current, saw_incomplete, flags, received_at)
    {series} SELECT n, n, :form_pk, :form_version_id, 'uuid:bench-' || (n * 7919 % 100000007),
        :sha256, true, false, '[]', :now FROM series
    """
_XMLS = """
    INSERT INTO submission_xmls (submission_version_id, xml) {series} SELECT n, :xml FROM series
    """


def main() -> None:
    """Measure, print a table, write bench/results/growth.json."""
    title = "Submissions a second by rows in the form, 32 connections"
    options = {"seconds": 6.0, "rows": (10_000, 1_000_000)}
    on_both("growth", __doc__, title, options, _measure)


def _measure(found: BenchDatabase, given: Given) -> list[results.Row]:
    store = Store(found.address)
    made = site.make_site(store)
    rows: list[results.Row] = []
    filled = 0
    for count in sorted(given.rows):
        _fill(store, made, first=filled + 1, last=count)
        filled = count
        _settle(store)
        with ServerProcess(found.environment) as server:
            _run(server.port, f"{made.path}/submission", 2.0)
            floor = _run(server.port, "/bench/parse", given.seconds)
            kept = _run(server.port, f"{made.path}/submission", given.seconds)
        _forget_new(store, filled)
        rows.append(_row(found.name, count, kept, floor))
        print(rows[-1])
    store.dispose()
    return rows


def _run(port: int, path: str, seconds: float) -> LoadResult:
    return run_in_process(Load(port, site.post(path), CONNECTIONS).run, seconds)


def _fill(store: Store, made: site.Site, *, first: int, last: int) -> None:
    """Insert submissions with keys from first to last; the XML is short to save space."""
    for start in range(first, last + 1, _AT_ONCE):
        with store.writing() as session:
            values = {
                "first": start,
                "last": min(start + _AT_ONCE - 1, last),
                "project_id": made.project_id,
                "form_pk": made.form_pk,
                "form_version_id": made.form_version_id,
                "sha256": "0" * 64,
                "xml": site.submission("uuid:bench")[:500],
                "now": clock.now().isoformat(" ") if store.is_sqlite else clock.now(),
            }
            for statement in (_SUBMISSIONS, _VERSIONS, _XMLS):
                _insert(session, statement, values)
    with store.writing() as session:
        if not store.is_sqlite:
            for table in ("submissions", "submission_versions"):
                name = f"SELECT setval('{table}_id_seq', {last})"
                session.connection().execute(text(name))


def _settle(store: Store) -> None:
    """Let PostgreSQL do at once what it would do during the run because of the fill."""
    if not store.is_sqlite:
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))


def _insert(session: Session, statement: str, values: dict[str, object]) -> None:
    dialect = session.get_bind().dialect.name
    session.connection().execute(text(statement.format(series=_SERIES[dialect])), values)


def _forget_new(store: Store, filled: int) -> None:
    """Remove what the load added, so that the next fill finds its keys free."""
    with store.writing() as session:
        for statement in (
            "DELETE FROM outbox",
            "DELETE FROM submission_xmls WHERE submission_version_id > :last",
            "DELETE FROM submission_versions WHERE id > :last",
            "DELETE FROM submissions WHERE id > :last",
        ):
            session.connection().execute(text(statement), {"last": filled})


def _row(name: str, count: int, kept: LoadResult, floor: LoadResult) -> results.Row:
    return {
        "database": name,
        "rows before": count,
        "stored/s": round(kept.per_second),
        "p50 ms": results.milliseconds(kept.latencies),
        "p99 ms": results.milliseconds(kept.latencies, 0.99),
        "parse only/s": round(floor.per_second),
        "share": round(kept.per_second / floor.per_second, 2) if floor.per_second else 0,
        "not 201": sum(kept.statuses.values()) - kept.statuses.get(201, 0) + kept.broken_count,
    }


if __name__ == "__main__":
    main()

"""Import and export of 10,000 rows: seconds, and the most memory that they took.

`python -m bench.import_export [--rows 10000] [--database sqlite]`. An XLSX of enterprises goes
through preview and confirmation over HTTP; the worker writes the office's spreadsheet of as many
site checks. The target of each is under 30 s.
"""

import json
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from bench import commands, cpu, memory, results
from bench.both import Given, on_both
from bench.check_site import CheckSite, add_checks, make_check_site
from bench.databases import BenchDatabase
from bench.survey_site import store_of
from exports.spreadsheet import Column, ColumnKind, Sheet, Spreadsheet
from exports.xlsx_file import write_xlsx
from server.domain.credit_code import make_credit_code

TARGET_SECONDS = 30
_MOST_SECONDS = 600
_COLUMNS = (
    Column("企业名称", ColumnKind.TEXT),
    Column("统一社会信用代码", ColumnKind.IDENTIFIER),
    Column("所属区域", ColumnKind.TEXT),
    Column("地址", ColumnKind.TEXT),
    Column("职工人数", ColumnKind.INTEGER),
)


@dataclass(frozen=True, slots=True)
class _Client:
    """A person who asks the server's REST interface."""

    address: str
    headers: Mapping[str, str]

    def ask(
        self, path: str, body: bytes | None = None, content_type: str = "application/json"
    ) -> bytes:
        """Return the answer to a GET, or to a POST when there is a body; raises HTTPError."""
        headers = {**self.headers, "Content-Type": content_type}
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.address}{path}", data=body, headers=headers
        )
        with urllib.request.urlopen(request, timeout=_MOST_SECONDS) as response:  # noqa: S310 - our own server
            return bytes(response.read())

    def ask_json(self, path: str, body: bytes | None = None) -> dict[str, object]:
        """Return a JSON object."""
        found: dict[str, object] = json.loads(self.ask(path, body))
        return found


def main() -> None:
    """Measure, print a table, write bench/results/import_export.json."""
    title = f"Rows in and out, target {TARGET_SECONDS} seconds"
    on_both("import_export", __doc__, title, {"rows": 10_000}, _measure)


def _measure(found: BenchDatabase, given: Given) -> list[results.Row]:
    environment = commands.settings_of_port(found.environment)
    store = store_of(found)
    made = make_check_site(store, environment["SECRET_KEY"])
    add_checks(store, made, given.rows)
    store.dispose()
    file = _enterprises(given.rows)
    client = _Client(environment["PUBLIC_BASE_URL"], made.people.administrator.headers)
    project = f"/v1/projects/{made.people.places.project_id}"
    with commands.running("web", environment) as web, commands.running("worker", environment) as do:
        commands.wait_until_ready(client.address, web)
        imported = _import(client, project, file, found.name, web)
        return [*imported, _export(client, project, made, found.name, do)]


def _import(
    client: _Client, project: str, file: bytes, name: str, web: subprocess.Popen[bytes]
) -> list[results.Row]:
    path, kept = f"{project}/enterprises/imports", {}

    def preview() -> int:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        kept.update(json.loads(client.ask(path, file, kind)))
        return int(kept["newCount"])

    def confirm() -> int:
        done = json.loads(client.ask(f"{path}/{kept['id']}/confirm", b"{}"))
        return int(done["createdCount"])

    return [
        _row(name, "import: preview", web, preview),
        _row(name, "import: confirm", web, confirm),
    ]


def _export(
    client: _Client, project: str, made: CheckSite, name: str, worker: subprocess.Popen[bytes]
) -> results.Row:
    def export() -> int:
        asked = client.ask_json(f"{project}/forms/{made.form_id}/exports", b"{}")
        job = f"{project}/jobs/{asked['id']}"
        while not (found := client.ask_json(job))["hasResult"]:
            if found["state"] == "failed":
                raise RuntimeError(f"the export failed: {found['message']}")
            time.sleep(0.1)
        return _row_count(client.ask(f"{job}/result"))

    return _row(name, "export: office spreadsheet", worker, export)


def _enterprises(count: int) -> bytes:
    """Return an XLSX of enterprises, each in the village of the bench's county."""
    rows = (
        (
            f"第{number}机械制造有限公司",
            make_credit_code(f"92000000{number:09d}"),
            "First village",
            f"工业大道{number}号",
            20 + number % 500,
        )
        for number in range(count)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "enterprises.xlsx"
        write_xlsx(Spreadsheet((Sheet("企业", _COLUMNS, rows),)), path)
        return path.read_bytes()


def _row_count(workbook: bytes) -> int:
    """Return how many rows below the head the first sheet has."""
    with ZipFile(BytesIO(workbook)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1


def _row(
    name: str, what: str, process: subprocess.Popen[bytes], work: Callable[[], int]
) -> dict[str, object]:
    """Return how long the work took, and the memory of the process and its children meanwhile."""
    with memory.PeakMemory(process.pid) as watched:
        began, used = time.perf_counter(), cpu.seconds_of_group(process.pid)
        count = work()
        seconds = time.perf_counter() - began
        spent = cpu.seconds_of_group(process.pid) - used
    return {
        "database": name,
        "what": what,
        "rows": count,
        "seconds": round(seconds, 1),
        "cpu s": round(spent, 1),
        "MB before": round(watched.before),
        "MB at most": round(watched.peak),
    }


if __name__ == "__main__":
    main()

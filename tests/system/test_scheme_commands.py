"""`concord scheme` checks a workbook and evaluates typed values, without a database."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from server.domain.schemes.telling.trace_json import evaluation_from_json
from tests.scheme_books import Rows, book_of, file_of

HEAD = ("code", "parent", "name_zh", "name_en", "kind", "points", "source", "target", "per_point")
ROWS = (
    HEAD,
    ("1", None, "用工", "Employment", "group", 15),
    ("1.1", "1", "合同", "Contracts", "manual_range", 10, "assessor"),
    ("1.2", "1", "签订率", "Signing rate", "linear_deduct", 5, "inspection", 95, 0.5),
)
GRADES = (("code", "name_zh", "kind", "from_points"), ("A", "甲", "grade_bands", 12))
RECORDS = (("kind", "name_zh"), ("arrears", "欠薪"))
VETOES = (
    ("code", "name_zh", "kind", "source", "measure"),
    ("V", "欠薪", "veto", "record", "record:arrears"),
)


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["scheme", *map(str, arguments)])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return _book(tmp_path, {"indicators": ROWS, "grades": GRADES})


def _book(folder: Path, sheets: dict[str, Rows]) -> Path:
    path = folder / "mine.xlsx"
    path.write_bytes(file_of(book_of({"vetoes": VETOES, "records": RECORDS, **sheets})))
    return path


def test_a_good_workbook_is_said_to_be_good(book: Path) -> None:
    done = _run("check", book)

    assert (done.exit_code, done.output) == (0, "mine.xlsx: 3 rows, 15 points.\n")


def test_every_fault_is_told_at_its_cell(tmp_path: Path) -> None:
    rows = (HEAD, ("1", None, "用工", None, "group", 20), *ROWS[2:], ("1.1", "8", "又", None, "x"))

    done = _run("check", _book(tmp_path, {"indicators": rows}))

    assert done.exit_code == 1
    kind, *others = done.output.splitlines()
    assert kind.startswith("indicators!E5 (kind): “x” is not known here. Write one of: all_or")
    assert others == [
        "indicators!A5 (code): The code 1.1 stands in row 3 of the sheet “indicators” already. "
        "Give each row a code of its own. Format codes as text, so that 1.10 does not become 1.1.",
        "indicators!B5 (parent): There is no row with the code 8. "
        "Correct the code of the row above, or add that row.",
    ]


def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"code,kind")

    done = _run("check", path)

    assert done.exit_code == 1
    assert done.output.startswith("Error: mine.xlsx: The file is not an Excel workbook (.xlsx).")


def test_typed_values_are_scored_and_told(book: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs.json"
    inputs.write_text('{"name": "Willow", "observations": {"1.1": 8.5, "1.2": 93}}')

    done = _run("evaluate", book, "--inputs", inputs, "--on", "2026-11-01")

    assert done.exit_code == 0
    lines = [" ".join(line.split()) for line in done.output.splitlines()]
    assert lines[:5] == [
        "Willow",
        "1 Employment 12.5 / 15",
        "1.1 Contracts 8.5 / 10",
        "1.2 Signing rate 4 / 5",
        "Total: 12.5 / 15",
    ]
    assert lines[-1] == "Grade: A"


def test_gaps_vetoes_and_what_is_lacking_are_told(book: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs.json"
    inputs.write_text('{"observations": {"1.2": 90, "record:arrears": true}}')

    done = _run("evaluate", book, "--inputs", inputs)

    assert "no_value" in done.output
    assert "Total: at least 2.5 / 15" in done.output
    assert "Veto V fires: Found: 1." in done.output
    assert "A: open: 9.5 points short of the line of 12." in done.output
    assert "Grade: none" in done.output


def test_a_workbook_of_inputs_gives_full_traces(book: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs.xlsx"
    rows = (("subject", "measure", "value"), ("柳树", "1.1", 0.5), ("杨树", "1.1", 9))
    inputs.write_bytes(file_of(book_of({"inputs": rows})))

    done = _run("evaluate", book, "--inputs", inputs, "--json")

    told = json.loads(done.output)
    traces = [evaluation_from_json(one["evaluation"]) for one in told]
    assert [one["name"] for one in told] == ["柳树", "杨树"]
    assert [str(one.lowest) for one in traces] == ["0.5", "9"]
    assert told[0]["evaluation"]["rows"]["1.1"]["used"][0]["value"] == {"number": "0.5"}


def test_bad_inputs_and_bad_schemes_are_told_in_sentences(book: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs.json"
    inputs.write_text('{"observations": {"1.1": [8]}}')
    bad_inputs = _run("evaluate", book, "--inputs", inputs)
    bad_scheme = _run("evaluate", _book(tmp_path, {"indicators": ROWS[:2]}), "--inputs", inputs)

    assert (bad_inputs.exit_code, bad_scheme.exit_code) == (1, 1)
    assert "inputs.json: inputs.observations[0].value: write a number" in bad_inputs.output
    assert "indicators!E2 (kind): A row of the kind group" in bad_scheme.output


def test_the_blank_workbook_is_written_to_standard_output(tmp_path: Path) -> None:
    done = _run("blank")
    path = tmp_path / "blank.xlsx"
    path.write_bytes(done.stdout_bytes)

    checked = _run("check", path)

    assert done.exit_code == 0
    assert "settings: The setting “scheme” is missing." in checked.output

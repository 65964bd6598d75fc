"""CSV in two dialects: rows keep their width, and Excel computes nothing."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.csv_file import CsvDialect, csv_chunks, guarded, unguarded, write_csv
from exports.read_csv import csv_rows
from exports.read_spreadsheet import read_table
from exports.spreadsheet import CellValue, clean_text

HOSTILE = [
    "=1+1",
    "+1+1",
    "@x",
    "\t=1",
    "＝1",
    "＋1",
    "－x",
    "＠x",
    "#REF!",
    "-5",
    "+5",
    "a\rb",
    'a"b',
    "a,b",
]


def _csv(rows: list[list[CellValue]], dialect: CsvDialect) -> bytes:
    return b"".join(csv_chunks(["a", "b"], rows, dialect=dialect))


def test_the_office_dialect_guards_all_but_plain_numbers() -> None:
    written = _csv([[text, "x"] for text in HOSTILE], CsvDialect.OFFICE)

    assert written.startswith(b"\xef\xbb\xbfa,b\r\n")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[1:]] == [
        "'=1+1", "'+1+1", "'@x", "'\t=1", "'＝1", "'＋1", "'－x", "'＠x", "'#REF!", "-5", "+5",
        "a\nb", 'a"b', "a,b",
    ]  # fmt: skip
    assert {len(row) for row in rows} == {2}


def test_the_central_dialect_leaves_values_unchanged() -> None:
    written = _csv([[text, "x"] for text in HOSTILE], CsvDialect.CENTRAL)

    assert written.startswith(b"a,b\n=1+1,x\n+1+1,x\n@x,x\n\t=1,x\n")
    assert b'"a\rb",x\n"a""b",x\n"a,b",x\n' in written
    assert b"\r\n" not in written


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
table_rows = st.lists(st.lists(texts, min_size=2, max_size=2), max_size=6)


@given(table_rows)
def test_central_rows_are_read_back_as_written(rows: list[list[CellValue]]) -> None:
    text = _csv(rows, CsvDialect.CENTRAL).decode()

    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == rows


@given(table_rows)
def test_office_rows_are_read_back_cleaned(rows: list[list[str]]) -> None:
    written: list[list[CellValue]] = [list(row) for row in rows]
    text = _csv(written, CsvDialect.OFFICE).decode("utf-8-sig")

    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [[unguarded(field) for field in row] for row in read] == [
        [clean_text(field) for field in row] for row in rows
    ]


@given(st.text())
def test_a_guard_can_always_be_taken_away(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_our_own_guard_is_taken_away_when_a_file_comes_back() -> None:
    written = _csv([["=1+1", "-x"], ["'=1", "b"]], CsvDialect.OFFICE)

    assert [[cell.text for cell in cells] for _, cells in csv_rows(written)][1][0] == "=1+1"
    cells = [[cell.value for cell in row.cells] for row in read_table(written).rows]
    assert cells == [["=1+1", "-x"], ["'=1", "b"]]


@pytest.mark.parametrize(
    ("value", "office", "central"),
    [
        (None, "", ""),
        (True, "true", "true"),
        (False, "false", "false"),
        (Decimal("1E+3"), "1000", "1000"),
        (-5, "-5", "-5"),
        (date(2026, 11, 20), "2026-11-20", "2026-11-20"),
        (
            datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
            "2026-11-20 08:00:00",
            "2026-11-20T08:00:00+00:00",
        ),
        ("a\ud800b", "a\ufffdb", "a\ufffdb"),
    ],
)
def test_values_have_one_spelling(value: CellValue, office: str, central: str) -> None:
    assert _csv([[value, 1]], CsvDialect.OFFICE).decode().endswith(f"\r\n{office},1\r\n")
    assert _csv([[value, 1]], CsvDialect.CENTRAL).decode() == f"a,b\n{central},1\n"


def test_a_row_of_one_empty_field_is_no_empty_line() -> None:
    assert b"".join(csv_chunks(["a"], [[None]], dialect=CsvDialect.CENTRAL)) == b'a\n""\n'


def test_long_tables_come_in_pieces(tmp_path: Path) -> None:
    rows: list[list[CellValue]] = [["x" * 100, number] for number in range(5_000)]

    pieces = list(csv_chunks(["a", "b"], rows, dialect=CsvDialect.OFFICE))
    write_csv(["a", "b"], rows, dialect=CsvDialect.OFFICE, path=tmp_path / "t.csv")

    assert len(pieces) > 5
    assert (tmp_path / "t.csv").read_bytes() == b"".join(pieces)

"""XLSX files: what is written is what another library reads, typed, and never a formula."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.spreadsheet import (
    CUT_MARK,
    LONGEST_TEXT,
    CellValue,
    Column,
    ColumnKind,
    Row,
    Sheet,
    Spreadsheet,
    clean_text,
)
from exports.xlsx_file import TooManyColumns, write_xlsx

TYPED = (
    Column("文本"),
    Column("编号", ColumnKind.IDENTIFIER),
    Column("整数", ColumnKind.INTEGER),
    Column("小数", ColumnKind.DECIMAL),
    Column("占比", ColumnKind.PERCENT),
    Column("日期", ColumnKind.DATE),
    Column("时间", ColumnKind.DATETIME),
)


def _dump(path: Path) -> list[str]:
    workbook = openpyxl.load_workbook(path)
    return [
        f"{sheet.title}!{cell.coordinate}\t{cell.data_type}\t{cell.value}\t{cell.number_format}"
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def _written(path: Path, *rows: Row, columns: tuple[Column, ...] = TYPED) -> list[str]:
    write_xlsx(Spreadsheet((Sheet("S", columns, rows),)), path)
    return _dump(path)[len(columns) :]


@pytest.mark.parametrize("text", ["<r>", "<r>&</r>", "<r><t>x</t></r>", " a\n<b> ", "&lt;"])
def test_markup_in_an_answer_is_text(tmp_path: Path, text: str) -> None:
    found = _written(tmp_path / "a.xlsx", (text,), columns=(Column("文本"),))

    assert found == [f"S!A2\ts\t{text}\t@"]


def test_text_that_looks_like_an_escape_is_escaped_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    write_xlsx(Spreadsheet((Sheet("S", (Column("文本"),), (("_x0041_",),)),)), path)

    with zipfile.ZipFile(path) as archive:
        assert b"<t>_x005F_x0041_</t>" in archive.read("xl/worksheets/sheet1.xml")


def test_values_are_typed(tmp_path: Path) -> None:
    row: Row = (
        "示例",
        911234567890123456,
        7,
        Decimal("1.25"),
        Decimal("0.853"),
        date(2026, 11, 20),
        datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    )

    assert _written(tmp_path / "t.xlsx", row) == [
        "S!A2\ts\t示例\t@",
        "S!B2\ts\t911234567890123456\t@",
        "S!C2\tn\t7\t0",
        "S!D2\tn\t1.25\tGeneral",
        "S!E2\tn\t0.853\t0.0%",
        "S!F2\td\t2026-11-20 00:00:00\tyyyy-mm-dd",
        "S!G2\td\t2026-11-20 08:30:00\tyyyy-mm-dd hh:mm:ss",
    ]


def test_what_excel_would_change_is_written_as_text(tmp_path: Path) -> None:
    values: list[CellValue] = [
        10**15,
        float("nan"),
        Decimal("Infinity"),
        Decimal("1E+20"),
        date(1900, 2, 28),
        datetime(1800, 1, 1),
        Decimal("1E+400"),
    ]

    dumped = _written(tmp_path / "t.xlsx", tuple(values))

    assert [line.split("\t")[1] for line in dumped] == ["s"] * 7
    assert [line.split("\t")[2] for line in dumped][:6] == [
        "1000000000000000",
        "nan",
        "Infinity",
        "100000000000000000000",
        "1900-02-28",
        "1800-01-01 00:00:00",
    ]


def test_other_values_stay_what_they_are(tmp_path: Path) -> None:
    row: Row = (3, Decimal("12.50"), "人数不足", True, 0.5, None, None)

    assert _written(tmp_path / "t.xlsx", row) == [
        "S!A2\tn\t3\tGeneral",
        "S!B2\ts\t12.50\t@",
        "S!C2\ts\t人数不足\t@",
        "S!D2\tb\tTrue\tGeneral",
        "S!E2\tn\t0.5\t0.0%",
    ]


def test_hostile_answers_are_text_cells(tmp_path: Path) -> None:
    texts = [
        "=1+1",
        "+1+1",
        "@x",
        "\t=1",
        "＝1",
        "#REF!",
        "a\x0bb",
        "https://x.example",
        "x" * 40_000,
    ]

    write_xlsx(
        Spreadsheet((Sheet("=1+1", (Column("=2+2"),), ((text,) for text in texts)),)),
        tmp_path / "t.xlsx",
    )

    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["=1+1"]
    cells = [row[0] for row in sheet.iter_rows()]
    assert [cell.data_type for cell in cells] == ["s"] * 10
    assert [cell.value for cell in cells[:8]] == ["=2+2", *texts[:6], "a\ufffdb"]
    assert [cell.quotePrefix for cell in cells[1:8]] == [True] * 6 + [False]
    assert cells[8].hyperlink is None
    assert str(cells[9].value).endswith(CUT_MARK)
    assert len(str(cells[9].value)) == LONGEST_TEXT


plain_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
).filter(lambda text: "_x" not in text)
rows_of_values = st.lists(
    st.tuples(
        plain_texts,
        st.integers(0, 10**18).map(str),
        st.integers(-(10**14), 10**14),
        st.decimals(-(10**6), 10**6, places=3, allow_nan=False),
        st.none(),
        st.dates(date(1900, 3, 1), date(9999, 12, 31)),
        st.datetimes(datetime(1900, 3, 2), datetime(2100, 1, 1)).map(
            lambda moment: moment.replace(microsecond=0)
        ),
    ),
    max_size=5,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows_of_values)
def test_rows_are_read_back_as_written(tmp_path: Path, rows: list[Row]) -> None:
    write_xlsx(Spreadsheet((Sheet("S", TYPED, rows),)), tmp_path / "t.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["S"]
    read = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_col=7)]
    assert len(read) == len(rows)
    for found, row in zip(read, rows, strict=True):
        text, code, whole, number, nothing, day, moment = row
        assert found[0] == clean_text(str(text))
        assert found[1:3] == [code, whole]
        assert found[3] == float(str(number))
        assert found[4] is nothing
        assert isinstance(found[5], datetime)
        assert found[5].date() == day
        assert found[6] == moment


def test_the_header_is_frozen_and_filtered(tmp_path: Path) -> None:
    write_xlsx(
        Spreadsheet(
            (Sheet("S", TYPED, [("a", *[None] * 6)] * 3), Sheet("N", TYPED[:1], (), False))
        ),
        tmp_path / "t.xlsx",
    )

    workbook = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert workbook["S"].freeze_panes == "A2"
    assert workbook["S"].auto_filter.ref == "A1:G4"
    assert workbook["N"].auto_filter.ref is None
    assert workbook["S"].column_dimensions["B"].width > 20


def test_several_sheets_are_filled_in_one_pass_and_notes_come_last(tmp_path: Path) -> None:
    counted: list[int] = []

    def stream() -> Iterator[tuple[int, Row]]:
        for number in range(3):
            counted.append(number)
            yield 0, (f"企业{number}",)
            yield 1, (f"人员{number}",)

    def notes() -> Iterator[Row]:
        yield (f"{len(counted)}",)

    column = (Column("A"),)
    write_xlsx(
        Spreadsheet(
            (Sheet("主表", column), Sheet("人员", column), Sheet("说明", column, notes())), stream()
        ),
        tmp_path / "t.xlsx",
    )

    values = [line.split("\t")[2] for line in _dump(tmp_path / "t.xlsx")]
    assert values == ["A", "企业0", "企业1", "企业2", "A", "人员0", "人员1", "人员2", "A", "3"]


def test_a_full_sheet_goes_on_in_a_further_one_and_says_so(tmp_path: Path) -> None:
    sheet = Sheet("数据", (Column("A", ColumnKind.INTEGER),), ((number,) for number in range(5)))

    write_xlsx(
        Spreadsheet((sheet,), continued_note="后面见“{sheet}”。"), tmp_path / "t.xlsx", most_rows=2
    )

    workbook = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert workbook.sheetnames == ["数据", "数据 (2)", "数据 (3)"]
    assert [[cell.value for cell in one["A"]] for one in workbook] == [
        ["A", 0, 1],
        ["A", 2, 3],
        ["A", 4],
    ]
    assert workbook["数据"]["A3"].comment is not None
    assert workbook["数据"]["A3"].comment.text == "后面见“数据 (2)”。"
    assert workbook["数据 (2)"].auto_filter.ref == "A1:A3"


def test_a_failure_among_the_rows_leaves_no_file(tmp_path: Path) -> None:
    def rows() -> Iterator[Row]:
        yield ("a",)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        write_xlsx(Spreadsheet((Sheet("S", (Column("A"),), rows()),)), tmp_path / "t.xlsx")

    assert list(tmp_path.iterdir()) == []


def test_more_columns_than_excel_has_are_refused(tmp_path: Path) -> None:
    columns = tuple(Column(str(number)) for number in range(16_385))

    with pytest.raises(TooManyColumns):
        write_xlsx(Spreadsheet((Sheet("S", columns),)), tmp_path / "t.xlsx")


def test_the_same_rows_give_the_same_bytes_and_no_links(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _written(tmp_path / f"{name}.xlsx", ("https://x.example", *[None] * 6))

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not any("externalLink" in name for name in archive.namelist())
        assert b"<hyperlink" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")

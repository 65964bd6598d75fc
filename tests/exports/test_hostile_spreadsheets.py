"""Hostile spreadsheets end the child that reads them, or nothing; each is refused by name."""

import io
import sys
import time
import zipfile

import openpyxl
import pytest

from exports.foreign_table import CellProblem, FileProblem, SpreadsheetError
from exports.raw_cells import LAST_ROW_READ
from exports.read_in_child import processor_seconds
from exports.read_spreadsheet import MOST_FILE_BYTES, child_output, read_table, table_of
from tests.exports.foreign_files import (
    MAIN,
    book,
    parts_of,
    read_both_ways,
    refused,
    refused_here,
    sheet_xml_of,
    zipped,
)


def test_a_plain_handmade_workbook_is_read() -> None:
    table = read_both_ways(
        book(
            '<row><c t="s"><v>0</v></c><c><v>1</v></c></row>'
            '<row r="3"><c r="B3" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r>'
            "<rPh><t>x</t></rPh></is></c></row>"
            '<row><c t="d"><v>2026-11-20T00:00:00</v></c><c t="d"><v>x</v></c></row>'
            '<row><c t="str"><v>公式</v></c><c><v>x</v></c><c t="inlineStr"/><c><v> </v></c></row>',
            texts=f"<sst {MAIN}><si><t>标题</t></si></sst>",
        )
    )

    assert table.header == ("标题", "1")
    assert [row.number for row in table.rows] == [3, 4, 5]
    assert [(cell.text, cell.problem) for row in table.rows for cell in row.cells] == [
        (None, None),
        ("富文本", None),
        ("2026-11-20", None),
        ("x", CellProblem.BAD_DATE),
        ("公式", None),
        ("x", CellProblem.ERROR_VALUE),
    ]


def test_one_cell_at_the_end_of_the_sheet_is_named() -> None:
    begun = time.process_time()

    error = refused(
        book(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        )
    )

    assert error.code is FileProblem.CELL_OUT_OF_RANGE
    assert error.details["cell"] == "XFD1048576"
    assert "XFD1048576" in str(error)
    assert time.process_time() - begun < 5


def test_blank_cells_far_away_do_no_harm() -> None:
    table = read_both_ways(
        book(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
        )
    )

    assert table.header == ("1",)
    assert table.rows == ()


def test_half_a_million_styles_stay_within_the_limits() -> None:
    formats = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="yyyy"/>' for n in range(1_000))
    styles = "<cellXfs>" + '<xf numFmtId="200"/>' * 500_000 + "</cellXfs>"
    data = book(
        '<row><c s="499999"><v>46000</v></c></row>',
        styles=f"<styleSheet {MAIN}><numFmts>{formats}</numFmts>{styles}</styleSheet>",
    )
    assert len(data) < 200_000

    assert read_table(data).header == ("2025-12-09",)


def test_a_huge_merge_costs_nothing() -> None:
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'

    table = read_table(book("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>", merge))

    assert table.rows[0].cells[0].problem is CellProblem.MERGED


@pytest.mark.parametrize("count", [15_000, 25_000])
def test_thousands_of_huge_merges_are_refused(count: int) -> None:
    merge = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * count + "</mergeCells>"
    rows = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(500))

    assert refused(book(rows, merge)).code is FileProblem.TOO_COMPLEX


def test_memory_is_limited_in_the_child() -> None:
    text = f"<si>{'<t/>' * 12_000_000}</si>"

    error = refused(book("<row><c><v>1</v></c></row>", texts=f"<sst {MAIN}>{text}</sst>"))

    assert error.code in {FileProblem.TOO_COMPLEX, FileProblem.BAD_ARCHIVE}


@pytest.mark.parametrize(
    ("program", "seconds"),
    [
        ("raise MemoryError", 30.0),
        ("import time; time.sleep(30)", 0.5),
        ("import os; os.abort()", 9),
    ],
)
def test_a_child_that_dies_or_hangs_is_a_refusal(program: str, seconds: float) -> None:
    with pytest.raises(SpreadsheetError) as caught:
        child_output(b"", command=(sys.executable, "-I", "-c", program), wall_seconds=seconds)

    assert caught.value.code is FileProblem.TOO_COMPLEX


def test_every_refusal_of_the_child_can_be_seen_here_too() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    merges = "<mergeCells>" + '<mergeCell ref="A1"/>' * 20_001 + "</mergeCells>"
    dtd = f"<!DOCTYPE x []><sst {MAIN}><si/></sst>"

    assert refused_here(book(far)) is FileProblem.CELL_OUT_OF_RANGE
    assert refused_here(book("<row><c><v>1</v></c></row>", merges)) is FileProblem.TOO_COMPLEX
    assert refused_here(book("", texts=dtd)) is FileProblem.BAD_ARCHIVE
    assert refused_here(book("")) is FileProblem.NO_ROWS
    assert refused_here(b"\x89PNG\r\n\x1a\n\0\0") is FileProblem.NOT_A_SPREADSHEET
    assert refused_here(b"\xff\xff\xff") is FileProblem.UNKNOWN_ENCODING
    assert refused_here(b'a,b\n"c,d\n') is FileProblem.UNCLOSED_QUOTE


def test_an_unfinished_answer_of_the_child_is_a_refusal() -> None:
    with pytest.raises(SpreadsheetError):
        table_of(b'{"sheet":"","others":[]}\n{"row":1,"cells":[[0,"a","s",null]]}\n')


def test_time_is_given_by_size() -> None:
    assert processor_seconds(4_000) == 10
    assert processor_seconds(MOST_FILE_BYTES) == 50


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str, part: str) -> None:
    parts = parts_of(sheet_xml_of('<row><c t="inlineStr"><is><t>&x;</t></is></c></row>'))
    declared = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + parts[part]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in {**parts, part: declared}.items():
            xml = f'<?xml version="1.0" encoding="{encoding}"?>{content}'
            archive.writestr(name, xml.encode(encoding) if name == part else content)

    assert refused(stream.getvalue()).code is FileProblem.BAD_ARCHIVE


def test_formulas_that_call_out_are_named_and_nothing_is_called() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook["Sheet"]
    sheet.append(["a"])
    sheet.append(['=WEBSERVICE("http://127.0.0.1:9/")'])
    sheet.append(["=[1]Other!A1"])
    stream = io.BytesIO()
    workbook.save(stream)

    table = read_table(stream.getvalue())

    assert [row.cells[0].problem for row in table.rows] == [CellProblem.FORMULA] * 2


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>',
        '<row r="x"/>',
        '<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row><c r="1"><v>1</v></c></row>',
        '<row><c r="ABCD1"><v>1</v></c></row>',
        '<row><c t="s"><v>7</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row><c s="x"><v>1</v></c></row>',
        "<row><c>",
        "<deep>" * 300 + "</deep>" * 300,
    ],
)
def test_sheets_that_contradict_themselves_are_refused(rows: str) -> None:
    assert refused_here(book(rows)) is FileProblem.BAD_ARCHIVE


def test_wrong_merged_ranges_and_missing_parts_are_refused() -> None:
    merge = '<mergeCells><mergeCell ref="A1:?"/></mergeCells>'
    without = parts_of(sheet_xml_of(""))
    del without["xl/sharedStrings.xml"]

    assert refused_here(book("<row><c><v>1</v></c></row>", merge)) is FileProblem.BAD_ARCHIVE
    assert refused_here(zipped(without)) is FileProblem.BAD_ARCHIVE
    assert refused_here(zipped({"content.xml": "<x/>"})) is FileProblem.NOT_A_SPREADSHEET


def test_what_is_no_table_is_refused_with_what_to_do() -> None:
    assert refused(b"\xd0\xcf\x11\xe0" + b"\0" * 100).code is FileProblem.OLD_FORMAT
    assert refused(b"\x89PNG\r\n\x1a\n\0\0").code is FileProblem.NOT_A_SPREADSHEET
    assert refused(b"\xff\xff\xff").code is FileProblem.UNKNOWN_ENCODING
    assert refused(b"\xff\xfe\x00").code is FileProblem.UNKNOWN_ENCODING
    assert refused(b"").code is FileProblem.NO_ROWS
    assert refused(b" ,\n,").code is FileProblem.NO_ROWS
    assert refused(b"x" * (MOST_FILE_BYTES + 1)).code is FileProblem.FILE_TOO_LARGE
    assert ".xlsx" in str(refused(b"\x89PNG\r\n\x1a\n\0\0"))


def test_csv_tables_have_the_same_limits() -> None:
    wide = b"," * 600 + b"x"
    long = b"x\n" * (LAST_ROW_READ + 1)
    field = b"x" * 1_500_000

    assert refused(wide).details["cell"] == "WC1"
    assert refused(long).details["cell"] == f"A{LAST_ROW_READ + 1}"
    assert refused_here(field) is FileProblem.NOT_A_SPREADSHEET


def test_one_long_text_in_thousands_of_cells_is_refused() -> None:
    rows = '<row><c t="s"><v>0</v></c></row>' * 2_100
    texts = f"<sst {MAIN}><si><t>{'x' * 30_000}</t></si></sst>"

    assert refused_here(book(rows, texts=texts)) is FileProblem.TOO_MANY_CELLS

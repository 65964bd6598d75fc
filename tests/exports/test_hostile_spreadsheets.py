"""Hostile spreadsheets end the child that reads them, or nothing; each is refused by name."""

import io
import struct
import sys
import time
import zipfile
import zlib

import openpyxl
import pytest

from exports.foreign_table import CellProblem, FileProblem, SpreadsheetError, Table
from exports.raw_cells import LAST_ROW_READ
from exports.read_in_child import lines, processor_seconds
from exports.read_spreadsheet import MOST_FILE_BYTES, child_output, read_table, table_of
from exports.zip_directory import check_zip_directory

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def _parts(sheet_xml: str, **others: str) -> dict[str, str]:
    return {
        "_rels/.rels": f'<Relationships {RELS}><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships {RELS}>"
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r4" Type="{OFFICE}/worksheet" TargetMode="External" '
        'Target="http://127.0.0.1:9/x.xml"/></Relationships>',
        "xl/sharedStrings.xml": others.get("texts", f"<sst {MAIN}/>"),
        "xl/styles.xml": others.get("styles", f"<styleSheet {MAIN}/>"),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }


def _sheet(rows: str, after: str = "") -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def _zip(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _book(rows: str, after: str = "", **others: str) -> bytes:
    return _zip(_parts(_sheet(rows, after), **others))


def _refused(data: bytes) -> SpreadsheetError:
    with pytest.raises(SpreadsheetError) as caught:
        read_table(data)
    return caught.value


def _refused_here(data: bytes) -> FileProblem:
    with pytest.raises(SpreadsheetError) as caught:
        list(lines(data))
    return caught.value.code


def _read(data: bytes) -> Table:
    """Return the table, read twice: here, where coverage sees it, and by the child."""
    assert list(lines(data))
    return read_table(data)


def test_a_plain_handmade_workbook_is_read() -> None:
    table = _read(
        _book(
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


def test_what_unpacks_to_more_than_a_hundred_megabytes_is_refused_before_any_reader() -> None:
    data = _book(" " * 120_000_000)
    assert len(data) < 1_000_000
    begun = time.monotonic()

    error = _refused(data)

    assert error.code is FileProblem.UNPACKS_TOO_LARGE
    assert "100 MB" in str(error)
    assert time.monotonic() - begun < 1


def _with_lying_sizes(data: bytes) -> bytes:
    """Let the directory say that every part is tiny."""
    changed = bytearray(data)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", changed, place + 24, 100)
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def test_sizes_that_lie_are_noticed() -> None:
    error = _refused(_with_lying_sizes(_book("<row><c><v>1</v></c></row>" + " " * 1_000_000)))

    assert error.code is FileProblem.BAD_ARCHIVE


def _overlapping() -> bytes:
    """Return an archive whose entries all unpack the same bytes."""
    packed = zlib.compress(b" " * 100_000)[2:-4]
    crc = zlib.crc32(b" " * 100_000)
    local, directory = b"", b""
    for number in range(50):
        name = f"{number:02}".encode()
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), 100_000, 2, 0)
        if not local:
            local = b"PK\x03\x04" + common + name + packed
        directory += b"PK\x01\x02\x14\x00" + common + b"\0" * 10 + struct.pack("<I", 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 50, 50, len(directory), len(local), 0)
    return local + directory + b"PK\x05\x06" + end


def test_overlapping_entries_are_refused() -> None:
    error = _refused(_overlapping())

    assert error.code is FileProblem.BAD_ARCHIVE
    assert error.details == {"reason": "entries overlap"}


def test_sixty_thousand_entries_are_refused_at_once() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(60_000):
            archive.writestr(str(number), b"")
    begun = time.monotonic()

    assert _refused(stream.getvalue()).details == {"reason": "too many entries"}
    assert time.monotonic() - begun < 1


def test_a_directory_that_lies_about_itself_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(2_500):
            archive.writestr(str(number), b"")
    few = bytearray(stream.getvalue())
    struct.pack_into("<HH", few, len(few) - 14, 1, 1)
    broken = bytearray(_book(""))
    broken[broken.find(b"PK\x01\x02")] = 0

    assert _refused(bytes(few)).details == {"reason": "too many entries"}
    assert _refused(bytes(broken)).details == {"reason": "its directory cannot be read"}


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "xl/../../x", "..\\x", "C:/x", "xl/..", "\\\\host\\x"]
)
def test_paths_that_lead_out_are_refused(name: str) -> None:
    error = _refused(_zip({**_parts(_sheet("")), name: "x"}))

    assert error.details == {"reason": "a path leads out of it"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("a", "2")

    assert _refused(stream.getvalue()).details == {"reason": "two entries have one name"}


def test_unknown_compressions_and_passwords_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", "1" * 100)
    locked = bytearray(_book(""))
    locked[locked.find(b"PK\x01\x02") + 8] |= 1

    assert _refused(stream.getvalue()).details == {"reason": "an unknown compression"}
    assert _refused(bytes(locked)).code is FileProblem.OLD_FORMAT


def test_every_cut_archive_is_refused() -> None:
    whole = _book('<row><c t="inlineStr"><is><t>x</t></is></c></row>')

    for length in range(4, len(whole), 97):
        assert _refused(whole[:length]).code is FileProblem.BAD_ARCHIVE


def test_entries_outside_the_file_are_refused() -> None:
    data = bytearray(_book(""))
    first = data.find(b"PK\x01\x02")
    for offset in (len(data) + 5, 3):
        struct.pack_into("<I", data, first + 42, offset)
        with pytest.raises(SpreadsheetError):
            check_zip_directory(bytes(data))
    struct.pack_into("<I", data, first + 42, 0)
    struct.pack_into("<I", data, first + 20, 10_000_000)
    with pytest.raises(SpreadsheetError, match="overlap"):
        check_zip_directory(bytes(data))


def test_one_cell_at_the_end_of_the_sheet_is_named() -> None:
    begun = time.monotonic()

    error = _refused(
        _book(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        )
    )

    assert error.code is FileProblem.CELL_OUT_OF_RANGE
    assert error.details["cell"] == "XFD1048576"
    assert "XFD1048576" in str(error)
    assert time.monotonic() - begun < 5


def test_blank_cells_far_away_do_no_harm() -> None:
    table = _read(
        _book(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
        )
    )

    assert table.header == ("1",)
    assert table.rows == ()


def test_half_a_million_styles_stay_within_the_limits() -> None:
    formats = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="yyyy"/>' for n in range(1_000))
    styles = "<cellXfs>" + '<xf numFmtId="200"/>' * 500_000 + "</cellXfs>"
    data = _book(
        '<row><c s="499999"><v>46000</v></c></row>',
        styles=f"<styleSheet {MAIN}><numFmts>{formats}</numFmts>{styles}</styleSheet>",
    )
    assert len(data) < 200_000

    assert read_table(data).header == ("2025-12-09",)


def test_a_huge_merge_costs_nothing() -> None:
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'

    table = read_table(_book("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>", merge))

    assert table.rows[0].cells[0].problem is CellProblem.MERGED


@pytest.mark.parametrize("count", [15_000, 25_000])
def test_thousands_of_huge_merges_are_refused(count: int) -> None:
    merge = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * count + "</mergeCells>"
    rows = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(500))

    assert _refused(_book(rows, merge)).code is FileProblem.TOO_COMPLEX


def test_memory_is_limited_in_the_child() -> None:
    text = f"<si>{'<t/>' * 12_000_000}</si>"

    error = _refused(_book("<row><c><v>1</v></c></row>", texts=f"<sst {MAIN}>{text}</sst>"))

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

    assert _refused_here(_book(far)) is FileProblem.CELL_OUT_OF_RANGE
    assert _refused_here(_book("<row><c><v>1</v></c></row>", merges)) is FileProblem.TOO_COMPLEX
    assert _refused_here(_book("", texts=dtd)) is FileProblem.BAD_ARCHIVE
    assert _refused_here(_book("")) is FileProblem.NO_ROWS
    assert _refused_here(_with_lying_sizes(_book(" " * 9_000))) is FileProblem.BAD_ARCHIVE
    assert _refused_here(b"\x89PNG\r\n\x1a\n\0\0") is FileProblem.NOT_A_SPREADSHEET
    assert _refused_here(b"\xff\xff\xff") is FileProblem.UNKNOWN_ENCODING


def test_an_unfinished_answer_of_the_child_is_a_refusal() -> None:
    with pytest.raises(SpreadsheetError):
        table_of(b'{"sheet":"","others":[]}\n{"row":1,"cells":[[0,"a","s",null]]}\n')


def test_time_is_given_by_size() -> None:
    assert processor_seconds(4_000) == 10
    assert processor_seconds(MOST_FILE_BYTES) == 50


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str, part: str) -> None:
    parts = _parts(_sheet('<row><c t="inlineStr"><is><t>&x;</t></is></c></row>'))
    declared = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + parts[part]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in {**parts, part: declared}.items():
            xml = f'<?xml version="1.0" encoding="{encoding}"?>{content}'
            archive.writestr(name, xml.encode(encoding) if name == part else content)

    assert _refused(stream.getvalue()).code is FileProblem.BAD_ARCHIVE


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
    assert _refused_here(_book(rows)) is FileProblem.BAD_ARCHIVE


def test_wrong_merged_ranges_and_missing_parts_are_refused() -> None:
    merge = '<mergeCells><mergeCell ref="A1:?"/></mergeCells>'
    without = _parts(_sheet(""))
    del without["xl/sharedStrings.xml"]

    assert _refused_here(_book("<row><c><v>1</v></c></row>", merge)) is FileProblem.BAD_ARCHIVE
    assert _refused_here(_zip(without)) is FileProblem.BAD_ARCHIVE
    assert _refused_here(_zip({"content.xml": "<x/>"})) is FileProblem.NOT_A_SPREADSHEET


def test_what_is_no_table_is_refused_with_what_to_do() -> None:
    assert _refused(b"\xd0\xcf\x11\xe0" + b"\0" * 100).code is FileProblem.OLD_FORMAT
    assert _refused(b"\x89PNG\r\n\x1a\n\0\0").code is FileProblem.NOT_A_SPREADSHEET
    assert _refused(b"\xff\xff\xff").code is FileProblem.UNKNOWN_ENCODING
    assert _refused(b"\xff\xfe\x00").code is FileProblem.UNKNOWN_ENCODING
    assert _refused(b"").code is FileProblem.NO_ROWS
    assert _refused(b" ,\n,").code is FileProblem.NO_ROWS
    assert _refused(b"x" * (MOST_FILE_BYTES + 1)).code is FileProblem.FILE_TOO_LARGE
    assert ".xlsx" in str(_refused(b"\x89PNG\r\n\x1a\n\0\0"))


def test_csv_tables_have_the_same_limits() -> None:
    wide = b"," * 600 + b"x"
    long = b"x\n" * (LAST_ROW_READ + 1)
    field = b"x" * 1_500_000

    assert _refused(wide).details["cell"] == "WC1"
    assert _refused(long).details["cell"] == f"A{LAST_ROW_READ + 1}"
    assert _refused_here(field) is FileProblem.NOT_A_SPREADSHEET


def test_one_long_text_in_thousands_of_cells_is_refused() -> None:
    rows = '<row><c t="s"><v>0</v></c></row>' * 2_100
    texts = f"<sst {MAIN}><si><t>{'x' * 30_000}</t></si></sst>"

    assert _refused_here(_book(rows, texts=texts)) is FileProblem.TOO_MANY_CELLS

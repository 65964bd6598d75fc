"""Workbook files made to hurt: each is refused, and says why."""

import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.xlsform_md import SETTINGS, workbook_bytes
from xlsforms import zip_directory
from xlsforms.errors import XlsformError
from xlsforms.problem_codes import ProblemCode
from xlsforms.workbook_parts import check_parts
from xlsforms.zip_directory import check_zip

GOOD = workbook_bytes(f"""
| survey | | | |
|        | type | name | label |
|        | text | a    | A     |
{SETTINGS}""")


def _zip(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def _check(data: bytes) -> None:
    check_zip(data)
    check_parts(data)


def _code_of(data: bytes) -> ProblemCode:
    with pytest.raises(XlsformError) as caught:
        _check(data)
    return caught.value.problems[0].code


def _replace_part(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    return _zip(*(parts | {name: content}).items())


def test_an_ordinary_workbook_passes() -> None:
    assert "xl/workbook.xml" in {entry.name for entry in check_zip(GOOD)}
    check_parts(GOOD)
    check_parts(_replace_part("xl/media/logo.png", b"not looked into"))


def test_a_file_of_more_than_20_megabytes_is_refused() -> None:
    assert _code_of(b"PK\x03\x04" + b"0" * 20_000_000) is ProblemCode.FILE_TOO_LARGE


def test_an_archive_that_unpacks_to_more_than_100_megabytes_is_refused_unread() -> None:
    bomb = _zip(("xl/a.xml", b"0" * 60_000_000), ("xl/b.xml", b"0" * 60_000_000))

    assert len(bomb) < 200_000
    assert _code_of(bomb) is ProblemCode.UNPACKS_TOO_LARGE


def test_more_than_2000_parts_are_refused() -> None:
    many = _zip(*((f"x/{n}", b"") for n in range(2001)), method=zipfile.ZIP_STORED)

    assert _code_of(many) is ProblemCode.TOO_MANY_PARTS


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "..\\x", "C:x", "a\\b"])
def test_a_part_with_a_path_out_of_the_archive_is_refused(name: str) -> None:
    assert _code_of(_zip((name, b"x"))) is ProblemCode.UNSAFE_PART_NAME


def test_a_part_that_is_there_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = _zip(("xl/a.xml", b"<a/>"), ("xl/a.xml", b"<b/>"))

    assert _code_of(twice) is ProblemCode.BROKEN_ARCHIVE


def test_a_directory_that_lies_about_a_size_is_refused() -> None:
    honest = _zip(("xl/a.xml", b"<a>" + b"0" * 1000 + b"</a>"))
    size = struct.pack("<L", 1007)
    assert honest.count(size) == 2
    both = honest.replace(size, struct.pack("<L", 10))
    one = honest[::-1].replace(size[::-1], struct.pack("<L", 10)[::-1], 1)[::-1]

    assert _code_of(both) is ProblemCode.BROKEN_ARCHIVE
    assert _code_of(one) is ProblemCode.BROKEN_ARCHIVE


def test_a_directory_that_promises_more_than_there_is_is_refused() -> None:
    honest = _zip(("a.xml", b"<a/>"))
    lying = honest.replace(struct.pack("<L", 4), struct.pack("<L", 5))

    assert _code_of(lying) is ProblemCode.BROKEN_ARCHIVE


def test_parts_that_share_bytes_are_refused() -> None:
    one = _zip(("xl/a.xml", b"<a>" + b"0" * 1000 + b"</a>"))
    directory = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    entry = one[directory:end]
    shared = one[:end] + entry + one[end:]
    fixed = bytearray(shared)
    at = shared.index(b"PK\x05\x06")
    struct.pack_into("<HHL", fixed, at + 8, 2, 2, 2 * len(entry))

    assert _code_of(bytes(fixed)) is ProblemCode.BROKEN_ARCHIVE


def test_overlap_under_another_name_is_refused() -> None:
    entries = (
        zip_directory.ZipEntry("a", 10, 0, 50),
        zip_directory.ZipEntry("b", 10, 40, 90),
    )
    with pytest.raises(XlsformError, match="overlap"):
        zip_directory._check_overlap(entries)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        GOOD[:-30],
        GOOD[:100] + GOOD[-22:],
        GOOD + b"x" * 70_000,
        GOOD.replace(b"PK\x01\x02", b"PK\x01\x03", 1),
        GOOD.replace(b"PK\x03\x04", b"PK\x03\x05", 1),
        GOOD[:-18] + b"\x01\x00" + GOOD[-16:],
    ],
)
def test_a_damaged_directory_is_refused(data: bytes) -> None:
    assert _code_of(data) is ProblemCode.BROKEN_ARCHIVE


def test_a_directory_of_wrong_length_is_refused() -> None:
    end = GOOD.rindex(b"PK\x05\x06")
    count = struct.unpack_from("<H", GOOD, end + 8)[0]
    short = bytearray(GOOD)
    struct.pack_into("<HH", short, end + 8, count - 1, count - 1)

    assert _code_of(bytes(short)) is ProblemCode.BROKEN_ARCHIVE


def test_a_part_shorter_than_both_headers_say_is_refused() -> None:
    lying = bytearray(_zip(("a.xml", b"<a>" + b"0" * 100 + b"</a>")))
    struct.pack_into("<L", lying, lying.index(b"PK\x03\x04") + 22, 200)
    struct.pack_into("<L", lying, lying.index(b"PK\x01\x02") + 24, 200)

    check_zip(bytes(lying))
    assert _code_of(bytes(lying)) is ProblemCode.BROKEN_ARCHIVE


def test_stored_parts_and_parts_beyond_the_directory_are_refused() -> None:
    stored = bytearray(_zip(("a.xml", b"<a/>"), method=zipfile.ZIP_STORED))
    struct.pack_into("<L", stored, stored.index(b"PK\x03\x04") + 22, 9)
    struct.pack_into("<L", stored, stored.index(b"PK\x01\x02") + 24, 9)
    assert _code_of(bytes(stored)) is ProblemCode.BROKEN_ARCHIVE

    cut = bytearray(_zip(("a.xml", b"<a/>")))
    struct.pack_into("<L", cut, cut.index(b"PK\x01\x02") + 42, len(cut) - 5)
    assert _code_of(bytes(cut)) is ProblemCode.BROKEN_ARCHIVE


def test_more_formats_than_excel_knows_are_refused_unread() -> None:
    data = _replace_part("xl/styles.xml", b"<styleSheet>" + b" " * 10_000_000 + b"</styleSheet>")

    assert _code_of(data) is ProblemCode.TOO_COSTLY


def test_an_encrypted_or_strangely_packed_part_is_refused() -> None:
    assert _code_of(_zip(("a.xml", b"<a/>"), method=zipfile.ZIP_LZMA)) is ProblemCode.BROKEN_ARCHIVE
    locked = bytearray(_zip(("a.xml", b"<a/>")))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert _code_of(bytes(locked)) is ProblemCode.BROKEN_ARCHIVE


def test_sizes_beyond_32_bits_are_refused() -> None:
    beyond = bytearray(_zip(("a.xml", b"<a/>")))
    struct.pack_into("<L", beyond, beyond.index(b"PK\x01\x02") + 24, 0xFFFFFFFF)

    assert _code_of(bytes(beyond)) is ProblemCode.UNPACKS_TOO_LARGE


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_file_with_changed_bytes_passes_or_is_refused(data: st.DataObject) -> None:
    changed = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(changed) - 1))
        changed[position] = data.draw(st.integers(0, 255))

    with suppress(XlsformError):
        _check(bytes(changed))


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_with_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    part = LAUGHS.decode().replace('version="1.0"', f'version="1.0" encoding="{encoding}"')

    data = _replace_part("xl/sharedStrings.xml", part.encode(encoding))

    assert _code_of(data) is ProblemCode.ENTITIES_IN_PART


def test_a_part_that_is_not_xml_is_refused() -> None:
    assert _code_of(_replace_part("xl/styles.xml", b"<a><b></a>")) is ProblemCode.BROKEN_ARCHIVE


@pytest.mark.parametrize(
    ("cell", "row", "column"), [("XFD1048576", 1048576, "XFD"), ("A200000", 200000, "A")]
)
def test_a_filled_cell_far_outside_is_named(cell: str, row: int, column: str) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet["A1"] = "type"
    sheet[cell] = "x"
    file = BytesIO()
    book.save(file)

    with pytest.raises(XlsformError) as caught:
        check_parts(file.getvalue())

    (found,) = caught.value.problems
    assert found.code is ProblemCode.FAR_CELL
    assert (found.sheet, found.row, found.column) == ("survey", row, column)
    assert cell in found.what


def test_a_far_cell_that_is_only_formatted_does_no_harm() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData></worksheet>'
    )

    check_parts(_replace_part("xl/worksheets/sheet1.xml", sheet))


def test_a_far_row_is_named_when_its_cells_do_not_say_where_they_are() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="900000"><c t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )

    assert _code_of(_replace_part("xl/worksheets/sheet1.xml", sheet)) is ProblemCode.FAR_CELL


def test_a_sheet_that_the_workbook_does_not_name_is_told_by_its_part() -> None:
    row = b'<row r="900000"><c r="A900000"><v>1</v></c></row>'
    sheet = b"<worksheet><sheetData>" + row + b"</sheetData></worksheet>"

    with pytest.raises(XlsformError) as caught:
        check_parts(_zip(("xl/worksheets/sheet9.xml", sheet)))

    assert caught.value.problems[0].sheet == "sheet9.xml"

"""Hostile archives are refused before anything in them is unpacked."""

import io
import struct
import time
import zipfile
import zlib

import pytest

from exports.foreign_table import FileProblem, SpreadsheetError
from exports.zip_directory import check_zip_directory
from tests.exports.foreign_files import (
    book,
    parts_of,
    refused,
    refused_here,
    sheet_xml_of,
    zipped,
)


def test_what_unpacks_to_more_than_a_hundred_megabytes_is_refused_before_any_reader() -> None:
    data = book(" " * 120_000_000)
    assert len(data) < 1_000_000
    begun = time.process_time()

    error = refused(data)

    assert error.code is FileProblem.UNPACKS_TOO_LARGE
    assert "100 MB" in str(error)
    assert time.process_time() - begun < 1


def _with_lying_sizes(data: bytes) -> bytes:
    """Let the directory say that every part is tiny."""
    changed = bytearray(data)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", changed, place + 24, 100)
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def test_sizes_that_lie_are_noticed() -> None:
    assert refused_here(_with_lying_sizes(book(" " * 9_000))) is FileProblem.BAD_ARCHIVE
    error = refused(_with_lying_sizes(book("<row><c><v>1</v></c></row>" + " " * 1_000_000)))

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
    error = refused(_overlapping())

    assert error.code is FileProblem.BAD_ARCHIVE
    assert error.details == {"reason": "entries overlap"}


def test_sixty_thousand_entries_are_refused_at_once() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(60_000):
            archive.writestr(str(number), b"")
    begun = time.process_time()

    assert refused(stream.getvalue()).details == {"reason": "too many entries"}
    assert time.process_time() - begun < 1


def test_a_directory_that_lies_about_itself_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(2_500):
            archive.writestr(str(number), b"")
    few = bytearray(stream.getvalue())
    struct.pack_into("<HH", few, len(few) - 14, 1, 1)
    broken = bytearray(book(""))
    broken[broken.find(b"PK\x01\x02")] = 0

    assert refused(bytes(few)).details == {"reason": "too many entries"}
    assert refused(bytes(broken)).details == {"reason": "its directory cannot be read"}


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "xl/../../x", "..\\x", "C:/x", "xl/..", "\\\\host\\x"]
)
def test_paths_that_lead_out_are_refused(name: str) -> None:
    error = refused(zipped({**parts_of(sheet_xml_of("")), name: "x"}))

    assert error.details == {"reason": "a path leads out of it"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("a", "2")

    assert refused(stream.getvalue()).details == {"reason": "two entries have one name"}


def test_unknown_compressions_and_passwords_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", "1" * 100)
    locked = bytearray(book(""))
    locked[locked.find(b"PK\x01\x02") + 8] |= 1

    assert refused(stream.getvalue()).details == {"reason": "an unknown compression"}
    assert refused(bytes(locked)).code is FileProblem.OLD_FORMAT


def test_every_cut_archive_is_refused() -> None:
    whole = book('<row><c t="inlineStr"><is><t>x</t></is></c></row>')

    for length in range(4, len(whole), 97):
        assert refused(whole[:length]).code is FileProblem.BAD_ARCHIVE


def test_entries_outside_the_file_are_refused() -> None:
    data = bytearray(book(""))
    first = data.find(b"PK\x01\x02")
    for offset in (len(data) + 5, 3):
        struct.pack_into("<I", data, first + 42, offset)
        with pytest.raises(SpreadsheetError):
            check_zip_directory(bytes(data))
    struct.pack_into("<I", data, first + 42, 0)
    struct.pack_into("<I", data, first + 20, 10_000_000)
    with pytest.raises(SpreadsheetError, match="overlap"):
        check_zip_directory(bytes(data))

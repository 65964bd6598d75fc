"""The directory of a foreign ZIP file, checked before anything in it is unpacked.

A workbook of a few kilobytes can unpack to gigabytes, or claim sizes and places it does not keep.
"""

import io
import re
import struct
import zipfile
from itertools import pairwise

from exports.foreign_table import FileProblem, SpreadsheetError

MOST_UNPACKED_BYTES = 100_000_000
MOST_ENTRIES = 2_000

_MOST_DIRECTORY_BYTES = 1_000_000
_END_RECORD = b"PK\x05\x06"
_END_RECORD_LENGTH = 22
_LONGEST_COMMENT = 65_535
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_HEADER_LENGTH = 30
_ENCRYPTED = 0x1
_UNSAFE_PATH = re.compile(r"^(?:/|[A-Za-z]:)|\\|\x00|(?:^|/)\.\.(?:/|$)")
_KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def check_zip_directory(data: bytes) -> None:
    """Raise SpreadsheetError unless the archive is small, honest and ordinary."""
    _check_end_record(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, RuntimeError, ValueError, struct.error) as error:
        raise _damaged("its directory cannot be read") from error
    if len(entries) > MOST_ENTRIES:
        raise _damaged("too many entries")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        raise SpreadsheetError(
            FileProblem.UNPACKS_TOO_LARGE, {"limit_mb": MOST_UNPACKED_BYTES // 1_000_000}
        )
    _check_names(entries)
    _check_places(data, entries)


def _check_end_record(data: bytes) -> None:
    start = data.rfind(_END_RECORD, max(0, len(data) - _END_RECORD_LENGTH - _LONGEST_COMMENT))
    if start < 0 or start + _END_RECORD_LENGTH > len(data):
        raise _damaged("its end is missing")
    entries, directory_bytes = struct.unpack_from("<HI", data, start + 10)
    if entries > MOST_ENTRIES or directory_bytes > _MOST_DIRECTORY_BYTES:
        raise _damaged("too many entries")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.orig_filename for entry in entries]
    if any(_UNSAFE_PATH.search(name) for name in names):
        raise _damaged("a path leads out of it")
    if len(set(names)) != len(names):
        raise _damaged("two entries have one name")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise SpreadsheetError(FileProblem.OLD_FORMAT)
    if any(entry.compress_type not in _KNOWN_METHODS for entry in entries):
        raise _damaged("an unknown compression")


def _check_places(data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: one packed block could be unpacked a thousand times."""
    ends_after = sorted((entry.header_offset, _end(data, entry)) for entry in entries)
    overlaps = any(end > start for (_, end), (start, _) in pairwise(ends_after))
    if overlaps or any(end > len(data) for _, end in ends_after):
        raise _damaged("entries overlap")


def _end(data: bytes, entry: zipfile.ZipInfo) -> int:
    start = entry.header_offset
    if start < 0 or start + _LOCAL_HEADER_LENGTH > len(data):
        raise _damaged("an entry lies outside it")
    signature, name_length, extra_length = _LOCAL_HEADER.unpack_from(data, start)
    if signature != b"PK\x03\x04":
        raise _damaged("an entry is missing")
    return int(start + _LOCAL_HEADER_LENGTH + name_length + extra_length + entry.compress_size)


def _damaged(reason: str) -> SpreadsheetError:
    return SpreadsheetError(FileProblem.BAD_ARCHIVE, {"reason": reason})

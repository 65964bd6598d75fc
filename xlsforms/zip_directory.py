"""Check the directory of a workbook's ZIP file before anything reads it.

Python's zipfile believes what the directory says and, in 3.11, does not see that entries share
bytes. A workbook that lies about sizes is refused here, from the headers alone.
"""

import re
import struct
from dataclasses import dataclass

from xlsforms.errors import XlsformError, refuse
from xlsforms.problem_codes import ProblemCode

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 100_000_000
MAX_ENTRIES = 2_000
MEGABYTE = 1_000_000

_END = struct.Struct("<4s4H2LH")  # APPNOTE 4.3.16, end of central directory
_CENTRAL = struct.Struct("<4s6H3L5H2L")  # APPNOTE 4.3.12, central directory header
_LOCAL = struct.Struct("<4s5H3L2H")  # APPNOTE 4.3.7, local file header
_END_MARK, _CENTRAL_MARK, _LOCAL_MARK = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_LONGEST_COMMENT = 65_535
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8
_STORED, _DEFLATED = 0, 8
_BEYOND_32_BITS = 0xFFFFFFFF
_UNSAFE_NAME = re.compile(r"^/|^[A-Za-z]:|\\|\x00|(^|/)\.\.(/|$)|^$")


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One file of the archive as both of its headers agree to describe it."""

    name: str
    unpacked_bytes: int
    first_byte: int
    end_byte: int


def check_zip(data: bytes) -> tuple[ZipEntry, ...]:
    """Return the entries of the archive; raise XlsformError when they break a limit or lie."""
    if len(data) > MAX_FILE_BYTES:
        raise refuse(ProblemCode.FILE_TOO_LARGE, limit=MAX_FILE_BYTES // MEGABYTE)
    try:
        entries = _read_directory(data)
    except struct.error:
        raise _broken("cut off") from None
    if sum(entry.unpacked_bytes for entry in entries) > MAX_UNPACKED_BYTES:
        raise refuse(ProblemCode.UNPACKS_TOO_LARGE, limit=MAX_UNPACKED_BYTES // MEGABYTE)
    _check_names(entries)
    _check_overlap(entries)
    return entries


def _read_directory(data: bytes) -> tuple[ZipEntry, ...]:
    end = data.rfind(_END_MARK, max(0, len(data) - _END.size - _LONGEST_COMMENT))
    if end < 0:
        raise _broken("no directory")
    _, disk, first_disk, here, count, size, offset, _ = _END.unpack_from(data, end)
    if disk or first_disk or here != count:
        raise _broken("several disks")
    if count > MAX_ENTRIES:
        raise refuse(ProblemCode.TOO_MANY_PARTS, limit=MAX_ENTRIES)
    if offset + size != end:
        raise _broken("directory in a wrong place")
    entries = []
    position = offset
    for _ in range(count):
        entry, position = _read_entry(data, position, directory=offset)
        entries.append(entry)
    if position != end:
        raise _broken("directory of a wrong length")
    return tuple(entries)


def _read_entry(data: bytes, position: int, *, directory: int) -> tuple[ZipEntry, int]:
    header = _CENTRAL.unpack_from(data, position)
    mark, flags, method = header[0], header[3], header[4]
    crc, packed, unpacked = header[7:10]
    name_length, extra_length, comment_length = header[10:13]
    local = header[-1]
    if mark != _CENTRAL_MARK:
        raise _broken("directory")
    if flags & _ENCRYPTED or method not in {_STORED, _DEFLATED}:
        raise _broken("packed in an unusual way")
    if _BEYOND_32_BITS in {packed, unpacked, local}:
        raise refuse(ProblemCode.UNPACKS_TOO_LARGE, limit=MAX_UNPACKED_BYTES // MEGABYTE)
    name_start = position + _CENTRAL.size
    raw_name = data[name_start : name_start + name_length]
    first = _content_start(data, local, raw_name, (crc, packed, unpacked))
    if first + packed > directory or (method == _STORED and packed != unpacked):
        raise _broken("sizes")
    entry = ZipEntry(
        name=raw_name.decode("utf-8", "replace"),
        unpacked_bytes=unpacked,
        first_byte=local,
        end_byte=first + packed,
    )
    return entry, name_start + name_length + extra_length + comment_length


def _content_start(data: bytes, local: int, name: bytes, sums: tuple[int, int, int]) -> int:
    """Return where the packed content begins; the local header must say the same."""
    header = _LOCAL.unpack_from(data, local)
    name_start = local + _LOCAL.size
    name_end = name_start + header[-2]
    if header[0] != _LOCAL_MARK or data[name_start:name_end] != name:
        raise _broken("headers that differ")
    if not header[2] & _SIZES_FOLLOW and tuple(header[6:9]) != sums:
        raise _broken("sizes that differ")
    return int(name_end + header[-1])


def _check_names(entries: tuple[ZipEntry, ...]) -> None:
    names = [entry.name for entry in entries]
    if any(_UNSAFE_NAME.search(name) for name in names):
        raise refuse(ProblemCode.UNSAFE_PART_NAME)
    if len({name.casefold() for name in names}) != len(names):
        raise _broken("a part twice")


def _check_overlap(entries: tuple[ZipEntry, ...]) -> None:
    end = 0
    for entry in sorted(entries, key=lambda one: one.first_byte):
        if entry.first_byte < end:
            raise _broken("parts that overlap")
        end = entry.end_byte


def _broken(reason: str) -> XlsformError:
    return refuse(ProblemCode.BROKEN_ARCHIVE, reason=reason)

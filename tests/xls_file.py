"""The smallest old Excel file (.xls, BIFF8 in an OLE container) that holds sheets of text."""

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_BOF, _EOF, _BOUNDSHEET, _LABEL = 0x0809, 0x000A, 0x0085, 0x0204
_GLOBALS, _SHEET = 0x0005, 0x0010


def xls_bytes(sheets: dict[str, list[list[str]]]) -> bytes:
    """Return the sheets as an .xls file."""
    stream = _workbook_stream(sheets)
    stream += b"\0" * (max(4096, -(-len(stream) // _SECTOR) * _SECTOR) - len(stream))
    count = len(stream) // _SECTOR
    fat = [_FAT, _END, *range(3, count + 2), _END]
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    directory = _entry("Root Entry", 5, _END, 0, child=1)
    directory += _entry("Workbook", 2, 2, len(stream)) + _entry("", 0, 0, 0) * 2
    return _header() + struct.pack(f"<{_SECTOR // 4}L", *fat) + directory + stream


def _header() -> bytes:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    versions = struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    tables = struct.pack("<9L", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    return magic + versions + tables + struct.pack("<109L", 0, *[_FREE] * 108)


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    links = struct.pack("<HBB3L", length, kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<3L", start, size, 0)


def _workbook_stream(sheets: dict[str, list[list[str]]]) -> bytes:
    bodies = [_sheet(rows) for rows in sheets.values()]
    begin = _record(_BOF, struct.pack("<4H2L", 0x0600, _GLOBALS, 0, 0, 0, 6))
    end = _record(_EOF, b"")
    position = len(begin) + len(end) + sum(4 + 8 + 2 * len(name) for name in sheets)
    directory = b""
    for name, body in zip(sheets, bodies, strict=True):
        fields = struct.pack("<LBBBB", position, 0, 0, len(name), 1)
        directory += _record(_BOUNDSHEET, fields + name.encode("utf-16-le"))
        position += len(body)
    return begin + directory + end + b"".join(bodies)


def _sheet(rows: list[list[str]]) -> bytes:
    records = [_record(_BOF, struct.pack("<4H2L", 0x0600, _SHEET, 0, 0, 0, 6))]
    for number, cells in enumerate(rows):
        for column, text in enumerate(cells):
            place = struct.pack("<3HHB", number, column, 0, len(text), 1)
            records.append(_record(_LABEL, place + text.encode("utf-16-le")))
    return b"".join([*records, _record(_EOF, b"")])


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<2H", kind, len(content)) + content

"""Read every part of an XLSX file once, strictly, before pyxform does.

Refused are parts that unpack to another size than told, document type declarations, and cells far
outside any form: one value in XFD1048576 keeps readers busy for minutes.
"""

import re
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from xlsforms.errors import refuse
from xlsforms.problem_codes import ProblemCode

MAX_ROW = 100_000
MAX_COLUMN = 1_000
MAX_STYLES_BYTES = 10_000_000
"""Excel knows at most 64,000 cell formats; readers take a kilobyte of memory for each."""

_XML_PART = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_SHEET_PART = re.compile(r"^/?xl/(worksheets|macrosheets|chartsheets)/[^/]+\.xml$", re.IGNORECASE)
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_LINK = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_CELL = re.compile(r"^([A-Za-z]{1,3})([0-9]{1,7})$")


def check_parts(data: bytes) -> None:
    """Raise XlsformError when a part of the XLSX file is damaged, hostile or far too wide."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sheet_names = _sheet_names(archive)
            for info in archive.infolist():
                if info.filename.lower() == "xl/styles.xml" and info.file_size > MAX_STYLES_BYTES:
                    raise refuse(ProblemCode.TOO_COSTLY)
                _check_part(info, archive.read(info), sheet_names)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, zlib.error) as error:
        raise refuse(ProblemCode.BROKEN_ARCHIVE, reason=str(error)) from error


def _check_part(info: zipfile.ZipInfo, content: bytes, sheet_names: dict[str, str]) -> None:
    if len(content) != info.file_size:
        raise refuse(ProblemCode.BROKEN_ARCHIVE, reason=f"size of {info.filename}")
    if not _XML_PART.search(info.filename) or not content:
        return
    try:
        _check_xml(info.filename, content, sheet_names)
    except etree.XMLSyntaxError as error:
        if "XML_PARSE_HUGE" in str(error.msg):
            raise refuse(ProblemCode.TOO_COSTLY) from error
        raise refuse(ProblemCode.BROKEN_ARCHIVE, reason=f"{info.filename}: {error.msg}") from error


def _check_xml(name: str, content: bytes, sheet_names: dict[str, str]) -> None:
    """Raise when the part declares a document type or, in a sheet, fills a far cell."""
    sheet = sheet_names.get(name, name.rpartition("/")[2]) if _SHEET_PART.match(name) else None
    events = etree.iterparse(
        BytesIO(content),
        events=("end",),
        tag=("{*}row", "{*}si"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in events:
        if sheet is not None:
            _check_row(sheet, element)
        _forget(element)
    if events.root is not None and events.root.getroottree().docinfo.doctype:
        raise refuse(ProblemCode.ENTITIES_IN_PART, part=name)


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return part name -> sheet name, as far as a well-made workbook tells; else nothing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
        links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    except (KeyError, etree.XMLSyntaxError):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    names = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        target = targets.get(sheet.get(_LINK, sheet.get(_STRICT_LINK)), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        names[part] = sheet.get("name", "")
    return names


def _check_row(sheet: str, row: etree._Element) -> None:
    """Raise when a cell with content lies beyond the limits; formats alone do no harm."""
    for cell in row:
        match = _CELL.match(cell.get("r", f"A{row.get('r', '')}"))
        if match is None or len(cell) == 0:
            continue
        letters, number = match.group(1).upper(), int(match.group(2))
        if number > MAX_ROW or _column_number(letters) > MAX_COLUMN:
            raise refuse(
                ProblemCode.FAR_CELL,
                sheet=sheet,
                row=number,
                column=letters,
                cell=f"{letters}{number}",
            )


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _forget(element: etree._Element) -> None:
    """Free what was parsed, so that memory does not grow with the sheet."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]

"""The parts of a foreign XLSX archive: its sheets, shared texts and which styles show dates.

Read as XML, element by element, so that neither half a million styles nor a cell at the end of the
sheet costs more than their own bytes. Runs in the guarded child, after `check_zip_directory`.
"""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from lxml import etree

from exports.foreign_table import FileProblem, SpreadsheetError

_RELATIONSHIP_ID = re.compile(r"\{[^}]*/relationships\}id")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_A_DATE_PART = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_DATE_PART = re.compile(r"[ymdhs]", re.IGNORECASE)
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet of the archive."""

    name: str
    path: str
    is_visible: bool


class WorkbookParts:
    """An opened archive; sheets are known at once, texts and styles are read when asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._paths = frozenset(archive.namelist())
        root = self._related("", "_rels/.rels", "/officeDocument")
        if len(root) != 1:
            raise SpreadsheetError(FileProblem.NOT_A_SPREADSHEET)
        self._workbook_path = next(iter(root.values()))
        self.counts_from_1904 = False
        self.sheets = tuple(self._sheets())

    def elements(self, path: str, tags: Collection[str]) -> Iterator[etree._Element]:
        """Yield the elements of a part with these local names, and forget each one after use."""
        if path not in self._paths:
            raise _damaged("a part is missing")
        with self._archive.open(path) as stream:
            yield from _elements(stream, tags)

    def texts(self) -> list[str]:
        """Return the shared texts in their order."""
        texts: list[str] = []
        for path in self._workbook_relations("/sharedStrings"):
            texts.extend(text_of(element) for element in self.elements(path, ("si",)))
        return texts

    def date_styles(self) -> frozenset[int]:
        """Return the numbers of the cell styles that show a number as a date or time."""
        codes: dict[str, str] = {}
        styles: list[str] = []
        for path in self._workbook_relations("/styles"):
            for element in self.elements(path, ("numFmt", "xf")):
                parent = element.getparent()
                if local_name(element) == "numFmt":
                    codes[element.get("numFmtId", "")] = element.get("formatCode", "")
                elif parent is not None and local_name(parent) == "cellXfs":
                    styles.append(element.get("numFmtId", "0"))
        dates = {code for code in set(styles) if _is_date(code, codes.get(code))}
        return frozenset(place for place, code in enumerate(styles) if code in dates)

    def _sheets(self) -> Iterator[SheetPart]:
        worksheets = self._workbook_relations("/worksheet", by_id=True)
        for element in self.elements(self._workbook_path, ("workbookPr", "sheet")):
            if local_name(element) == "workbookPr":
                self.counts_from_1904 = element.get("date1904", "0") in {"1", "true"}
                continue
            path = worksheets.get(_relationship_id(element))
            if path is not None:
                is_visible = element.get("state", "visible") == "visible"
                yield SheetPart(element.get("name", ""), path, is_visible)

    def _workbook_relations(self, kind: str, *, by_id: bool = False) -> dict[str, str]:
        folder, name = posixpath.split(self._workbook_path)
        found = self._related(folder, posixpath.join(folder, "_rels", f"{name}.rels"), kind)
        return found if by_id else {path: path for path in found.values()}

    def _related(self, folder: str, path: str, kind: str) -> dict[str, str]:
        """Return id and path of the related parts of one kind; what lies outside is left out."""
        return {
            element.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, element.get("Target", ""))
            ).lstrip("/")
            for element in (self.elements(path, ("Relationship",)) if path in self._paths else ())
            if element.get("Type", "").endswith(kind) and element.get("TargetMode") != "External"
        }


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return _without_namespace(element.tag)


@lru_cache(maxsize=1000)
def _without_namespace(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def text_of(element: etree._Element) -> str:
    """Return the text of a shared or inline string: its runs without their reading aids."""
    if len(element) == 1 and local_name(element[0]) == "t":
        return unescaped(element[0].text or "")
    parts = [
        one.text or ""
        for one in element.iter()
        if local_name(one) == "t" and not _is_reading_aid(one)
    ]
    return unescaped("".join(parts))


def unescaped(text: str) -> str:
    """Return the text with Excel's `_x000D_` turned into the characters they stand for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _elements(stream: IO[bytes], tags: Collection[str]) -> Iterator[etree._Element]:
    events = etree.iterparse(
        stream,
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for count, (_, element) in enumerate(events):
        if count == 0 and element.getroottree().docinfo.doctype:
            raise _damaged("a document type")
        yield element
        _forget(element)


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _relationship_id(element: etree._Element) -> str:
    return next(
        (
            element.get(str(name), "")
            for name in element.attrib
            if _RELATIONSHIP_ID.fullmatch(str(name))
        ),
        "",
    )


def _is_reading_aid(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) == "rPh"


def _is_date(number: str, code: str | None) -> bool:
    if code is None:
        return number.isdecimal() and int(number) in _BUILT_IN_DATES
    shown = _NOT_A_DATE_PART.sub("", code.partition(";")[0])
    return _DATE_PART.search(shown) is not None and "general" not in code.casefold()


def _damaged(reason: str) -> SpreadsheetError:
    return SpreadsheetError(FileProblem.BAD_ARCHIVE, {"reason": reason})

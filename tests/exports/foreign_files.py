"""Foreign files for the tests: workbooks made part by part, and how they are read or refused."""

import contextlib
import io
import zipfile
from collections.abc import Callable, Collection

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from exports.foreign_table import FileProblem, SpreadsheetError, Table
from exports.read_in_child import lines
from exports.read_spreadsheet import read_table

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def parts_of(sheet_xml: str, **others: str) -> dict[str, str]:
    """Return the parts of a workbook with this one sheet."""
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


def sheet_xml_of(rows: str, after: str = "") -> str:
    """Return the XML of a sheet with these rows."""
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def zipped(parts: dict[str, str]) -> bytes:
    """Return the archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def book(rows: str, after: str = "", **others: str) -> bytes:
    """Return a workbook with these rows."""
    return zipped(parts_of(sheet_xml_of(rows, after), **others))


def refused(data: bytes) -> SpreadsheetError:
    """Return why the file was refused."""
    with pytest.raises(SpreadsheetError) as caught:
        read_table(data)
    return caught.value


def refused_here(data: bytes) -> FileProblem:
    """Return why the file is refused without a child."""
    with pytest.raises(SpreadsheetError) as caught:
        list(lines(data))
    return caught.value.code


def read_both_ways(data: bytes, *, titles: Collection[str] = ()) -> Table:
    """Return the table, read twice: here, where coverage sees it, and by the child."""
    with contextlib.suppress(SpreadsheetError):
        assert list(lines(data))
    return read_table(data, titles=titles)


def workbook(fill: Callable[[Worksheet], None]) -> bytes:
    """Return a workbook whose only sheet was filled so."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def with_rows(*rows: tuple[object, ...]) -> bytes:
    """Return a workbook with these rows."""

    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return workbook(fill)

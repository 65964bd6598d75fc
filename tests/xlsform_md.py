"""Form workbooks written as Markdown tables, as pyxform's own tests write them."""

import json
from io import BytesIO

from openpyxl import Workbook

from xlsforms import child
from xlsforms import compile as compiling
from xlsforms.compiled_form import CompiledForm
from xlsforms.errors import WorkbookProblem, XlsformError

SETTINGS = """
| settings | | | |
|          | form_id | form_title | version |
|          | visit   | Visit      | 1       |
"""


def sheets_of(markdown: str) -> dict[str, list[list[str]]]:
    """Return sheet name -> rows of cells; a row whose first cell is filled begins a sheet."""
    sheets: dict[str, list[list[str]]] = {}
    for line in markdown.strip().splitlines():
        if not line.strip().startswith("|"):
            continue
        name, *cells = (
            cell.strip().replace("\\|", "|") for cell in _split(line.strip().strip("|"))
        )
        if name:
            sheets[name] = []
        if any(cells):
            sheets[list(sheets)[-1]].append(cells)
    return sheets


def _split(line: str) -> list[str]:
    return line.replace("\\|", "\x00").replace("|", "\x01").replace("\x00", "\\|").split("\x01")


def workbook_bytes(markdown: str) -> bytes:
    """Return the tables as an XLSX file; every cell is text."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets_of(markdown).items():
        sheet = book.create_sheet(name)
        for number, cells in enumerate(rows, 1):
            for column, text in enumerate(cells, 1):
                if text:
                    sheet.cell(number, column, text).data_type = "s"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def compile_here(markdown: str, *, fallback: str = "visit") -> CompiledForm:
    """Return the form as compile_workbook does, without starting a process."""
    options = {"file_type": ".xlsx", "form_id_fallback": fallback}
    request = json.dumps(options).encode() + b"\n" + workbook_bytes(markdown)
    answer = child.answer(BytesIO(request))
    return compiling._read(compiling._read_answer(answer.encode()))


def problems_of(markdown: str) -> tuple[WorkbookProblem, ...]:
    """Return what is wrong with the workbook; a workbook without faults fails the test."""
    try:
        compile_here(markdown)
    except XlsformError as error:
        return error.problems
    message = "the workbook was accepted"
    raise AssertionError(message)

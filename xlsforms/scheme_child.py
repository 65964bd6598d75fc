"""The process that opens a scheme workbook nobody has looked at: `python -m xlsforms.scheme_child`.

It reads the workbook from its input, limits its own memory and processor time, and writes one JSON
object: the cells of all sheets, or the problems. Anything else it does, it dies of.
"""

import json
import sys
import warnings
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from xlsforms.errors import XlsformError
from xlsforms.process_limits import limit_this_process
from xlsforms.raw_sheet import CellKind
from xlsforms.run_child import problem_as_json
from xlsforms.workbook_parts import check_parts

AnyCell = Cell | MergedCell


def answer(data: bytes) -> str:
    """Return the JSON answer to one workbook."""
    try:
        check_parts(data)
    except XlsformError as error:
        return json.dumps({"problems": [problem_as_json(one) for one in error.problems]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = load_workbook(BytesIO(data), data_only=True)
        written = load_workbook(BytesIO(data))
    return json.dumps({"sheets": [_sheet(one, written) for one in shown.worksheets]})


def _sheet(sheet: Worksheet, written: Workbook) -> dict[str, object]:
    formulas = {
        (cell.row, cell.column)
        for row in written[sheet.title].iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    merged = [
        (one.coord, one.min_row, one.max_row, one.min_col, one.max_col)
        for one in sheet.merged_cells.ranges
    ]
    return {"name": sheet.title, "cells": list(_cells(sheet, formulas)), "merged": sorted(merged)}


def _cells(
    sheet: Worksheet, formulas: Collection[object]
) -> Iterator[tuple[int, int, CellKind, str]]:
    for row in sheet.iter_rows():
        for cell in row:
            found = _found(cell, is_formula=(cell.row, cell.column) in formulas)
            if found is not None:
                yield (cell.row or 0, cell.column or 0, *found)


def _found(cell: AnyCell, *, is_formula: bool) -> tuple[CellKind, str] | None:
    value = cell.value
    if value is None:
        return (CellKind.FORMULA, "") if is_formula else None
    if cell.data_type == "e":
        return CellKind.ERROR, str(value)
    if isinstance(value, bool):
        return CellKind.TEXT, "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime | date | time | timedelta):
        return CellKind.DATE, _day(value)
    return CellKind.TEXT, str(value)


def _number(value: float, number_format: str) -> tuple[CellKind, str]:
    """Return what was typed: fifteen digits are what a spreadsheet program keeps exactly."""
    number = Decimal(str(value)) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if "%" in number_format:
        return CellKind.TEXT, f"{_plain(number * 100)}%"
    return CellKind.NUMBER, _plain(number)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _day(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return value.isoformat() if not isinstance(value, timedelta) else str(value)


def main() -> None:
    """Answer the request on standard input."""
    limit_this_process()
    sys.stdout.write(answer(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()

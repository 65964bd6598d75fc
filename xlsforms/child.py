"""The process that runs pyxform on a workbook nobody has looked at: `python -m xlsforms.child`.

It reads one line of JSON and the workbook from its input, limits its own memory and processor time,
and writes one JSON object: what was compiled, or the problems. Anything else it does, it dies of.
"""

import json
import sys
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import ConvertResult, convert

from xlsforms.converter_messages import problem_of_message
from xlsforms.errors import XlsformError, refuse
from xlsforms.own_columns import rewrite_own_columns
from xlsforms.problem_codes import ProblemCode
from xlsforms.process_limits import limit_this_process
from xlsforms.run_child import problem_as_json
from xlsforms.workbook_columns import check_columns
from xlsforms.workbook_parts import check_parts
from xlsforms.workbook_rows import (
    Workbook,
    check_cells,
    check_choices_from_answers,
    check_depth,
    check_names,
    question_rows,
)

_CHECKS = (check_cells, check_columns, check_names, check_choices_from_answers, check_depth)
_MOST_OF_REASON = 200
_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")


@dataclass(frozen=True, slots=True)
class Converted:
    """What pyxform made of the workbook, and where each question stood in it."""

    xform: str
    warnings: tuple[str, ...]
    itemsets: str | None
    rows: dict[str, int]


def convert_workbook(data: bytes, *, file_type: str, form_id_fallback: str) -> Converted:
    """Return the XForm of the workbook; raise XlsformError with all that can be told at once."""
    if file_type == ".xlsx":
        check_parts(data)
    book = Workbook({}, {})
    try:
        definition = get_xlsform(xlsform=data, file_type=file_type)
        book = _workbook(definition)
        problems = tuple(chain.from_iterable(check(book) for check in _CHECKS))
        if problems:
            raise XlsformError(problems)
        rows = question_rows(book)
        rewrite_own_columns(book)
        warnings: list[str] = []
        result = _convert(_definition(book, definition, form_id_fallback), warnings)
    except PyXFormError as error:
        raise XlsformError((problem_of_message(str(error), book),)) from error
    except RecursionError as error:
        raise refuse(ProblemCode.TOO_COSTLY) from error
    return Converted(result.xform, tuple(warnings), result.itemsets, rows)


def _convert(definition: dict[str, object], warnings: list[str]) -> ConvertResult:
    """Return what pyxform makes of the sheets; what it stumbles over is the workbook's problem."""
    try:
        return convert(definition, warnings=warnings)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"[:_MOST_OF_REASON]
        raise refuse(ProblemCode.CONVERTER_STUMBLED, reason=reason) from error


def _workbook(definition: object) -> Workbook:
    sheets: dict[str, list[dict[str, str]]] = {}
    headers: dict[str, list[str]] = {}
    for name in _SHEETS:
        rows = getattr(definition, name)
        if rows is not None:
            # Excel writes a line break of old Macintosh files as _x000D_.
            sheets[name] = [
                {key: str(cell).replace("_x000D_", "") for key, cell in row.items()} for row in rows
            ]
            headers[name] = [key for row in getattr(definition, f"{name}_header") for key in row]
    return Workbook(sheets, headers)


def _definition(book: Workbook, read: object, form_id_fallback: str) -> dict[str, object]:
    definition: dict[str, object] = {
        "sheet_names": getattr(read, "sheet_names", None),
        "fallback_form_name": form_id_fallback or None,
    }
    for name, rows in book.items():
        definition[name] = rows
        definition[f"{name}_header"] = [dict.fromkeys(book.headers[name])]
    return definition


def answer(request: BinaryIO) -> str:
    """Return the JSON answer to one request: a line of options, then the workbook's bytes."""
    options = json.loads(request.readline())
    try:
        converted = convert_workbook(request.read(), **options)
    except XlsformError as error:
        return json.dumps({"problems": [problem_as_json(one) for one in error.problems]})
    return json.dumps(
        {
            "xform": converted.xform,
            "warnings": converted.warnings,
            "itemsets": converted.itemsets,
            "rows": converted.rows,
        }
    )


def main() -> None:
    """Answer the request on standard input."""
    limit_this_process()
    sys.stdout.write(answer(BytesIO(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()

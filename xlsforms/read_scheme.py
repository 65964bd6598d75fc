"""Scheme workbook bytes become a scheme, with everything that is wrong at its cell.

A child process with limits opens the file; this process only sees its cells as plain JSON.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlsforms.errors import WorkbookProblem, XlsformError, problem
from xlsforms.problem_codes import ProblemCode
from xlsforms.raw_sheet import RawSheet
from xlsforms.read_sheets import read_sheets
from xlsforms.scheme import (
    GRADES,
    INDICATORS,
    PARAMETERS,
    RECORDS,
    SETTINGS,
    SHEETS,
    STAGES,
    TARGETS,
    VETOES,
    Scheme,
    SchemeRow,
)
from xlsforms.scheme_parameters import lists_of
from xlsforms.scheme_table import COMMENT, Table, plain_name, read_table

OTHER_SHEETS = ("lists", "kinds")
"""Sheets that the writer adds for people and drop-down lists; they say nothing of the scheme."""

_NEEDED: Mapping[str, tuple[str, ...]] = {
    SETTINGS: ("setting", "value"),
    INDICATORS: ("code",),
    PARAMETERS: ("code", "parameter", "row", "value"),
    VETOES: ("code",),
    GRADES: ("code",),
    STAGES: (),
    RECORDS: (),
    TARGETS: ("code",),
}
_REQUIRED = (SETTINGS, INDICATORS)
_DEFINING = (INDICATORS, VETOES, GRADES, TARGETS)
_REFERRING = ("code", "parent", "level_before")


@dataclass(frozen=True, slots=True)
class SchemeWorkbook:
    """A scheme as far as it could be read, and what is wrong with its workbook."""

    scheme: Scheme
    problems: tuple[WorkbookProblem, ...]
    letters: Mapping[str, Mapping[str, str]]
    """Sheet -> name of a column -> its letters."""


def read_scheme(data: bytes) -> Scheme:
    """Return the scheme of a workbook; raise XlsformError with all problems and their cells."""
    found = read_scheme_workbook(data)
    if found.problems:
        raise XlsformError(found.problems)
    return found.scheme


def read_scheme_workbook(data: bytes) -> SchemeWorkbook:
    """Return what can be read of a workbook, beside its problems, so that the rest is checked too.

    Takes a process of its own. Raises XlsformError when the file is no workbook at all.
    """
    return scheme_of(read_sheets(data))


def scheme_of(sheets: Iterable[RawSheet]) -> SchemeWorkbook:
    """Return the scheme that the sheets of a workbook hold, with all their problems."""
    problems: list[WorkbookProblem] = []
    by_name = _by_name(sheets, problems)
    tables = {
        name: read_table(name, by_name.get(name, RawSheet(name, ())), _needed(name, by_name))
        for name in SHEETS
    }
    scheme = Scheme(
        settings=_settings(tables[SETTINGS]),
        parameters=lists_of(tables[PARAMETERS]),
        **{
            name: tuple(SchemeRow(one.cells, name, one.number) for one in tables[name].rows)
            for name in (INDICATORS, VETOES, GRADES, STAGES, RECORDS, TARGETS)
        },
    )
    _find_lost_zeros(tables)
    problems += [one for table in tables.values() for one in table.problems]
    letters = {name: table.letters for name, table in tables.items()}
    return SchemeWorkbook(scheme, tuple(problems), letters)


def _needed(name: str, by_name: Mapping[str, RawSheet]) -> tuple[str, ...]:
    """Return the columns a sheet must have; one that is left out or empty needs none."""
    return _NEEDED[name] if name in by_name and by_name[name].cells else ()


def _by_name(sheets: Iterable[RawSheet], problems: list[WorkbookProblem]) -> Mapping[str, RawSheet]:
    found: dict[str, RawSheet] = {}
    for sheet in sheets:
        name = plain_name(sheet.name)
        if name in OTHER_SHEETS or name.startswith(COMMENT) or not sheet.cells:
            continue
        if name not in SHEETS:
            problems.append(problem(ProblemCode.FOREIGN_SHEET, sheet=sheet.name))
        elif name in found:
            problems.append(problem(ProblemCode.SHEET_TWICE, sheet=name, name=name))
        else:
            found[name] = sheet
    problems += [
        problem(ProblemCode.NO_SHEET, sheet=one, name=one) for one in _REQUIRED if one not in found
    ]
    return found


def _settings(table: Table) -> Mapping[str, SchemeRow]:
    found: dict[str, SchemeRow] = {}
    for row in table.rows:
        name, value = plain_name(row.cells.get("setting", "")), row.cells.get("value", "")
        if not value:
            continue
        if not name:
            table.fault(ProblemCode.EMPTY_CELL, row.number, "setting")
        elif name in found:
            table.fault(ProblemCode.SETTING_TWICE, row.number, "setting", value=name)
        else:
            found[name] = SchemeRow({"setting": name, "value": value}, SETTINGS, row.number)
    return found


def _find_lost_zeros(tables: Mapping[str, Table]) -> None:
    """Note codes that are numbers and may have lost the zero of 1.10."""
    typed = {
        row.cells["code"]
        for name in _DEFINING
        for row in tables[name].rows
        if "code" in row.cells and "code" not in row.numbers
    }
    for table in tables.values():
        seen: set[str] = set()
        for row in table.rows:
            for column in _REFERRING:
                text = row.cells.get(column, "")
                if column in row.numbers and "." in text:
                    is_twice = column == "code" and table.sheet in _DEFINING and text in seen
                    if is_twice or f"{text}0" in typed:
                        table.fault(ProblemCode.LOST_ZERO, row.number, column, value=text)
            seen.add(row.cells.get("code", ""))

"""Inputs that somebody typed into a workbook, one sheet for values, one for facts, one for titles.

The sheet "inputs" has the columns subject, measure, value, source, level, date, evidence, note; the
sheet "facts" subject, fact, value; the sheet "titles" subject, code, since, until. Only the first
must be there. A value of n/a says that a measure does not apply.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from server.domain.schemes.described.observations import inputs_of
from server.domain.schemes.exact.conditions import value_of
from server.domain.schemes.exact.values import Value
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.typing.typed_inputs import (
    BadInputs,
    SourceOf,
    TypedSubject,
    observation,
    title,
)
from xlsforms.raw_sheet import RawSheet
from xlsforms.scheme_table import TableRow, plain_name, read_table

INPUTS, FACTS, TITLES = "inputs", "facts", "titles"

_NEEDED: Mapping[str, tuple[str, ...]] = {
    INPUTS: ("subject", "measure", "value"),
    FACTS: ("subject", "fact", "value"),
    TITLES: ("subject", "code", "since"),
}


def subjects_of_sheets(
    sheets: Iterable[RawSheet], today: date, source_of: SourceOf
) -> tuple[TypedSubject, ...]:
    """Return the subjects of a workbook, in the order of their first rows. Raises BadInputs."""
    by_name = {plain_name(one.name): one for one in sheets}
    if INPUTS not in by_name:
        raise BadInputs(INPUTS, "the workbook needs a sheet of this name")
    found: dict[str, dict[str, list[TableRow]]] = {}
    for sheet in _NEEDED:
        for row in _rows(sheet, by_name):
            of_subject = found.setdefault(_subject(sheet, row), {name: [] for name in _NEEDED})
            of_subject[sheet].append(row)
    return tuple(TypedSubject(name, _made(rows, today, source_of)) for name, rows in found.items())


def _rows(name: str, by_name: Mapping[str, RawSheet]) -> tuple[TableRow, ...]:
    if name not in by_name:
        return ()
    table = read_table(name, by_name[name], _NEEDED[name])
    for problem in table.problems:
        raise BadInputs(f"{name} row {problem.row}, {problem.column}", problem.what)
    return tuple(table.rows)


def _subject(sheet: str, row: TableRow) -> str:
    name = row.cells.get("subject", "")
    if not name:
        raise BadInputs(f"{sheet} row {row.number}, subject", "write the name of the subject")
    return name


def _made(rows: Mapping[str, Sequence[TableRow]], today: date, source_of: SourceOf) -> Subject:
    facts: dict[str, Value] = {"kind": "enterprise"}
    for row in rows[FACTS]:
        facts[row.cells.get("fact", "")] = value_of(row.cells.get("value", ""))
    observed = [
        observation(_told(row), f"{INPUTS} row {row.number}", source_of)
        for row in rows[INPUTS]
        if "value" in row.cells
    ]
    titles = tuple(
        title(
            {key: row.cells[key] for key in ("code", "since", "until") if key in row.cells},
            f"{TITLES} row {row.number}",
        )
        for row in rows[TITLES]
    )
    return Subject(inputs_of(observed), facts, today, titles)


def _told(row: TableRow) -> Mapping[str, object]:
    """Return a row as the fields of an observation: files are parted by semicolons."""
    cells = dict(row.cells)
    cells.pop("subject")
    value, files = cells.pop("value"), cells.pop("evidence", "").replace("；", ";")
    told: dict[str, object] = {
        ("on" if key == "date" else key): text for key, text in cells.items()
    }
    told["value"] = value
    told["evidence"] = [one.strip() for one in files.split(";") if one.strip()]
    return told

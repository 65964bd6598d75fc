"""A table of people becomes app users with areas and forms, or problems at their cells."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from server.domain.area_paths import AreaNames, KnownArea
from server.domain.import_cells import CellFault, read_text
from server.domain.import_table import (
    ColumnMap,
    ImportFault,
    ImportLine,
    ImportTable,
    RowProblem,
    map_columns,
    plain_title,
)

NAME, AREAS, FORMS = "name", "areas", "forms"
TITLES: Mapping[str, tuple[str, ...]] = {
    NAME: ("姓名", "名称", "手机用户", "App用户", "name", "app user"),
    AREAS: ("负责区域", "区域", "areas", "area"),
    FORMS: ("可填表单", "表单", "forms", "form"),
}

_LONGEST_NAME = 200
_LONGEST_CELL = 4_000
_BETWEEN = re.compile(r"[;\n]")
_BETWEEN_ALSO = re.compile(r"[;\n,、]")
"""A comma, and the Chinese one of lists, may also be part of a title or of a path."""


@dataclass(frozen=True, slots=True)
class CodedArea:
    """An area that may be named, with its code."""

    area: KnownArea
    code: str | None = None


@dataclass(frozen=True, slots=True)
class KnownForm:
    """A published form that phones may fill."""

    form_id: str
    title: str


@dataclass(frozen=True, slots=True)
class NewAppUser:
    """An app user to be made; without areas its phone gets the whole project."""

    number: int
    name: str
    areas: tuple[KnownArea, ...]
    forms: tuple[KnownForm, ...]


@dataclass(frozen=True, slots=True)
class AppUsersReading:
    """What a table would add, and all that is wrong with it."""

    new: tuple[NewAppUser, ...]
    problems: tuple[RowProblem, ...]
    unknown_columns: tuple[str, ...]


@dataclass(slots=True)
class AppUserChoices:
    """What the cells of a table may name; `needs_area`: the whole project is not to be given."""

    areas: Collection[CodedArea]
    forms: Collection[KnownForm]
    taken: Collection[str]
    """Names of app users that are there already."""
    needs_area: bool
    _names: AreaNames = field(init=False)
    _coded: dict[str, list[KnownArea]] = field(init=False)
    _forms: dict[str, list[KnownForm]] = field(init=False)

    def __post_init__(self) -> None:
        self._names = AreaNames([one.area for one in self.areas])
        self._coded, self._forms = defaultdict(list), defaultdict(list)
        for one in self.areas:
            if one.code:
                self._coded[one.code].append(one.area)
        for form in self.forms:
            for name in {form.form_id, plain_title(form.title)}:
                self._forms[name].append(form)

    def find_area(self, text: str) -> KnownArea:
        """Return the area of a code, a name or a path; raises CellFault."""
        coded = self._coded.get(text.strip(), [])
        if len(coded) > 1:
            raise CellFault(ImportFault.AMBIGUOUS_AREA)
        return coded[0] if coded else self._names.find(text)

    def find_form(self, text: str) -> KnownForm:
        """Return the form of an ID or a title; raises CellFault."""
        found = self._forms.get(text.strip()) or self._forms.get(plain_title(text), [])
        if len(found) > 1:
            raise CellFault(ImportFault.AMBIGUOUS_FORM)
        if not found:
            raise CellFault(ImportFault.UNKNOWN_FORM)
        return found[0]


def read_app_users(table: ImportTable, choices: AppUserChoices) -> AppUsersReading:
    """Return the app users that a table adds; a row with anything wrong in it stays out."""
    columns = map_columns(table, TITLES.items(), required=(NAME,))
    if columns.problems:
        return AppUsersReading((), columns.problems, columns.unknown)
    rows: list[NewAppUser] = []
    problems: list[RowProblem] = []
    seen: set[str] = set()
    for line in table.lines:
        row, faults = _read_line(line, columns, choices, seen)
        problems += faults
        if not faults:
            rows.append(row)
            seen.add(row.name)
    return AppUsersReading(tuple(rows), tuple(problems), columns.unknown)


def _read_line(
    line: ImportLine, columns: ColumnMap, choices: AppUserChoices, seen: Collection[str]
) -> tuple[NewAppUser, list[RowProblem]]:
    """Return a row with everything that is wrong with it, cell by cell."""
    problems: list[RowProblem] = []
    name: str = ""
    areas: tuple[KnownArea, ...] = ()
    forms: tuple[KnownForm, ...] = ()
    try:
        name = _name(_text(line, columns, NAME), choices, seen)
    except CellFault as problem:
        problems.append(_problem(line, columns, NAME, problem))
    try:
        areas = _areas(_text(line, columns, AREAS), choices)
    except CellFault as problem:
        problems.append(_problem(line, columns, AREAS, problem))
    try:
        forms = _forms(_text(line, columns, FORMS), choices)
    except CellFault as problem:
        problems.append(_problem(line, columns, FORMS, problem))
    return NewAppUser(line.number, name, areas, forms), problems


def _name(text: str, choices: AppUserChoices, seen: Collection[str]) -> str:
    name = read_text(text, _LONGEST_NAME)
    if not name:
        raise CellFault(ImportFault.MISSING)
    if name in seen:
        raise CellFault(ImportFault.TWICE_IN_FILE)
    if name in choices.taken:
        raise CellFault(ImportFault.APP_USER_EXISTS)
    return name


def _areas(text: str, choices: AppUserChoices) -> tuple[KnownArea, ...]:
    found: dict[int, KnownArea] = {}
    for part in _parts(text):
        try:
            some = [choices.find_area(part)]
        except CellFault as problem:
            names = _parts(part, _BETWEEN_ALSO)
            if problem.fault is not ImportFault.UNKNOWN_AREA or len(names) == 1:
                raise
            some = [choices.find_area(one) for one in names]
        found |= {one.area_id: one for one in some}
    if not found and choices.needs_area:
        raise CellFault(ImportFault.MISSING)
    return tuple(found.values())


def _forms(text: str, choices: AppUserChoices) -> tuple[KnownForm, ...]:
    found: dict[str, KnownForm] = {}
    for part in _parts(text):
        try:
            some = [choices.find_form(part)]
        except CellFault as problem:
            names = _parts(part, _BETWEEN_ALSO)
            if problem.fault is not ImportFault.UNKNOWN_FORM or len(names) == 1:
                raise
            some = [choices.find_form(one) for one in names]
        found |= {one.form_id: one for one in some}
    return tuple(found.values())


def _parts(text: str, between: re.Pattern[str] = _BETWEEN) -> list[str]:
    narrow = unicodedata.normalize("NFKC", text)
    return [part.strip() for part in between.split(narrow) if part.strip()]


def _text(line: ImportLine, columns: ColumnMap, column: str) -> str:
    if column not in columns.places:
        return ""
    cell = line.cells[columns.places[column]]
    if cell.problem is not None:
        raise CellFault(ImportFault.CELL_UNRELIABLE, reason=cell.problem)
    text = cell.text or ""
    if len(text) > _LONGEST_CELL:
        raise CellFault(ImportFault.TOO_LONG, limit=str(_LONGEST_CELL))
    return text


def _problem(line: ImportLine, columns: ColumnMap, column: str, fault: CellFault) -> RowProblem:
    place = columns.places.get(column)
    address = str(line.number) if place is None else line.cells[place].address
    details = {"reason": fault.reason} if fault.reason else {}
    return RowProblem(line.number, address, fault.fault, column, details)

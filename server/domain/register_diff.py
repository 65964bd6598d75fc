"""What an import would do to the register: new, changed, unchanged, and why not.

An enterprise is recognised by its credit code; without one by name and area. An empty cell and a
missing column change nothing, so no import erases what is known. Rows that mean the same enterprise
twice are refused both, and of an enterprise outside the importer's areas nothing is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.domain.import_table import ImportFault, RowProblem
from server.domain.register import Column, RegisterRow, RegisterValue, Values


@dataclass(frozen=True, slots=True)
class KnownEnterprise:
    """An enterprise of the register; not visible when it lies outside the importer's areas."""

    enterprise_id: int
    values: Values
    is_visible: bool = True


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that an import would change."""

    column: Column
    old: RegisterValue | None
    new: RegisterValue


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """An enterprise that an import would change."""

    enterprise_id: int
    row: RegisterRow
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RegisterDiff:
    """All that an import would do."""

    new: tuple[RegisterRow, ...]
    changed: tuple[RegisterChange, ...]
    unchanged: tuple[int, ...]
    """Ids of the enterprises that are in the table as they are in the register."""
    problems: tuple[RowProblem, ...]


def diff_register(rows: Sequence[RegisterRow], known: Iterable[KnownEnterprise]) -> RegisterDiff:
    """Return what importing these rows would do to the known register."""
    register = _Register(known)
    matched = [(row, register.find(row)) for row in rows]
    twice = _twice(matched)
    new, changed, unchanged = [], [], []
    problems = []
    for row, enterprise in matched:
        if row.number in twice:
            problems.append(_problem(row, ImportFault.TWICE_IN_FILE, other_row=twice[row.number]))
        elif enterprise is None:
            new.append(row)
        elif not enterprise.is_visible:
            problems.append(_problem(row, ImportFault.TAKEN_ELSEWHERE))
        elif changes := _changes(enterprise, row):
            changed.append(RegisterChange(enterprise.enterprise_id, row, changes))
        else:
            unchanged.append(enterprise.enterprise_id)
    return RegisterDiff(tuple(new), tuple(changed), tuple(unchanged), tuple(problems))


class _Register:
    """The known enterprises by what they are recognised by."""

    def __init__(self, known: Iterable[KnownEnterprise]) -> None:
        self._by_code: dict[RegisterValue, KnownEnterprise] = {}
        self._by_name: dict[tuple[RegisterValue, RegisterValue], KnownEnterprise] = {}
        for one in known:
            code = one.values.get(Column.USCC)
            if code is not None:
                self._by_code[code] = one
            self._by_name[_name_and_area(one.values)] = one

    def find(self, row: RegisterRow) -> KnownEnterprise | None:
        code = row.values.get(Column.USCC)
        if code in self._by_code:
            return self._by_code[code]
        namesake = self._by_name.get(_name_and_area(row.values))
        if namesake is None or code is None or Column.USCC not in namesake.values:
            return namesake
        return None  # another enterprise of the same name: both have a code, and not the same


_Matched = list[tuple[RegisterRow, KnownEnterprise | None]]


def _twice(matched: _Matched) -> dict[int, int]:
    """Return row -> another row that means the same enterprise."""
    seen: dict[object, int] = {}
    twice: dict[int, int] = {}
    for row, enterprise in matched:
        for key in _keys(row, enterprise):
            other = seen.setdefault(key, row.number)
            if other != row.number:
                twice[row.number] = other
                twice.setdefault(other, row.number)
    return twice


def _keys(row: RegisterRow, enterprise: KnownEnterprise | None) -> Iterable[object]:
    code = row.values.get(Column.USCC)
    yield ("row", *_name_and_area(row.values), code) if code is None else ("code", code)
    if enterprise is not None:
        yield ("known", enterprise.enterprise_id)


def _changes(enterprise: KnownEnterprise, row: RegisterRow) -> tuple[FieldChange, ...]:
    old = enterprise.values
    return tuple(
        FieldChange(column, old.get(column), value)
        for column, value in row.values.items()
        if old.get(column) != value
    )


def _problem(row: RegisterRow, fault: ImportFault, *, other_row: int | None = None) -> RowProblem:
    details = {} if other_row is None else {"otherRow": str(other_row)}
    return RowProblem(row.number, str(row.number), fault, details=details)


def _name_and_area(values: Values) -> tuple[RegisterValue, RegisterValue]:
    return values[Column.NAME], values[Column.AREA]

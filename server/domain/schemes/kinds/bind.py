"""Cells become typed parameters: the fields of a dataclass say which columns a kind of rule has.

A field is required unless it has a default. Types: Decimal, Fraction (a share: 2/3, 0.6, 60%),
int, bool, str, an enum, a tuple of names, `Conditions`. A field named `rows` is bound from the
rows of the sheet "parameters"; one named `others` takes the cells that no other field wants (a
clause that holds another kind); one of the type SchemeRow is given the row itself.
"""

import dataclasses
import types
import typing
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.conditions import BadCondition, Condition, conditions
from server.domain.schemes.exact.exact_text import exact_number
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.exact.shares import share_of
from server.domain.schemes.kinds.list_rows import rows_below
from xlsforms.scheme import PARAMETERS, SchemeRow

P = TypeVar("P")
ROWS, OTHERS = "rows", "others"
_OF_LISTS = frozenset({"code", "row"})
_YES, _NO = frozenset({"yes", "是", "true", "1"}), frozenset({"no", "否", "false", "0"})


class Unbound(Exception):
    """Cells that are no parameters of this type."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        self.faults = found
        super().__init__(f"{len(found)} faults")


def parameter_types(kind: type) -> Mapping[str, object]:
    """Return field -> type of a parameter class, in order."""
    return _types(kind)


@cache
def _types(kind: Any) -> Mapping[str, object]:
    hints = typing.get_type_hints(kind)
    return {one.name: hints[one.name] for one in dataclasses.fields(kind)}


def scalar_columns(kind: type) -> tuple[str, ...]:
    """Return the columns that a parameter class reads from its own row."""
    return _columns(kind)


@cache
def _columns(kind: Any) -> tuple[str, ...]:
    return tuple(
        name
        for name, wanted in parameter_types(kind).items()
        if name not in {ROWS, OTHERS} and wanted is not SchemeRow
    )


def row_type(kind: type) -> type | None:
    """Return the class of the rows of its list, None when it has none."""
    found = parameter_types(kind).get(ROWS)
    return None if found is None else typing.get_args(found)[0]


def bind(
    kind: type[P],
    name: str,
    row: SchemeRow,
    taken: frozenset[str],
    rows: tuple[SchemeRow, ...] = (),
) -> P:
    """Return the typed parameters of a row. Raises Unbound with all faults.

    `name` is the kind's name for messages, `taken` are the columns that are none of its business.
    """
    found: list[Fault] = []
    values = dict(_scalars(kind, row, found))
    own = {*taken, *scalar_columns(kind)}
    foreign = {key: text for key, text in row.cells.items() if key not in own}
    if OTHERS in parameter_types(kind):
        values[OTHERS] = foreign
    else:
        takes = ", ".join(scalar_columns(kind)) or "–"
        found += [
            fault_at(faults.FOREIGN_PARAMETER, row, key, kind=name, column=key, takes=takes)
            for key in foreign
        ]
    values |= {key: row for key, one in parameter_types(kind).items() if one is SchemeRow}
    values |= _bound_rows(kind, name, row, rows, found)
    if found:
        raise Unbound(tuple(found))
    return kind(**values)


def _bound_rows(
    kind: type, name: str, row: SchemeRow, rows: tuple[SchemeRow, ...], found: list[Fault]
) -> dict[str, object]:
    of_row = row_type(kind)
    if of_row is None:
        found += [fault_at(faults.FOREIGN_LIST, one, "code", kind=name) for one in rows[:1]]
        return {}
    if not rows and not _has_default(kind, ROWS):
        found.append(fault_at(faults.NO_LIST, row, "code", kind=name, code=row["code"]))
    if of_row is SchemeRow:
        return {ROWS: rows}
    bound: list[object] = []
    for one in rows:
        try:
            bound.append(bind(of_row, name, one, _OF_LISTS, rows_below(one)))
        except Unbound as unbound:
            found += unbound.faults
    return {ROWS: tuple(bound)} if rows else {}


def _scalars(kind: type, row: SchemeRow, found: list[Fault]) -> Iterator[tuple[str, object]]:
    for column in scalar_columns(kind):
        text = row[column].strip()
        if not text:
            if not _has_default(kind, column):
                found.append(_missing(row, column))
            continue
        try:
            yield column, _read(text, parameter_types(kind)[column])
        except _Unreadable as problem:
            found.append(fault_at(problem.kind, row, column, text=text, **problem.details))


def _missing(row: SchemeRow, column: str) -> Fault:
    """Return the fault of a cell that is empty, or of an entry of a list that says too little."""
    if row.sheet != PARAMETERS or column in row.places:
        return fault_at(faults.MISSING, row, column)
    return fault_at(faults.MISSING_IN_LIST, row, column, column=column)


class _Unreadable(ValueError):
    def __init__(self, kind: faults.FaultKind, **details: str) -> None:
        super().__init__(kind.what)
        self.kind, self.details = kind, details


def _read(text: str, wanted: object) -> object:
    wanted = _without_none(wanted)
    reader = _READERS.get(wanted)
    if reader is not None:
        return reader(text)
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return _one_of(text, wanted)
    if typing.get_origin(wanted) is tuple:
        return _many(text, typing.get_args(wanted)[0])
    return text


def number_of(text: str) -> Decimal:
    """Return an exact number from a cell; full-width digits count. Raises ValueError."""
    try:
        return exact_number(unicodedata.normalize("NFKC", text))
    except ValueError as error:
        raise _Unreadable(faults.NOT_A_NUMBER) from error


def _whole(text: str) -> int:
    number = number_of(text)
    if number != number.to_integral_value():
        raise _Unreadable(faults.NOT_WHOLE)
    if number < 0:
        # Months, places, cases, things: nothing that is counted is below 0.
        raise _Unreadable(faults.NEGATIVE, number=text)
    return int(number)


def _share(text: str) -> Fraction:
    try:
        return share_of(text)
    except BadCondition as error:
        raise _Unreadable(faults.NOT_A_SHARE) from error


def _yes_no(text: str) -> bool:
    folded = text.casefold()
    if folded not in _YES | _NO:
        raise _Unreadable(faults.NOT_YES_NO)
    return folded in _YES


_READERS: Mapping[object, Callable[[str], object]] = {
    Decimal: number_of,
    Fraction: _share,
    int: _whole,
    bool: _yes_no,
}


def _one_of(text: str, wanted: type[StrEnum]) -> StrEnum:
    try:
        return wanted(text.casefold())
    except ValueError as error:
        raise _Unreadable(faults.NOT_ONE_OF, choices=", ".join(wanted)) from error


def _many(text: str, wanted: object) -> tuple[object, ...]:
    if wanted is Condition:
        try:
            return conditions(text)
        except BadCondition as error:
            raise _Unreadable(faults.BAD_CONDITION) from error
    parts = unicodedata.normalize("NFKC", text).replace(",", " ").replace("、", " ").split()
    return tuple(_read(part, wanted) for part in parts)


def _without_none(wanted: object) -> object:
    if isinstance(wanted, types.UnionType):
        return next(one for one in typing.get_args(wanted) if one is not type(None))
    return wanted


def _has_default(kind: type, name: str) -> bool:
    return name in _defaults(kind)


@cache
def _defaults(kind: Any) -> frozenset[str]:
    missing = dataclasses.MISSING
    return frozenset(
        one.name
        for one in dataclasses.fields(kind)
        if one.default is not missing or one.default_factory is not missing
    )

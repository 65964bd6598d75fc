"""A sheet as somebody filled it: values and reasons by row, or what is wrong at which field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from server.domain.import_table import ImportFault
from server.domain.schemes.exact.values import Value
from server.domain.schemes.giving.sheet import SheetRow
from server.domain.schemes.kinds.rule_kind import InputField
from server.domain.schemes.kinds.typed_value import Untaken, read_value, value_text


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """Texts as they were typed: values by measure, reasons and "does not apply" by row."""

    values: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for one measure; a value of None: the row does not apply."""

    measure: str
    value: Value | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong in a row; `measure` is None where its reason is meant."""

    code: str
    measure: str | None
    fault: ImportFault
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """What was given, and all that is wrong."""

    given: tuple[Given, ...]
    faults: tuple[SheetFault, ...]


LONGEST_REASON = 2000
Below = Mapping[str, Value | None]
"""Measure -> what the level below gave; None: it does not apply."""


def read_sheet(
    rows: Sequence[SheetRow], typed: TypedSheet, below: Below, *, is_final: bool
) -> FilledSheet:
    """Return what was typed into the rows that are open; `is_final`: nothing may be missing.

    A reason is asked for only in the end: where a row does not apply, and where a value differs
    from that of the level below.
    """
    given: list[Given] = []
    faults: list[SheetFault] = []
    for row in rows:
        if not row.is_open:
            continue
        reason = " ".join(typed.reasons.get(row.code, "").split())
        if len(reason) > LONGEST_REASON:
            details = {"limit": str(LONGEST_REASON)}
            faults.append(SheetFault(row.code, None, ImportFault.TOO_LONG, details))
        found, wrong = _row(row, typed, reason)
        given += found
        faults += wrong
        if is_final and not wrong:
            faults += _missing(row, found)
            faults += _reason_missing(row, found, reason, below)
    return FilledSheet(tuple(given), tuple(faults))


def _row(row: SheetRow, typed: TypedSheet, reason: str) -> tuple[list[Given], list[SheetFault]]:
    if row.code in typed.not_applicable:
        if not row.may_not_apply:
            first = row.fields[0].measure
            return [], [SheetFault(row.code, first, ImportFault.NA_REFUSED)]
        return [Given(one.measure, None, reason) for one in row.fields], []
    found: list[Given] = []
    wrong: list[SheetFault] = []
    for one in row.fields:
        text = typed.values.get(one.measure, "").strip()
        if not text:
            continue
        try:
            found.append(Given(one.measure, read_value(one, text), reason))
        except Untaken as problem:
            wrong.append(SheetFault(row.code, one.measure, problem.fault, problem.details))
    return found, wrong


def _missing(row: SheetRow, found: list[Given]) -> Iterator[SheetFault]:
    filled = {one.measure for one in found}
    for one in row.fields:
        if must_be_filled(row, one) and one.measure not in filled:
            yield SheetFault(row.code, one.measure, ImportFault.MISSING)


def must_be_filled(row: SheetRow, one: InputField) -> bool:
    """Tell whether a sheet can't be submitted without this field; a veto may be left open."""
    return one.is_required and not row.is_veto


def _reason_missing(
    row: SheetRow, found: list[Given], reason: str, below: Below
) -> Iterator[SheetFault]:
    if reason:
        return
    if any(one.value is None for one in found):
        yield SheetFault(row.code, None, ImportFault.REASON_FOR_NA)
        return
    for one in found:
        if one.measure in below and below[one.measure] != one.value:
            before = below[one.measure]
            text = "–" if before is None else value_text(before)
            details = {"below": text}
            yield SheetFault(row.code, None, ImportFault.REASON_FOR_DIFFERENCE, details)
            return

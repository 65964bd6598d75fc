"""`coefficient`: full marks times a figure from 0 to 1, chosen by name or typed inside a range."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, scored, step
from server.domain.schemes.exact.values import Text, Value, plain
from server.domain.schemes.kinds.rule_faults import named_twice, needs_marks
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
    is_choice,
)
from server.problems import N_
from xlsforms.scheme import SchemeRow

NOT_A_COEFFICIENT = FaultKind(
    N_("%(number)s is not between 0 and 1."), N_("Write a figure from 0 to 1.")
)
MIXED = FaultKind(
    N_("Some entries have a coefficient and some a range."),
    N_("Give all entries a coefficient, or give all of them “low” and “high”."),
)
RANGES_OVERLAP = FaultKind(
    N_("The range from %(low)s to %(high)s overlaps another."),
    N_("Let each range begin above the end of the one below."),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One choice with its coefficient, or one range in which a coefficient may be typed."""

    name: str = ""
    name_zh: str = ""
    name_en: str = ""
    coefficient: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    at: SchemeRow = field(default_factory=lambda: SchemeRow({}), compare=False, repr=False)

    @property
    def key(self) -> str:
        """What is typed for a choice."""
        return self.name or plain(self.coefficient or Decimal(0))

    @property
    def text(self) -> Text:
        """What it is called."""
        return Text(self.name_zh or self.name, self.name_en or self.name)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Parameters: the choices or the ranges."""

    rows: tuple[Entry, ...]


def _is_ranges(parameters: Coefficient) -> bool:
    return all(one.coefficient is None for one in parameters.rows)


def _fields(parameters: Coefficient, slot: Slot) -> tuple[InputField, ...]:
    if _is_ranges(parameters):
        low = min(one.low for one in parameters.rows if one.low is not None)
        high = max(one.high for one in parameters.rows if one.high is not None)
        return (InputField(slot.measure, FieldKind.NUMBER, slot.name, low, high),)
    choices = tuple(
        (one.key, one.text if one.name else Text(one.key, one.key)) for one in parameters.rows
    )
    return (InputField(slot.measure, FieldKind.CHOICE, slot.name, choices=choices),)


def _found(parameters: Coefficient, value: Value) -> tuple[Entry, Decimal] | None:
    for one in parameters.rows:
        if one.coefficient is not None and is_choice(value, one.key):
            return one, one.coefficient
        is_range = one.low is not None and one.high is not None and isinstance(value, Decimal)
        if is_range and one.low <= value <= one.high:  # type: ignore[operator]
            return one, value  # type: ignore[return-value]
    return None


def _score(parameters: Coefficient, slot: Slot, case: Case) -> Outcome:
    value, full = case.values[slot.measure], slot.points
    if full is None:
        return gap(GapReason.UNKNOWN_POINTS)
    found = _found(parameters, value)
    if found is None and isinstance(value, Decimal):
        outside = step(N_("%(value)s lies in none of the ranges."), value=plain(value))
        return gap(GapReason.OUT_OF_RANGE, outside)
    if found is None:
        return gap(GapReason.NOT_UNDERSTOOD)
    entry, factor = found
    points = full * factor
    facts = {"full": plain(full), "factor": plain(factor), "points": plain(points)}
    told = step(N_("%(full)s × %(factor)s = %(points)s."), **facts)
    if not entry.name and not entry.name_zh and not entry.name_en:
        return scored(points, told)
    return scored(points, step(N_("Level: %(tier)s."), tier=entry.text), told)


def _check(parameters: Coefficient, slot: Slot) -> Iterator[Fault]:
    yield from needs_marks(slot)
    if len({one.coefficient is None for one in parameters.rows}) > 1:
        yield fault_at(MIXED, parameters.rows[0].at, "coefficient")
        return
    for one in parameters.rows:
        yield from _check_numbers(one)
    if not _is_ranges(parameters):
        yield from named_twice(
            (one.at, "name" if one.name else "coefficient", one.key) for one in parameters.rows
        )
    elif all(one.low is not None and one.high is not None for one in parameters.rows):
        yield from _check_ranges(parameters.rows)


def _check_numbers(one: Entry) -> Iterator[Fault]:
    named = {"coefficient": one.coefficient, "low": one.low, "high": one.high}
    wanted = ("low", "high") if one.coefficient is None else ("coefficient",)
    for column, number in named.items():
        if number is None and column in wanted:
            yield fault_at(faults.MISSING, one.at, column)
        if number is not None and not 0 <= number <= 1:
            yield fault_at(NOT_A_COEFFICIENT, one.at, column, number=plain(number))


def _check_ranges(rows: Sequence[Entry]) -> Iterator[Fault]:
    ranges = sorted(rows, key=lambda one: one.low or Decimal(0))
    reached: Decimal | None = None
    for one in ranges:
        low, high = one.low or Decimal(0), one.high or Decimal(0)
        if high < low or (reached is not None and low <= reached):
            yield fault_at(RANGES_OVERLAP, one.at, "low", low=plain(low), high=plain(high))
        reached = high


def _better(parameters: Coefficient, slot: Slot) -> Mapping[str, Better]:
    return {slot.measure: Better.MORE} if _is_ranges(parameters) else {}


COEFFICIENT = RuleKind(
    "coefficient",
    7,
    N_("Full marks times a coefficient"),
    Coefficient,
    _fields,
    _score,
    check=_check,
    better=_better,
)

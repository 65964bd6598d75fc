"""What a kind of rule is: its name, its parameters, the values it asks for, and its function."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, Generic, TypeVar

from server.domain import rule_kinds
from server.domain.schemes.described.settings import SurveyView
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.exact.values import Facts, Text, Value
from xlsforms.scheme import SchemeRow

P = TypeVar("P")


class FieldKind(StrEnum):
    """What can be typed into a field."""

    NUMBER = "number"
    PERCENT = "percent"
    COUNT = "count"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    """A word that a condition compares."""


class Better(StrEnum):
    """Which answers are the better ones; a yes is more than a no."""

    MORE = "more"
    LESS = "less"


def agreed(found: Iterable[tuple[str, Better | None]]) -> Mapping[str, Better]:
    """Return measure -> which is better, of those measures alone on which all say the same."""
    said: dict[str, set[Better | None]] = {}
    for measure, better in found:
        said.setdefault(measure, set()).add(better)
    single = {measure: next(iter(many)) for measure, many in said.items() if len(many) == 1}
    return {measure: better for measure, better in single.items() if better is not None}


@dataclass(frozen=True, slots=True)
class InputField:
    """One value that a rule asks for: what is typed, imported or taken from a form."""

    measure: str
    kind: FieldKind
    name: Text
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    is_required: bool = True
    """False: the rule has an answer without it."""

    def takes(self, value: Value) -> bool:
        """Tell whether the value is of this field's kind and in its range."""
        if self.kind is FieldKind.YES_NO:
            return isinstance(value, bool)
        if self.kind is FieldKind.CHOICE:
            return any(is_choice(value, name) for name, _ in self.choices)
        if self.kind is FieldKind.TEXT:
            return isinstance(value, str)
        if not isinstance(value, Decimal):
            return False
        is_low = self.minimum is not None and value < self.minimum
        is_high = self.maximum is not None and value > self.maximum
        return not (is_low or is_high or self._is_between_steps(value))

    def _is_between_steps(self, value: Decimal) -> bool:
        if self.kind is FieldKind.COUNT:
            return value != value.to_integral_value()
        if self.step is None:
            return False
        # Exact: a decimal remainder has no result where the quotient has too many digits.
        return (Fraction(value) - Fraction(self.minimum or 0)) % Fraction(self.step) != 0


def is_choice(value: Value, name: str) -> bool:
    """Tell whether a value is the choice of that name, or the number that the name writes."""
    if not isinstance(value, Decimal):
        return value == name
    try:
        return Decimal(name) == value
    except InvalidOperation:
        return False


@dataclass(frozen=True, slots=True)
class Slot:
    """The row that a rule stands in: what is the same for all subjects."""

    code: str
    name: Text
    points: Decimal | None
    """Full marks; None where the row has none, or they are unknown."""
    measures: tuple[str, ...] = ()
    """The measures it names, in order; none: those of its own code."""
    row: SchemeRow = field(default_factory=lambda: SchemeRow({}))
    survey_view: SurveyView = SurveyView.SATISFIED
    """The scheme's view of survey figures, for rows that name none."""

    @property
    def has_marks(self) -> bool:
        """Whether the row has full marks, be they known or not."""
        return self.points is not None or bool(self.row["points"].strip())

    @property
    def asked(self) -> tuple[str, ...]:
        """The measures it names, or else the one of its own code."""
        return self.measures or (self.code,)

    @property
    def measure(self) -> str:
        """The only or first measure."""
        return self.measures[0] if self.measures else self.code

    def measure_of_row(self, number: int, named: str = "") -> str:
        """Return the measure of a row of its list, counted from 1: the one it names, or its own."""
        return named or f"{self.code}/{number}"


@dataclass(frozen=True, slots=True)
class Case:
    """One subject before a rule: the values of its fields, as they were combined."""

    values: Mapping[str, Value]
    facts: Facts = field(default_factory=dict)
    has_evidence: bool = False
    """Whether any file came with what was observed."""

    def numbers(self, measures: Iterable[str]) -> tuple[Decimal, ...] | None:
        """Return the values of measures, in order; None where one of them is no number."""
        found = [self.values[measure] for measure in measures]
        numbers = tuple(one for one in found if isinstance(one, Decimal))
        return numbers if len(numbers) == len(found) else None


@dataclass(frozen=True, slots=True)
class Sure:
    """What a rule says already while values are missing."""

    outcome: Outcome
    is_final: bool
    """Nothing that is missing could change it; otherwise it could still rise."""


@dataclass(frozen=True, slots=True)
class RuleKind(Generic[P]):
    """A kind of rule. `server/domain/rule_kinds` has one file for each."""

    name: str
    number: int
    """Its number among the kinds of scoring rules that published tables use."""
    title: str
    """What it does, in a few words marked for translation."""
    parameters: type[P]
    fields: Callable[[P, Slot], tuple[InputField, ...]]
    score: Callable[[P, Slot, Case], Outcome]
    check: Callable[[P, Slot], Iterator[Fault]] = field(default=lambda _, __: iter(()))
    """What is wrong with parameters that were read, such as bands that overlap."""
    most: Callable[[P, Slot], Decimal | None] = field(default=lambda _, slot: full_marks(slot))
    """The most points it can give; None: unknown."""
    least: Callable[[P, Slot], Decimal | None] = field(default=lambda _, __: Decimal(0))
    """The least points it can give; None: there is no end."""
    better: Callable[[P, Slot], Mapping[str, Better]] = field(default=lambda _, __: {})
    """Measures of which more, or less, never lowers the points. Others have no such order."""
    sure: Callable[[P, Slot, Case], Sure | None] = field(default=lambda _, __, ___: None)
    """What the values that there are come to at least, where required ones are missing."""


AnyKind = RuleKind[Any]


def full_marks(slot: Slot) -> Decimal | None:
    """Return the full marks of a row: 0 where it has none, None where they are unknown."""
    return slot.points if slot.has_marks else Decimal(0)


@cache
def all_rule_kinds() -> Mapping[str, AnyKind]:
    """Return name -> kind, of every file in `server/domain/rule_kinds`, by number."""
    found: list[AnyKind] = []
    for module in pkgutil.iter_modules(rule_kinds.__path__):
        loaded = importlib.import_module(f"{rule_kinds.__name__}.{module.name}")
        found += [one for one in vars(loaded).values() if isinstance(one, RuleKind)]
    return {one.name: one for one in sorted(found, key=lambda one: one.number)}

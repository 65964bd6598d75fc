"""A requirement of a list: a measure, a comparison, a limit, and where it is a share, of what.

Limits are exact: `2/3` is two thirds, so six of nine are two thirds and no less.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.conditions import (
    BadCondition,
    Comparison,
    Condition,
    compare,
    comparison_of,
    condition,
)
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.shares import share_of
from server.domain.schemes.exact.values import Shown, Text, Value, plain
from server.domain.schemes.kinds.condition_fields import COMPARISONS, better_of, field_of
from server.domain.schemes.kinds.rule_kind import Better, FieldKind, InputField, agreed
from server.problems import N_
from xlsforms.scheme import SchemeRow


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of a list of requirements."""

    measure: str
    op: str
    limit: str
    of: str = ""
    """A measure that the first is a share of; the limit is then a share such as 2/3 or 0.6."""
    name_zh: str = ""
    name_en: str = ""
    at: SchemeRow = field(default_factory=lambda: SchemeRow({}), compare=False, repr=False)
    """The row it was read from."""

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text(self.name_zh or self.measure, self.name_en or self.measure)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures it looks at."""
        return (self.measure, self.of) if self.of else (self.measure,)

    def condition(self) -> Condition:
        """Return it as a condition. Raises BadCondition."""
        return condition(self.measure, self.op, self.limit)

    def fields(self) -> Iterator[InputField]:
        """Yield the values it asks for."""
        if not self.of:
            yield field_of(self.condition(), self.name)
            return
        for measure in self.measures:
            yield InputField(measure, FieldKind.NUMBER, self.name, minimum=Decimal(0))

    def better(self) -> Mapping[str, Better]:
        """Return of which measures more or less never makes it fail."""
        better = better_of(comparison_of(self.op), self.measure)
        if self.of and better:
            is_more = better[self.measure] is Better.MORE
            return {**better, self.of: Better.LESS if is_more else Better.MORE}
        return better

    def check(self) -> Iterator[Fault]:
        """Yield what is wrong with its comparison and its limit."""
        try:
            comparison = comparison_of(self.op)
        except BadCondition:
            yield fault_at(faults.NOT_ONE_OF, self.at, "op", text=self.op, choices=COMPARISONS)
            return
        if self.of and comparison not in _SHARES:
            choices = ", ".join(_SHARES)
            yield fault_at(faults.NOT_ONE_OF, self.at, "op", text=self.op, choices=choices)
        try:
            _ = _share(self.limit) if self.of else self.condition()
        except BadCondition:
            wrong = faults.NOT_A_SHARE if self.of else faults.NOT_A_NUMBER
            yield fault_at(wrong, self.at, "limit", text=self.limit)

    def holds(self, values: Mapping[str, Value]) -> bool | None:
        """Tell whether it holds; None when a value is missing. Raises BadCondition."""
        value = values.get(self.measure)
        if value is None or (self.of and values.get(self.of) is None):
            return None
        if not self.of:
            return self.condition().holds(value)
        whole = values[self.of]
        if not isinstance(value, Decimal) or not isinstance(whole, Decimal):
            return False
        limit = _share(self.limit) * Fraction(whole)
        return compare(comparison_of(self.op), Fraction(value), limit)

    def told(self, values: Mapping[str, Value]) -> Step:
        """Return the sentence that says whether it holds. Raises BadCondition."""
        value = values.get(self.measure)
        if not self.of:
            return self.condition().told(value, self.name)
        whole = values.get(self.of)
        if value is None or whole is None:
            return step(
                N_("%(name)s: no value yet; required: %(comparison)s %(limit)s."),
                name=self.name,
                comparison=comparison_of(self.op).sign,
                limit=self.limit,
            )
        facts: dict[str, Shown] = {
            "name": self.name,
            "part": plain(value) if isinstance(value, Decimal) else str(value),
            "whole": plain(whole) if isinstance(whole, Decimal) else str(whole),
            "comparison": comparison_of(self.op).sign,
            "limit": self.limit,
        }
        if self.holds(values):
            return step(
                N_("%(name)s: %(part)s of %(whole)s; required: %(comparison)s %(limit)s; met."),
                **facts,
            )
        return step(
            N_("%(name)s: %(part)s of %(whole)s; required: %(comparison)s %(limit)s; not met."),
            **facts,
        )


def fields_of(many: Iterable[Requirement]) -> tuple[InputField, ...]:
    """Return the values that requirements ask for, each measure once."""
    found: dict[str, InputField] = {}
    for one in many:
        for wanted in one.fields():
            found.setdefault(wanted.measure, wanted)
    return tuple(found.values())


def better_of_all(many: Iterable[Requirement]) -> Mapping[str, Better]:
    """Return of which measures more or less never makes any of the requirements fail."""
    ordered = ((one.measures, one.better()) for one in many)
    return agreed(
        (measure, better.get(measure)) for measures, better in ordered for measure in measures
    )


_share = lru_cache(maxsize=1024)(share_of)
_SHARES: Final = (
    Comparison.AT_LEAST,
    Comparison.AT_MOST,
    Comparison.MORE_THAN,
    Comparison.LESS_THAN,
    Comparison.EQUALS,
)

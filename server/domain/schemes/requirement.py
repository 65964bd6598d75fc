"""A requirement of a list: a measure, a comparison, a limit, and where it is a share, of what.

Limits are exact: `2/3` is two thirds, so six of nine are two thirds and no less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from server.domain.schemes.conditions import BadCondition, Comparison, Condition, condition
from server.domain.schemes.outcome import Step, step
from server.domain.schemes.values import Shown, Text, Value, plain
from server.problems import N_

_ORDER: Final = frozenset(
    {Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.MORE_THAN, Comparison.LESS_THAN}
)


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
        return _compare(self.op, Fraction(value), share_of(self.limit) * Fraction(whole))

    def told(self, values: Mapping[str, Value]) -> Step:
        """Return the sentence that says whether it holds. Raises BadCondition."""
        value = values.get(self.measure)
        if not self.of or value is None or values.get(self.of) is None:
            return self.condition().told(value, self.name)
        whole = values[self.of]
        facts: dict[str, Shown] = {
            "name": self.name,
            "part": plain(value) if isinstance(value, Decimal) else str(value),
            "whole": plain(whole) if isinstance(whole, Decimal) else str(whole),
            "comparison": self.op,
            "limit": self.limit,
        }
        if self.holds(values):
            return step(
                N_("%(name)s: %(part)s of %(whole)s; %(comparison)s %(limit)s: yes."), **facts
            )
        return step(N_("%(name)s: %(part)s of %(whole)s; %(comparison)s %(limit)s: no."), **facts)


def share_of(text: str) -> Fraction:
    """Return a share written as 2/3, 0.6 or 60%. Raises BadCondition."""
    plain_text = text.strip().removesuffix("%")
    try:
        number = Fraction(plain_text)
    except (ValueError, ZeroDivisionError) as error:
        raise BadCondition(text) from error
    return number / 100 if text.strip().endswith("%") else number


def _compare(operator: str, part: Fraction, limit: Fraction) -> bool:
    if operator not in _ORDER:
        return part == limit
    if operator == Comparison.AT_LEAST:
        return part >= limit
    if operator == Comparison.AT_MOST:
        return part <= limit
    return part > limit if operator == Comparison.MORE_THAN else part < limit

"""Conditions as tables write them: a measure, a comparison and a value.

In one cell several stand side by side, parted by semicolons, and all of them must hold:
`headcount >= 50; industry in C D`. Full-width signs are read as plain ones. By the Civil Code,
article 1259, 以上 and 以下 include the figure itself (>=, <=); 不满 and 超过 do not (<, >).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from server.domain.schemes.exact.exact_text import LONGEST, exact_number
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.values import Shown, Text, Value, shown
from server.problems import N_

_PART = re.compile(
    r"(?P<measure>[^\s<>=!]+)\s*(?P<op>>=|<=|!=|==|=|<|>|\bin\b)\s*(?P<value>[^\s<>=!].*)"
)
_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "≠": "!=", "；": ";", "，": ","})
_YES, _NO = frozenset({"yes", "true", "是"}), frozenset({"no", "false", "否"})


class Comparison(StrEnum):
    """How a value is compared."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUALS = "="
    DIFFERS = "!="
    ONE_OF = "in"

    @property
    def sign(self) -> Text:
        """The comparison as a sentence shows it."""
        return _SHOWN_SIGNS.get(self, Text(self, self))


class BadCondition(ValueError):
    """A text that is no condition."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of a measure or fact with a value, or with several of them."""

    measure: str
    comparison: Comparison
    values: tuple[Value, ...]

    def holds(self, value: Value) -> bool:
        """Tell whether it holds for a value; a value of another kind never compares."""
        if self.comparison is Comparison.ONE_OF:
            return any(_same(value, one) for one in self.values)
        against = self.values[0]
        if self.comparison is Comparison.EQUALS:
            return _same(value, against)
        if self.comparison is Comparison.DIFFERS:
            return not _same(value, against)
        if not isinstance(value, Decimal) or not isinstance(against, Decimal):
            return False
        return compare(self.comparison, value, against)

    def told(self, value: Value | None, name: Shown | None = None) -> Step:
        """Return the sentence that says whether it holds."""
        facts: dict[str, Shown] = {
            "name": name or self.measure,
            "comparison": self.comparison.sign,
            "limit": self.shown_limit,
        }
        if value is None:
            return step(N_("%(name)s: no value yet; required: %(comparison)s %(limit)s."), **facts)
        facts["value"] = shown(value)
        if self.holds(value):
            return step(
                N_("%(name)s: %(value)s; required: %(comparison)s %(limit)s; met."), **facts
            )
        return step(
            N_("%(name)s: %(value)s; required: %(comparison)s %(limit)s; not met."), **facts
        )

    @property
    def shown_limit(self) -> Shown:
        """The value or values it is compared with."""
        texts = [shown(one) for one in self.values]
        if len(texts) == 1:
            return texts[0]
        both = [one if isinstance(one, Text) else Text(one, one) for one in texts]
        return Text("、".join(one.zh for one in both), ", ".join(one.en for one in both))

    def __str__(self) -> str:
        """Return the condition as a cell writes it."""
        return f"{self.measure} {self.comparison} {' '.join(_written(one) for one in self.values)}"


def comparison_of(operator: str) -> Comparison:
    """Return the comparison that a cell writes, such as >= or ≥. Raises BadCondition."""
    name = unicodedata.normalize("NFKC", operator.translate(_SIGNS)).translate(_SIGNS).strip()
    try:
        return Comparison({"==": "="}.get(name, name.casefold()))
    except ValueError as error:
        raise BadCondition(operator) from error


@lru_cache(maxsize=4096)
def condition(measure: str, operator: str, value: str) -> Condition:
    """Return a condition from its three texts. Raises BadCondition."""
    if not measure or not value:
        raise BadCondition(f"{measure} {operator} {value}".strip())
    comparison = comparison_of(operator)
    texts = re.split(r"[\s,|]+", value) if comparison is Comparison.ONE_OF else [value]
    values = tuple(value_of(text) for text in texts if text)
    ordered = comparison not in {Comparison.ONE_OF, Comparison.EQUALS, Comparison.DIFFERS}
    if not values or (ordered and not isinstance(values[0], Decimal)):
        raise BadCondition(f"{measure} {operator} {value}")
    return Condition(measure, comparison, values)


def conditions(text: str) -> tuple[Condition, ...]:
    """Return the conditions of one cell. Raises BadCondition with the part that is wrong."""
    plain_text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    found = []
    for part in (one.strip() for one in plain_text.split(";")):
        if not part:
            continue
        match = _PART.fullmatch(part)
        if match is None:
            raise BadCondition(part)
        found.append(condition(match["measure"], match["op"], match["value"]))
    return tuple(found)


def value_of(text: str) -> Value:
    """Return a text as a number, yes or no, or itself."""
    plain_text = text.strip()
    return _short_value(plain_text) if len(plain_text) <= LONGEST else plain_text


@lru_cache(maxsize=1 << 13)
def _short_value(text: str) -> Value:
    """Return it of a text that may be a number; the same few are written all over a county."""
    folded = text.casefold()
    if folded in _YES or folded in _NO:
        return folded in _YES
    try:
        return exact_number(folded)
    except ValueError:
        return text


def all_hold(many: tuple[Condition, ...], values: Mapping[str, Value]) -> bool | None:
    """Tell whether all hold; None when none fails but a value is missing."""
    is_unsure = False
    for one in many:
        value = values.get(one.measure)
        if value is None:
            is_unsure = True
        elif not one.holds(value):
            return False
    return None if is_unsure else True


def compare(comparison: Comparison, one: Fraction | Decimal, other: Fraction | Decimal) -> bool:
    """Tell whether two numbers of the same type compare like that. `in` is no such comparison."""
    return _COMPARE[comparison](one, other)


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return isinstance(one, bool) and isinstance(other, bool) and one == other
    return one == other


_SHOWN_SIGNS = {
    Comparison.AT_LEAST: Text("≥", "≥"),
    Comparison.AT_MOST: Text("≤", "≤"),
    Comparison.DIFFERS: Text("≠", "≠"),
    Comparison.ONE_OF: Text("属于", "is one of"),
}
_COMPARE: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.AT_LEAST: lambda one, other: one >= other,
    Comparison.AT_MOST: lambda one, other: one <= other,
    Comparison.MORE_THAN: lambda one, other: one > other,
    Comparison.LESS_THAN: lambda one, other: one < other,
    Comparison.EQUALS: lambda one, other: one == other,
    Comparison.DIFFERS: lambda one, other: one != other,
}

"""Values of measures, and how numbers and names are shown in traces."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

Value: TypeAlias = Decimal | bool | str
"""A measure: a number (rates in percent), yes or no, or the name of a choice."""

Facts: TypeAlias = Mapping[str, Value]
"""What is known of the subject itself: headcount, ownership, industry, kind, area and others."""


@dataclass(frozen=True, slots=True)
class Text:
    """A name in Chinese and English; where one is missing the other stands for it."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "zh", self.zh or self.en)
        object.__setattr__(self, "en", self.en or self.zh)

    def in_language(self, locale: str) -> str:
        """Return the name for a locale such as `zh_CN` or `en`."""
        return self.zh if locale.startswith("zh") else self.en


def listed(parts: Iterable[str]) -> Text:
    """Return parts one after another, as each language parts them."""
    kept = tuple(parts)
    return Text("、".join(kept), ", ".join(kept))


YES, NO = Text("是", "yes"), Text("否", "no")

Shown: TypeAlias = str | Text
"""A fact in a sentence: the same in all languages, or in both."""


@lru_cache(maxsize=1 << 16)
def plain(number: Decimal) -> str:
    """Return a number as people write it: no exponent, no zeros behind, no negative zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def shown(value: Value) -> Shown:
    """Return a value as a trace shows it."""
    if isinstance(value, bool):
        return YES if value else NO
    return plain(value) if isinstance(value, Decimal) else value

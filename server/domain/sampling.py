"""How many valid answers an enterprise needs by its headcount.

The formula is Cochran's with the correction for finite populations, n0 = z²·p(1−p)/e² and
n = ⌈n0 / (1 + (n0 − 1)/N)⌉, in exact fractions, so that no rounding moves a limit by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from server.domain.json_values import BadJson, JsonObject, integer_of, text_of

Z_95 = Fraction(196, 100)
Z_90 = Fraction(1645, 1000)

_ALL_STAFF = 10
_EIGHTY_PERCENT = 30
_OFFICE_STEPS = ((10_000, 300), (5_000, 200), (2_000, 150), (1_000, 100))
_HUNDRED = 100


class SampleRule(StrEnum):
    """How the required number is found."""

    STRICT = "strict"
    STANDARD = "standard"
    OFFICE = "office"
    LIGHT = "light"
    PERCENT = "percent"


_MARGINS = {
    SampleRule.STRICT: Fraction(5, 100),
    SampleRule.STANDARD: Fraction(10, 100),
    SampleRule.LIGHT: Fraction(15, 100),
}


@dataclass(frozen=True, slots=True)
class SampleProfile:
    """A rule; `percent` of the headcount, and not below `floor`, belong to the rule `percent`."""

    rule: SampleRule = SampleRule.STANDARD
    percent: int | None = None
    floor: int = 0

    def __post_init__(self) -> None:
        if (self.rule is SampleRule.PERCENT) != (self.percent is not None):
            raise ValueError("A percentage belongs to the rule of that name, and only to it.")
        if self.percent is not None and not 0 < self.percent <= _HUNDRED:
            raise ValueError("A percentage is 1 to 100.")
        if self.floor < 0:
            raise ValueError("A floor is not negative.")

    def to_json(self) -> JsonObject:
        """Return the profile as JSON."""
        if self.percent is None:
            return {"rule": self.rule.value}
        return {"rule": self.rule.value, "percent": self.percent, "floor": self.floor}


def profile_from_json(value: Mapping[str, object]) -> SampleProfile:
    """Return the profile written by `to_json`. Raises BadJson."""
    try:
        rule = SampleRule(text_of(value, "rule"))
        if rule is not SampleRule.PERCENT:
            return SampleProfile(rule)
        return SampleProfile(rule, integer_of(value, "percent"), integer_of(value, "floor"))
    except ValueError as problem:
        raise BadJson("sampleProfile") from problem


def required_sample(profile: SampleProfile, headcount: int) -> int:
    """Return how many valid answers an enterprise of this headcount (at least 1) needs."""
    margin = _MARGINS.get(profile.rule)
    if margin is not None:
        return sample_by_formula(headcount, margin=margin)
    if profile.percent is not None:
        share = ceil(Fraction(profile.percent * headcount, _HUNDRED))
        return min(headcount, max(share, profile.floor, 1))
    return _office(headcount)


def sample_by_formula(
    headcount: int, *, margin: Fraction, z: Fraction = Z_95, share: Fraction = Fraction(1, 2)
) -> int:
    """Return the sample for a margin of error at the confidence of `z`, planned for `share`."""
    unlimited = z * z * share * (1 - share) / (margin * margin)
    return min(headcount, ceil(unlimited / (1 + (unlimited - 1) / headcount)))


def _office(headcount: int) -> int:
    """All staff up to 10, four fifths up to 30, then ±10 %, and round steps from 1,000 on."""
    if headcount <= _ALL_STAFF:
        return headcount
    if headcount <= _EIGHTY_PERCENT:
        return max(_ALL_STAFF, ceil(Fraction(4 * headcount, 5)))
    for least, required in _OFFICE_STEPS:
        if headcount >= least:
            return required
    return sample_by_formula(headcount, margin=_MARGINS[SampleRule.STANDARD])

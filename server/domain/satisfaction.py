"""Answers of one enterprise become counts and a verdict: exact, and seen by nobody.

What may be shown of them is `disclosure`'s to say. "Not applicable" and whatever the scale does
not list is left out of a question's valid answers. Points are the scale's: as a rule 100, 80, 60,
30 and 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from server.domain.definitions import Definitions
from server.domain.intervals import Interval
from server.domain.sampling import required_sample

Scale: TypeAlias = tuple[tuple[str, Decimal], ...]
"""Choice and its points, the most points first, as `FormField.score` gives them."""

OVERALL_MEASURE = "satisfaction.overall"


class Verdict(StrEnum):
    """What can be said of an enterprise against the target."""

    MEETS = "meets"
    DOES_NOT_MEET = "does_not_meet"
    TOO_SMALL = "too_small"
    """The sample is too small to tell."""


class ScaleTooShort(ValueError):
    """A scale with fewer choices than the definitions speak of."""

    def __init__(self, measure: str) -> None:
        super().__init__(measure)
        self.measure = measure


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """The valid answers to one question, sorted into three."""

    measure: str
    satisfied: int
    basically: int
    dissatisfied: int
    points: Decimal
    """Sum of the points of all valid answers."""

    @property
    def valid(self) -> int:
        """Number of valid answers."""
        return self.satisfied + self.basically + self.dissatisfied


def count_measure(
    measure: str, tally: Mapping[str, int], scale: Scale, definitions: Definitions
) -> MeasureCounts:
    """Return the counts of one measure from choice -> number of answers. Raises ScaleTooShort."""
    top, bottom = definitions.satisfied_choices, definitions.dissatisfied_choices
    if len(scale) < top + bottom:
        raise ScaleTooShort(measure)
    counts = [tally.get(choice, 0) for choice, _ in scale]
    weighed = zip(counts, scale, strict=True)
    return MeasureCounts(
        measure=measure,
        satisfied=sum(counts[:top]),
        basically=sum(counts[top : len(scale) - bottom]),
        dissatisfied=sum(counts[len(scale) - bottom :]),
        points=sum((count * points for count, (_, points) in weighed), Decimal(0)),
    )


def judge(
    interval: Interval, *, valid: int, headcount: int | None, definitions: Definitions
) -> Verdict:
    """Return the verdict on the share of satisfied answers that lies in this interval.

    Without a headcount, or with fewer valid answers than the sample asks for, nothing can be said.
    """
    if headcount is None or valid < required_sample(definitions.sample_profile, headcount):
        return Verdict.TOO_SMALL
    target = float(Fraction(definitions.target_share) / 100)
    if interval.low >= target:
        return Verdict.MEETS
    return Verdict.DOES_NOT_MEET if interval.high < target else Verdict.TOO_SMALL

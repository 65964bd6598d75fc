"""How sure a share is: the Wilson interval with the correction for finite populations.

Wilson, as it is right for small n where the textbook interval is not; the correction replaces n by
n* = n(N − 1)/(N − n) (O'Neill 2021). Who answers a poster chose to: the interval is nominal.
"""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of shares, from 0 to 1."""

    low: float
    high: float


def wilson_interval(
    successes: int, answers: int, *, population: int | None = None, z: float = Z_95
) -> Interval:
    """Return the interval of `successes` in `answers` (at least 1) of a population.

    When everybody answered it is the point itself; without a population there is no correction.
    """
    share = successes / answers
    if population is not None and answers >= population:
        return Interval(share, share)
    size = float(answers)
    if population is not None:
        size = answers * (population - 1) / (population - answers)
    squared = z * z
    middle = (share + squared / (2 * size)) / (1 + squared / size)
    spread = z * sqrt(share * (1 - share) / size + squared / (4 * size * size))
    half = spread / (1 + squared / size)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))

"""Several figures of one row become one: their mean, their lowest or their sum, in words."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from server.domain.schemes.exact.exact import about, mean_of
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.values import listed, plain
from server.problems import N_


class Several(StrEnum):
    """How several rates of one row become one; published tables leave it open."""

    SUM = "sum"
    """Of deductions: each rate is deducted for itself."""
    MEAN = "mean"
    MIN = "min"


def figures_as_one(several: Several, numbers: Sequence[Decimal]) -> tuple[Fraction, Step]:
    """Return the one figure that several are, and the sentence that says so."""
    rates = listed(plain(one) for one in numbers)
    if several is Several.MIN:
        lowest = min(numbers)
        text = N_("The lowest of %(rates)s is %(rate)s.")
        return Fraction(lowest), step(text, rates=rates, rate=plain(lowest))
    if several is Several.SUM:
        total = sum(numbers, Decimal(0))
        text = N_("The sum of %(rates)s is %(rate)s.")
        return Fraction(total), step(text, rates=rates, rate=plain(total))
    mean = mean_of(numbers)
    return mean, step(N_("The mean of %(rates)s is %(rate)s."), rates=rates, rate=about(mean))

"""Exact numbers: the decimals that stand for them, and how sentences show them."""

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

from server.domain.schemes.exact.values import plain

_DIGITS = Context(prec=28)
_FOUR_PLACES = 10000


def decimal_of(number: Fraction) -> Decimal:
    """Return a share as a decimal number of at most 28 digits."""
    return _DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))


def about(number: Fraction | Decimal) -> str:
    """Return a number with at most four places; one that goes on ends in dots."""
    exact = Fraction(number)
    cut = Decimal(int(exact * _FOUR_PLACES)) / _FOUR_PLACES
    return plain(cut) if Fraction(cut) == exact else f"{plain(cut)}…"


def mean_of(numbers: Sequence[Decimal]) -> Fraction:
    """Return the exact mean of numbers."""
    return sum(map(Fraction, numbers), Fraction(0)) / len(numbers)


def sum_of_known(many: Sequence[Decimal | None]) -> Decimal | None:
    """Return the sum of numbers, None if one of them is unknown."""
    known = [one for one in many if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(many) else None

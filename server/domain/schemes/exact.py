"""Exact shares, and the decimal numbers that stand for them."""

from decimal import Context, Decimal
from fractions import Fraction

_DIGITS = Context(prec=28)


def decimal_of(number: Fraction) -> Decimal:
    """Return a share as a decimal number of at most 28 digits."""
    return _DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))

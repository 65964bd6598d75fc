"""Numbers and shares as people write them, of a size that can be told and added up exactly.

A few characters can name a number with a billion digits (`1e999999999`); such texts come in forms
and workbooks, and nothing that is counted anywhere needs them.
"""

import re
from decimal import Decimal
from fractions import Fraction

LONGEST = 60
"""Characters of the longest text that is read as a number."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_SHARE = re.compile(r"[+-]?(\d+\s*/\s*\d+|\d+(\.\d*)?|\.\d+)")
_BEFORE_POINT, _AFTER_POINT, _MOST_DIGITS = 15, 20, 28


def exact_number(text: str) -> Decimal:
    """Return the number that a text writes. Raises ValueError, also for one that is too large."""
    plain = text.strip()
    if len(plain) > LONGEST or not _NUMBER.fullmatch(plain):
        raise ValueError(plain[:LONGEST])
    number = Decimal(plain)
    if not is_exact(number):
        raise ValueError(plain)
    return number


def is_exact(number: Decimal) -> bool:
    """Tell whether a number is finite, and of a size that can be added up without rounding."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return False
    is_small = len(digits) + exponent <= _BEFORE_POINT
    return is_small and exponent >= -_AFTER_POINT and len(digits) <= _MOST_DIGITS


def exact_share(text: str) -> Fraction:
    """Return a share written as 2/3 or 0.6. Raises ValueError, ZeroDivisionError."""
    plain = text.strip()
    if len(plain) > LONGEST or not _SHARE.fullmatch(plain):
        raise ValueError(plain[:LONGEST])
    return Fraction("".join(plain.split()))

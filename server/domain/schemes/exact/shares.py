"""Shares as tables write them: 2/3, 0.6 or 60%; exact, so six of nine are two thirds."""

import unicodedata
from fractions import Fraction

from server.domain.schemes.exact.conditions import BadCondition
from server.domain.schemes.exact.exact_text import exact_share


def share_of(text: str) -> Fraction:
    """Return a share written as 2/3, 0.6 or 60%; full-width signs count. Raises BadCondition."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        number = exact_share(plain.removesuffix("%"))
    except (ValueError, ZeroDivisionError) as error:
        raise BadCondition(text) from error
    return number / 100 if plain.endswith("%") else number

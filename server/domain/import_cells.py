"""Texts of cells become values, or the fault that a person is shown."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from server.domain.coordinates import (
    MOST_LATITUDE,
    MOST_LONGITUDE,
    BadDegrees,
    parse_degrees,
    parse_system,
)
from server.domain.credit_code import BadCreditCode, parse_credit_code
from server.domain.import_table import ImportFault
from server.domain.industries import parse_industry
from server.domain.ownership import parse_ownership

_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]00:00(?::00)?)?"
)
_COUNT = re.compile(r"(\d{1,12})(?:\.0+)?\s*[人名位]?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_YES = frozenset({"是", "有", "已建", "已建立", "已", "y", "yes", "true", "1", "√"})
_NO = frozenset({"否", "无", "没有", "未建", "未建立", "未", "n", "no", "false", "0", "×", "x"})
_FIRST_YEAR = 1990


@dataclass(eq=False)
class CellFault(Exception):
    """A text that is not the value it should be."""

    fault: ImportFault
    limit: str = ""
    reason: str = ""


def read_text(text: str, longest: int) -> str:
    """Return the text without spaces around it. Raises CellFault."""
    plain = " ".join(text.split())
    if len(plain) > longest:
        raise CellFault(ImportFault.TOO_LONG, limit=str(longest))
    return plain


def read_count(text: str, most: int) -> int:
    """Return the whole number, "1,200" and "1200人" understood. Raises CellFault."""
    narrow = unicodedata.normalize("NFKC", text).strip()
    if _THOUSANDS.match(narrow):
        narrow = narrow.replace(",", "")
    found = _COUNT.fullmatch(narrow)
    if found is None:
        raise CellFault(ImportFault.BAD_NUMBER)
    if int(found[1]) > most:
        raise CellFault(ImportFault.OUT_OF_RANGE, limit=str(most))
    return int(found[1])


def read_day(text: str, today: dt.date) -> dt.date:
    """Return the day, from 1990 to today. Raises CellFault."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise CellFault(ImportFault.BAD_DATE)
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as problem:
        raise CellFault(ImportFault.BAD_DATE) from problem
    if day > today:
        raise CellFault(ImportFault.IN_THE_FUTURE)
    if day.year < _FIRST_YEAR:
        raise CellFault(ImportFault.OUT_OF_RANGE, limit=str(_FIRST_YEAR))
    return day


def read_yes_no(text: str) -> bool:
    """Return yes or no. Raises CellFault."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain not in _YES | _NO:
        raise CellFault(ImportFault.BAD_YES_NO)
    return plain in _YES


def read_credit_code(text: str) -> str:
    """Return the credit code, normalised. Raises CellFault with what is wrong as its reason."""
    try:
        return parse_credit_code(text)
    except BadCreditCode as problem:
        raise CellFault(ImportFault.BAD_CREDIT_CODE, reason=problem.fault.value) from problem


def read_industry(text: str) -> str:
    """Return the industry's code. Raises CellFault."""
    code = parse_industry(text)
    if code is None:
        raise CellFault(ImportFault.UNKNOWN_INDUSTRY)
    return code


def read_ownership(text: str) -> str:
    """Return the ownership type's code. Raises CellFault."""
    code = parse_ownership(text)
    if code is None:
        raise CellFault(ImportFault.UNKNOWN_OWNERSHIP)
    return code


def read_latitude(text: str) -> Decimal:
    """Return degrees north. Raises CellFault."""
    return _degrees(text, MOST_LATITUDE)


def read_longitude(text: str) -> Decimal:
    """Return degrees east. Raises CellFault."""
    return _degrees(text, MOST_LONGITUDE)


def read_coordinate_system(text: str) -> str:
    """Return the system that degrees are given in. Raises CellFault."""
    system = parse_system(text)
    if system is None:
        raise CellFault(ImportFault.UNKNOWN_COORDINATE_SYSTEM)
    return system.value


def _degrees(text: str, most: int) -> Decimal:
    try:
        return parse_degrees(text, most)
    except BadDegrees as problem:
        if problem.is_range:
            raise CellFault(ImportFault.OUT_OF_RANGE, limit=str(most)) from problem
        raise CellFault(ImportFault.BAD_DEGREES) from problem

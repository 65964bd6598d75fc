"""Unified social credit code (统一社会信用代码) by GB 32100-2015: form and check character."""

import re
import unicodedata
from enum import StrEnum

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_MODULUS = 31
_BODY_LENGTH = 17
_LENGTH = 18
_WEIGHTS = tuple(pow(3, place, _MODULUS) for place in range(_BODY_LENGTH))
_AREA = slice(2, 8)
_SEPARATORS = re.compile(r"[\s\-_·]+")


class CreditCodeFault(StrEnum):
    """What is wrong with a credit code."""

    LENGTH = "length"
    CHARACTER = "character"
    AREA = "area"
    """Characters 3 to 8, the registering area, are not all digits."""
    CHECK = "check"


class BadCreditCode(ValueError):
    """A text that is no credit code; `fault` says why, `text` is the text without separators."""

    def __init__(self, fault: CreditCodeFault, text: str) -> None:
        super().__init__(f"{text!r}: {fault.value}")
        self.fault = fault
        self.text = text


def normalise_credit_code(text: str) -> str:
    """Return the text with full-width letters narrowed, in upper case, without separators."""
    narrow = unicodedata.normalize("NFKC", text)
    return _SEPARATORS.sub("", narrow).upper()


def parse_credit_code(text: str) -> str:
    """Return the credit code written in the text, normalised. Raises BadCreditCode."""
    code = normalise_credit_code(text)
    if len(code) != _LENGTH:
        raise BadCreditCode(CreditCodeFault.LENGTH, code)
    if any(character not in _VALUES for character in code):
        raise BadCreditCode(CreditCodeFault.CHARACTER, code)
    if not code[_AREA].isdecimal():
        raise BadCreditCode(CreditCodeFault.AREA, code)
    if check_character(code[:_BODY_LENGTH]) != code[_BODY_LENGTH]:
        raise BadCreditCode(CreditCodeFault.CHECK, code)
    return code


def is_credit_code(text: str) -> bool:
    """Tell whether the text is a credit code, however it is written."""
    try:
        parse_credit_code(text)
    except BadCreditCode:
        return False
    return True


def check_character(body: str) -> str:
    """Return the 18th character for the first 17 (GB 32100-2015). Raises BadCreditCode."""
    if len(body) != _BODY_LENGTH:
        raise BadCreditCode(CreditCodeFault.LENGTH, body)
    if any(character not in _VALUES for character in body):
        raise BadCreditCode(CreditCodeFault.CHARACTER, body)
    total = sum(
        _VALUES[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True)
    )
    return _ALPHABET[-total % _MODULUS]


def make_credit_code(body: str) -> str:
    """Return the credit code that begins with these 17 characters. Raises BadCreditCode."""
    return body + check_character(body)

"""The code on a poster: ten characters that say nothing, and show when one of them is wrong.

Nine random characters of 23 give 40.7 bits. The tenth is a check character: with the weights
1 to 10 modulo the prime 23, any single changed character and any two characters swapped are
noticed. The alphabet has no 0 O D Q, 1 I L, U V, 2/Z, 5/S, 6/G, 8/B: of each pair that looks alike
on paper at most one is in it. What a code stands for is written in the database alone, so a
printed poster can be pointed elsewhere.
"""

import ipaddress
import re
import unicodedata
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

ALPHABET = "23456789ACEFHJKMNPRTWXY"
CODE_LENGTH = 10
LEAST_RANDOM_BYTES = 8

_PRIME = len(ALPHABET)
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_GROUP_LENGTH = 5
_LONGEST_TYPED = 100
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SEPARATORS = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff._·・‐-―−ー–—-]+")
_QR_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")


class CodeProblem(StrEnum):
    """What is wrong with a text that should be a poster code."""

    LENGTH = "length"
    CHARACTER = "character"
    CHECK = "check"


_MESSAGES = {
    CodeProblem.LENGTH: "A poster code has 10 letters and digits. Copy all of it.",
    CodeProblem.CHARACTER: "A poster code has none of the letters B D G I L O Q S U V Z, no 0 and "
    "no 1. Look at the poster again.",
    CodeProblem.CHECK: "This poster code has a wrong letter or digit. Look at the poster again.",
}


class BadPosterCode(ValueError):
    """The text is no poster code; `problem` says why, the message what to do."""

    def __init__(self, problem: CodeProblem) -> None:
        self.problem = problem
        super().__init__(_MESSAGES[problem])


def new_code(random_bytes: bytes) -> str:
    """Return a new code made of at least eight random bytes, which the caller draws."""
    if len(random_bytes) < LEAST_RANDOM_BYTES:
        raise ValueError(f"A poster code needs at least {LEAST_RANDOM_BYTES} random bytes.")
    remaining = int.from_bytes(random_bytes) % _PRIME ** (CODE_LENGTH - 1)
    characters = []
    for _ in range(CODE_LENGTH - 1):
        remaining, value = divmod(remaining, _PRIME)
        characters.append(ALPHABET[value])
    payload = "".join(characters)
    # The last weight is 10, so the check value is the one that makes the weighted sum vanish.
    check = -_weighted_sum(payload) * pow(CODE_LENGTH, -1, _PRIME) % _PRIME
    return payload + ALPHABET[check]


def parse_code(text: str) -> str:
    """Return the code in its stored form: ten capitals and digits, nothing between them.

    Case, blanks, hyphens, dots and full-width characters are forgiven; anything else raises
    BadPosterCode.
    """
    if len(text) > _LONGEST_TYPED:
        raise BadPosterCode(CodeProblem.LENGTH)
    code = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).upper())
    if len(code) != CODE_LENGTH:
        raise BadPosterCode(CodeProblem.LENGTH)
    if any(character not in _VALUES for character in code):
        raise BadPosterCode(CodeProblem.CHARACTER)
    if _weighted_sum(code) % _PRIME:
        raise BadPosterCode(CodeProblem.CHECK)
    return code


def printed_code(code: str) -> str:
    """Return the code in two groups, as it stands on the poster."""
    return f"{code[:_GROUP_LENGTH]}-{code[_GROUP_LENGTH:]}"


def poster_url(public_base_url: str, code: str) -> str:
    """Return the address a poster opens, as a person would type it."""
    return f"{public_base_url.rstrip('/')}/q/{code}"


def poster_qr_text(public_base_url: str, code: str) -> str:
    """Return the address as the QR code holds it: all in capitals where that is the same place.

    Capitals fit the alphanumeric mode of QR (ISO/IEC 18004, 7.4.4), whose modules are larger on the
    same paper. Scheme and host know no case; a path does, so a base with a path stays as it is.
    The server answers `/Q/` as it answers `/q/`.
    """
    url = poster_url(public_base_url, code)
    capitals = url.upper()
    has_path = bool(urlsplit(public_base_url).path.strip("/"))
    return url if has_path or not _QR_ALPHANUMERIC.fullmatch(capitals) else capitals


def code_in_url(text: str, public_base_url: str) -> str | None:
    """Return the code in a scanned text: a bare code, or a poster address of our own host.

    An address of any other host, or with a user name in it, is only text: None.
    """
    try:
        return parse_code(text)
    except BadPosterCode:
        pass
    path = _path_on_our_host(text.strip(), public_base_url)
    if path is None:
        return None
    base_path = urlsplit(public_base_url).path.rstrip("/")
    before, found, code = path.rstrip("/").rpartition("/")
    if not found or before.casefold() != f"{base_path}/q".casefold():
        return None
    try:
        return parse_code(code)
    except BadPosterCode:
        return None


def is_loopback(public_base_url: str) -> bool:
    """Return whether the address opens only on the computer itself: no poster may be put up."""
    host = urlsplit(public_base_url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or address.is_unspecified or bool(mapped and mapped.is_loopback)


def _weighted_sum(code: str) -> int:
    return sum(weight * _VALUES[character] for weight, character in enumerate(code, start=1))


def _path_on_our_host(text: str, public_base_url: str) -> str | None:
    if any(character.isspace() or not character.isprintable() for character in text):
        return None
    try:
        scanned, ours = urlsplit(text), urlsplit(public_base_url)
        is_ours = _origin(scanned) == _origin(ours)
    except ValueError:  # a bracket or a port that is none
        return None
    return scanned.path if is_ours and "@" not in scanned.netloc else None


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _DEFAULT_PORTS.get(url.scheme)

"""Answers to Digest challenges as Collect's library gives them, written from RFC 7616 alone.

One challenge serves many requests: the count goes up with each, and a new nonce begins at 1 again.
"""

import hashlib
import re
from dataclasses import dataclass, field

_FIELD = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')


def digest_challenge(headers: list[str]) -> dict[str, str]:
    """Return the fields of the Digest challenge among headers; none: no such challenge."""
    for header in headers:
        scheme, _, rest = header.partition(" ")
        if scheme.lower() == "digest":
            return {name: quoted or bare for name, quoted, bare in _FIELD.findall(rest)}
    return {}


@dataclass(slots=True)
class DigestClient:
    """A user name and password, with the last challenge that was seen."""

    user_name: str
    password: str
    challenge: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def take(self, headers: list[str]) -> bool:
        """Take a new challenge; False: there is none, or the password was wrong."""
        found = digest_challenge(headers)
        is_retry = bool(self.challenge) and found.get("stale") != "true"
        if not found or is_retry:
            self.challenge = {}
            return False
        self.challenge, self.count = found, 0
        return True

    def answer(self, method: str, uri: str, /, **changes: str) -> str:
        """Return the header for the next request; `changes` are lies in single fields."""
        self.count += 1
        realm, nonce = self.challenge["realm"], self.challenge["nonce"]
        count, client_nonce = f"{self.count:08x}", "0a4f113b"
        first = _md5(f"{self.user_name}:{realm}:{self.password}")
        second = _md5(f"{method}:{uri}")
        response = _md5(f"{first}:{nonce}:{count}:{client_nonce}:auth:{second}")
        given = {
            "username": f'"{self.user_name}"',
            "realm": f'"{realm}"',
            "nonce": f'"{nonce}"',
            "uri": f'"{uri}"',
            "response": f'"{response}"',
            "qop": "auth",
            "nc": count,
            "cnonce": f'"{client_nonce}"',
            "algorithm": "MD5",
        } | changes
        return "Digest " + ", ".join(f"{name}={value}" for name, value in given.items() if value)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

"""Digest access authentication as Collect speaks it: RFC 7616 with MD5 and `qop="auth"`.

Werkzeug reads and writes the headers; here are the nonces and the arithmetic. A nonce is signed and
tells its own age, so that any process of any server with the secret key knows it without a table.
MD5 is what phones know; passwords of 99 random bits bear it, chosen ones would not.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.datastructures import Authorization, WWWAuthenticate

from server.keys import derive

REALM = "Concord"
"""It goes into what phones compute: another one would be another password to all of them."""
NONCE_LIFE = timedelta(minutes=10)

_RANDOM_BYTES, _STAMP_BYTES, _SIGNATURE_BYTES = 12, 8, 16
_MOST_TEXT = 256
_CLOCKS_DIFFER_SECONDS = 5.0
"""Servers that share a secret key may be a little apart."""
_COUNT = re.compile(r"[0-9a-fA-F]{8}")
_RESPONSE = re.compile(r"[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    """What a client answers to a challenge, every part of it present and of the right shape."""

    user_name: str
    nonce: str
    count: str
    client_nonce: str
    uri: str
    response: str

    def proves(self, password: str, method: str) -> bool:
        """Tell whether whoever made this answer has a password."""
        first = _md5(f"{self.user_name}:{REALM}:{password}")
        second = _md5(f"{method}:{self.uri}")
        wanted = _md5(f"{first}:{self.nonce}:{self.count}:{self.client_nonce}:auth:{second}")
        return hmac.compare_digest(wanted.encode(), self.response.lower().encode())

    @property
    def use(self) -> str:
        """What no two requests may share: the nonce with its count."""
        return f"{self.nonce}:{int(self.count, 16)}"


class Nonces:
    """Makes and knows the nonces of challenges, by a key derived from the secret key."""

    def __init__(self, secret_key: str) -> None:
        self._key = derive(secret_key, "digest-nonces")

    def make(self, now: datetime) -> str:
        """Return a new nonce: when it was made, chance, and a signature of both."""
        stamp = int(now.timestamp() * 1000).to_bytes(_STAMP_BYTES, "big")
        content = stamp + secrets.token_bytes(_RANDOM_BYTES)
        return base64.urlsafe_b64encode(content + self._signature(content)).decode()

    def is_fresh(self, nonce: str, now: datetime) -> bool:
        """Tell whether a nonce is one of ours and not too old; one of the future is not either."""
        try:
            raw = base64.b64decode(nonce, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return False
        content, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._signature(content)):
            return False
        age = now.timestamp() - int.from_bytes(content[:_STAMP_BYTES], "big") / 1000
        return -_CLOCKS_DIFFER_SECONDS <= age < NONCE_LIFE.total_seconds()

    def _signature(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, hashlib.sha256)[:_SIGNATURE_BYTES]


def challenge(nonce: str, *, is_stale: bool) -> str:
    """Return the header that asks for an answer.

    `is_stale`: the password was right and only the nonce is not, so that nobody need be asked.
    """
    fields: dict[str, str | None] = {
        "realm": REALM,
        "nonce": nonce,
        "qop": "auth",
        "algorithm": "MD5",
    }
    if is_stale:
        fields["stale"] = "true"
    return WWWAuthenticate("digest", fields).to_header()


def read_answer(authorization: Authorization | None, target: str) -> DigestAnswer | None:
    """Return the answer in a header; None when it is none to our challenge, or for elsewhere.

    `target` is path and query as they were sent: an answer for one address opens no other.
    """
    if authorization is None or authorization.type != "digest":
        return None
    given = {name: value or "" for name, value in authorization.parameters.items()}
    if not _is_ours(given) or given.get("uri", "") != target:
        return None
    names = ("username", "nonce", "cnonce")
    if any(not 0 < len(given.get(name, "")) <= _MOST_TEXT for name in names):
        return None
    return DigestAnswer(
        user_name=given["username"],
        nonce=given["nonce"],
        count=given["nc"],
        client_nonce=given["cnonce"],
        uri=given["uri"],
        response=given["response"],
    )


def _is_ours(given: dict[str, str]) -> bool:
    return (
        given.get("realm") == REALM
        and given.get("qop") == "auth"
        and given.get("algorithm", "MD5").upper() == "MD5"
        and _COUNT.fullmatch(given.get("nc", "")) is not None
        and _RESPONSE.fullmatch(given.get("response", "")) is not None
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()

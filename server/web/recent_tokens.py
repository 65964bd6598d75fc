"""Tokens that were good a moment ago, so that a stranger is refused before a body is read.

Only the way submissions take asks here: its writing transaction looks at the token again, so what
is remembered lets nobody in. Nothing is remembered of tokens that were refused.
"""

import threading
import time
from dataclasses import dataclass

from server.store.queries.identities import AppUserAccess

_SECONDS = 10.0
_MOST_TOKENS = 10_000


@dataclass(frozen=True, slots=True)
class _Remembered:
    access: AppUserAccess
    until: float


class RecentTokens:
    """Remembers for ten seconds what a token opened, by the hash of the token."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: dict[bytes, _Remembered] = {}

    def find(self, token_hash: bytes) -> AppUserAccess | None:
        """Return what a token opened a moment ago."""
        found = self._tokens.get(token_hash)
        return found.access if found is not None and time.monotonic() < found.until else None

    def remember(self, token_hash: bytes, access: AppUserAccess) -> None:
        """Remember what a token opens now."""
        with self._lock:
            if len(self._tokens) >= _MOST_TOKENS:
                self._tokens.clear()
            self._tokens[token_hash] = _Remembered(access, time.monotonic() + _SECONDS)

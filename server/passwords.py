"""Passwords: argon2id, two hashes at a time, and the same work for accounts that do not exist."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from server.problems import ServerBusy, UnreadableBody, WeakPassword

LEAST_CHARACTERS = 10
MOST_CHARACTERS = 256
_WAIT_SECONDS = 5.0
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(2)
_DUMMY = "$argon2id$v=19$m={0.memory_cost},t={0.time_cost},p={0.parallelism}${1}${2}".format(
    _HASHER, "A" * 22, "A" * 43
)
"""A hash that no password has: checking one against it is the work of checking a real one."""


def check_new_password(password: str) -> None:
    """Raise unless a password may be chosen."""
    if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        raise WeakPassword(least=LEAST_CHARACTERS, most=MOST_CHARACTERS)
    _check_text(password)


def hash_password(password: str) -> str:
    """Return the hash of a new password."""
    check_new_password(password)
    with _Turn():
        return _HASHER.hash(password)


def is_password(password: str, stored_hash: str | None) -> bool:
    """Tell whether a password is the one stored; without a hash it takes as long and is wrong."""
    if len(password) > MOST_CHARACTERS:
        raise UnreadableBody(format="JSON", reason="password")
    _check_text(password)
    with _Turn():
        try:
            return _HASHER.verify(stored_hash or _DUMMY, password) and stored_hash is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


def _check_text(password: str) -> None:
    if "\0" in password:
        raise UnreadableBody(format="JSON", reason="password")
    try:
        password.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableBody(format="JSON", reason="password") from error


class _Turn:
    """One of two places for hashing; who waits too long is told that the server is busy."""

    def __enter__(self) -> None:
        if not _AT_ONCE.acquire(timeout=_WAIT_SECONDS):
            raise ServerBusy

    def __exit__(self, *_: object) -> None:
        _AT_ONCE.release()

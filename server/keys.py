"""Keys derived from the secret key, random tokens, and what is kept encrypted."""

import base64
import hashlib
import hmac
import secrets
import string

from cryptography.fernet import Fernet

_TOKEN_LETTERS = string.ascii_letters + string.digits
TOKEN_LENGTH = 64


def derive(secret_key: str, purpose: str) -> bytes:
    """Return 32 bytes for one purpose; keys of different purposes tell nothing of each other."""
    return hmac.digest(secret_key.encode(), purpose.encode(), hashlib.sha256)


def new_token() -> str:
    """Return a random token of 64 letters and digits (more than 256 bits), as ODK Central's."""
    return "".join(secrets.choice(_TOKEN_LETTERS) for _ in range(TOKEN_LENGTH))


def token_hash(token: str) -> bytes:
    """Return the SHA-256 under which a token is looked up."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def is_token_shaped(text: str) -> bool:
    """Tell whether a text could be a token."""
    return len(text) == TOKEN_LENGTH and text.isascii()


class TokenBox:
    """Encrypts app users' tokens, since their cards are printed again."""

    def __init__(self, secret_key: str) -> None:
        key = derive(secret_key, "app-user-tokens")
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, token: str) -> bytes:
        """Return the token encrypted."""
        return self._fernet.encrypt(token.encode())

    def open(self, sealed: bytes) -> str:
        """Return the token; raises cryptography's InvalidToken when the key is another."""
        return self._fernet.decrypt(sealed).decode()

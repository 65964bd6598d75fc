"""The signed start of a page: what was opened, and a nonce so that it counts only once.

The page carries it and the server keeps nothing of it but the hash of a spent nonce, by day. So a
poster that is pointed elsewhere in between changes nothing for whoever had opened the page.
"""

import secrets
from dataclasses import astuple, dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from server import keys

MOST_SECONDS = 24 * 60 * 60
_NONCE_BYTES = 16
_SALT = "survey-start"


@dataclass(frozen=True, slots=True)
class Start:
    """What a worker opened: the poster, where it pointed then, the form version, and a nonce."""

    poster_id: int
    campaign_id: int
    enterprise_id: int
    form_version_id: int
    nonce: str


def new_nonce() -> str:
    """Return a random text that tells nothing."""
    return secrets.token_urlsafe(_NONCE_BYTES)


def write_start(start: Start, secret_key: str) -> str:
    """Return the start as the page carries it."""
    return str(_serializer(secret_key).dumps(list(astuple(start))))


def read_start(token: str, secret_key: str) -> Start | None:
    """Return what a page was opened with; None: not signed by us, or more than a day ago."""
    try:
        poster_id, campaign_id, enterprise_id, form_version_id, nonce = _serializer(
            secret_key
        ).loads(token, max_age=MOST_SECONDS)
    except (BadData, ValueError, TypeError):
        return None
    return Start(poster_id, campaign_id, enterprise_id, form_version_id, nonce)


def _serializer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(keys.derive(secret_key, _SALT), salt=_SALT)

"""Who acts in this request, when, and what they note about it."""

from urllib.parse import unquote

from flask import request

from server import clock
from server.store.queries.audits import By
from server.web.auth import caller

_MOST_HEADER = 4000


def acting() -> By:
    """Return the caller as the audit log names them; `X-Action-Notes` is percent-encoded."""
    return By(caller().actor_id, clock.now(), _notes())


def _notes() -> str | None:
    raw = request.headers.get("X-Action-Notes", "")[:_MOST_HEADER]
    notes = unquote(raw, errors="replace").replace("\0", "\ufffd").strip()
    return notes or None

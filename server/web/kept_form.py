"""What was typed into a form after its session had ended, kept in the page that asks to sign in.

The form goes out sealed (encrypted and signed, with its owner, its address and its time) and comes
back with the password. Nothing is stored, so that nobody can fill the server without signing in.
Kept is only what a page of ours sent with a cookie of ours whose time was over, and it is shown,
never sent, to nobody but the owner of that session: a form of another site is not kept, and who
hands a sealed form to somebody else shows them nothing. Passwords and files are not kept.
"""

import base64
import json
import zlib
from dataclasses import dataclass
from urllib.parse import quote

from cryptography.fernet import Fernet, InvalidToken
from flask import request
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from server import clock, keys
from server.operations.identify import owner_of_session
from server.problems import ForeignOrigin
from server.web.csrf import check_origin
from server.web.office.own_addresses import is_address_of_ours
from server.web.office.plain_page import render_plain
from server.web.state import state

KEPT = "kept"
KEPT_SECONDS = 30 * 60
MOST_TYPED = 200_000
"""Characters of a form that is kept."""
_MOST_BODY = 20_000_000
_MOST_SEALED = 450_000
"""Fits into the form that signs in: with a larger one nobody could sign in from that page."""
_ESCAPED = "/%:@!$&'()*+,;=~?"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that was not taken, since its session had ended."""

    user_id: int
    address: str
    fields: tuple[tuple[str, str], ...]
    has_files: bool
    """Whether files came with it, which have to be chosen again."""


def seal_form(token: str) -> str | None:
    """Return the form of this request sealed for the owner of a session that is over, or None."""
    owner = owner_of_session(state().store, token)
    if owner is None or not _is_from_our_page():
        return None
    address = quote(request.full_path.rstrip("?"), safe=_ESCAPED)
    fields = _typed()
    if not fields or not is_address_of_ours(address):
        return None
    told = {
        "user": owner,
        "address": address,
        "fields": fields,
        "files": any(one.filename for one in request.files.values()),
    }
    packed = zlib.compress(json.dumps(told).encode())
    sealed = _fernet().encrypt_at_time(packed, _now()).decode()
    return sealed if len(sealed) <= _MOST_SEALED else None


def open_form(sealed: str) -> KeptForm | None:
    """Return a sealed form; None for anything that this server did not seal just now."""
    if not sealed or len(sealed) > _MOST_SEALED:
        return None
    try:
        packed = _fernet().decrypt_at_time(sealed.encode(), KEPT_SECONDS, _now())
    except (InvalidToken, UnicodeEncodeError):
        return None
    told = json.loads(zlib.decompress(packed))
    fields = tuple((name, value) for name, value in told["fields"])
    return KeptForm(told["user"], told["address"], fields, told["files"])


def page_with_form(sealed: str) -> str:
    """Return the page that asks to sign in, with a sealed form in it."""
    title = gettext("Sign in")
    more = {"email": "", "wanted": "", "errors": {}, "kept": sealed}
    return render_plain("login/login.html", page_title=title, **more)


def _is_from_our_page() -> bool:
    try:
        check_origin()
    except ForeignOrigin:
        return False
    return True


def _typed() -> list[tuple[str, str]]:
    """Return what was typed; nothing of a form that is too large or holds a password."""
    if request.content_length is None or request.content_length > _MOST_BODY:
        return []
    try:
        fields = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []
    is_secret = any("password" in name.lower() for name, _ in fields)
    if is_secret or sum(len(name) + len(value) for name, value in fields) > MOST_TYPED:
        return []
    return fields


def _fernet() -> Fernet:
    key = keys.derive(state().settings.secret_key, "kept-forms")
    return Fernet(base64.urlsafe_b64encode(key))


def _now() -> int:
    return int(clock.now().timestamp())

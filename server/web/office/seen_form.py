"""What a form showed when it was opened, so that nobody writes over what others saved since."""

import hashlib
import json
from collections.abc import Mapping

from flask import request
from flask_babel import gettext

from server.problems import ChangedMeanwhile

FIELD = "seen"
_DIGITS = 16


def seen_of(values: Mapping[str, object]) -> str:
    """Return a short text that is another one when any value is."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def check_seen(values: Mapping[str, object]) -> None:
    """Raise ChangedMeanwhile when the form that was sent had shown other values than these.

    A client that sends no such field did not show the form, and takes what it finds.
    """
    if request.form.get(FIELD, seen_of(values)) != seen_of(values):
        raise ChangedMeanwhile


def seen_field(values: Mapping[str, object], errors: Mapping[str, str]) -> str:
    """Return what the hidden field of a form says; a form with other errors keeps what it said."""
    sent = request.form.get(FIELD, "")
    return sent if sent and errors and "" not in errors else seen_of(values)


def changed_text() -> str:
    """Return what somebody is told whose form had shown other values."""
    return str(
        gettext(
            "Somebody else changed this meanwhile. What you typed is still here; look at it and "
            "save again."
        )
    )

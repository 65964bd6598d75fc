"""What a phone like Collect reads from a settings code, and what makes it refuse the code.

Written from the protocol alone, like `collect_client`; it knows nothing of the server's code.
"""

import base64
import binascii
import json
import zlib

from tests.collect_client import CollectPhone
from tests.collect_wire import ProtocolError

_BOOLEANS = {
    "automatic_update",
    "delete_send",
    "hide_old_form_versions",
    "instance_sync",
    "analytics",
    "high_resolution",
    "external_app_recording",
}
_LANGUAGES = {"", "zh", "zh_TW", "en"}
_MODES = {"manual", "previously_downloaded", "match_exactly"}


def settings_in(text: str) -> dict[str, dict[str, object]]:
    """Return the settings in the text of a code; raises where the app says "invalid QR"."""
    try:
        document = json.loads(zlib.decompress(base64.b64decode(text, validate=True)))
    except (binascii.Error, zlib.error, ValueError) as error:
        raise ProtocolError("invalid QR") from error
    if not all(isinstance(document.get(name), dict) for name in ("general", "admin")):
        raise ProtocolError("invalid QR: general and admin must be there")
    for name, value in document["general"].items():
        if not isinstance(value, bool if name in _BOOLEANS else str):
            raise ProtocolError(f"invalid QR: {name} is {value!r}")
    for name, value in document["admin"].items():
        if not isinstance(value, str if name == "admin_pw" else bool):
            raise ProtocolError(f"invalid QR: {name} is {value!r}")
    return document


def phone_of(text: str) -> CollectPhone:
    """Return the phone that scanned a code, set up to mirror the forms of its server.

    The app drops what it does not know: a phone that is silently left in English or with forms to
    be fetched by hand is refused here.
    """
    general = settings_in(text)["general"]
    if general.get("app_language", "") not in _LANGUAGES:
        raise ProtocolError(f"the app knows no language {general['app_language']!r}")
    if general.get("form_update_mode") not in _MODES:
        raise ProtocolError("forms are not fetched by themselves")
    return CollectPhone(str(general["server_url"]))

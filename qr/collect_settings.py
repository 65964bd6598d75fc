"""The settings of ODK Collect as the text of a QR code: scan once, and the phone is ready.

Keys, types and values are those of Collect's `client-settings.schema.json`. A value of a wrong type
makes Collect refuse the whole code, so everything is checked here. The code holds the token of the
app user in the clear.
"""

import base64
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import urlsplit

SettingsDocument: TypeAlias = Mapping[str, Mapping[str, str | bool]]

LONGEST_TEXT = 2_953
"""Bytes of the largest QR code at level L (ISO/IEC 18004, table 7); Base64 needs byte mode."""
SCANNABLE_TEXT = 800
"""Up to here any phone reads a code of five centimetres at once (OpenRosa contract, 6.1)."""

_SHORTER_NAMES = (60, 40, 24, 12)
_LANGUAGES = frozenset({"", "zh", "zh_TW", "en"})  # as Collect names them: never zh-CN
_IMAGE_SIZES = frozenset({"original_image_size", "very_small", "small", "medium", "large"})
_AUTOSEND = frozenset({"off", "wifi_only", "cellular_only", "wifi_and_cellular"})
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_LOCKED_WHEN_MANAGED = (
    "change_server",
    "change_project_display",
    "change_autosend",
    "form_update_mode",
    "periodic_form_updates_check",
    "automatic_update",
    "delete_after_send",
    "instance_form_sync",
    "change_form_metadata",
    "analytics",
    "delete_saved",
)


class BadCollectSettings(ValueError):
    """A setting Collect would refuse; the message names it."""


@dataclass(frozen=True, slots=True)
class CollectSettings:
    """What the phone of one app user is told.

    `server_url` is the project's address with the app user's token. `is_managed` keeps the phone's
    forms equal to the server's and locks what would break that; without it the code says only
    what ODK Central's does. Locks need `admin_password`, else anybody lifts them.
    """

    server_url: str
    project_name: str
    username: str = ""
    """Who fills forms in: it stands in answers that ask for the user's name."""
    sign_in_name: str = ""
    sign_in_password: str = ""
    """With what the phone signs in, where the address holds no token."""
    is_managed: bool = True
    admin_password: str = ""
    language: str = "zh"
    autosend: str = "wifi_and_cellular"
    image_size: str = "medium"
    icon: str = ""
    color: str = ""


def settings_document(settings: CollectSettings) -> SettingsDocument:
    """Return the settings as Collect's JSON document; raises BadCollectSettings."""
    _check(settings)
    project = {"name": settings.project_name}
    if settings.icon:
        project["icon"] = settings.icon
    if settings.color:
        project["color"] = settings.color
    if not settings.is_managed:
        return {"general": _matching(settings), "admin": {}, "project": project}
    return {"general": _managed(settings), "admin": _locks(settings), "project": project}


def settings_text(settings: CollectSettings) -> str:
    """Return the text of the QR code: Base64 of zlib of the JSON document.

    The names in it are only shown, so that long ones are shortened until a phone reads the code
    with ease. Raises BadCollectSettings when it is too long for any QR code all the same.
    """
    text = _packed(settings)
    for most in _SHORTER_NAMES:
        if len(text) <= SCANNABLE_TEXT:
            break
        text = _packed(
            replace(
                settings,
                project_name=_shortened(settings.project_name, most),
                username=_shortened(settings.username, most),
            )
        )
    if len(text) > LONGEST_TEXT:
        raise BadCollectSettings("The settings are too long for a QR code. Shorten the names.")
    return text


def read_settings_text(text: str) -> SettingsDocument:
    """Return the document in the text of a settings QR code, as Collect reads it."""
    document: SettingsDocument = json.loads(zlib.decompress(base64.b64decode(text, validate=True)))
    return document


def _packed(settings: CollectSettings) -> str:
    document = json.dumps(settings_document(settings), ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(document.encode(), 9)).decode()


def _shortened(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _matching(settings: CollectSettings) -> dict[str, str]:
    sign_in = {"username": settings.sign_in_name, "password": settings.sign_in_password}
    return {
        "server_url": settings.server_url,
        **(sign_in if settings.sign_in_name else {}),
        "form_update_mode": "match_exactly",
        "autosend": settings.autosend,
    }


def _managed(settings: CollectSettings) -> dict[str, str | bool]:
    general: dict[str, str | bool] = {
        **_matching(settings),
        "app_language": settings.language,
        "periodic_form_updates_check": "every_fifteen_minutes",
        # Sent submissions stay on the phone: the server may send one back to be edited.
        "delete_send": False,
        "image_size": settings.image_size,
        "guidance_hint": "yes_collapsed",
        # Many phones here have no Google maps.
        "basemap_source": "osm",
        "analytics": False,
    }
    if settings.username:
        general["metadata_username"] = settings.username
    return general


def _locks(settings: CollectSettings) -> dict[str, str | bool]:
    locks: dict[str, str | bool] = dict.fromkeys(_LOCKED_WHEN_MANAGED, False)
    if settings.admin_password:
        return {"admin_pw": settings.admin_password, **locks}
    return locks


def _check(settings: CollectSettings) -> None:
    address = urlsplit(settings.server_url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise BadCollectSettings("The server URL begins with http:// or https:// and a host.")
    if not settings.project_name.strip():
        raise BadCollectSettings("The project needs a name.")
    if settings.color and not _COLOR.fullmatch(settings.color):
        raise BadCollectSettings("The colour is written as #rgb or #rrggbb.")
    for name, value, known in (
        ("language", settings.language, _LANGUAGES),
        ("autosend", settings.autosend, _AUTOSEND),
        ("image_size", settings.image_size, _IMAGE_SIZES),
    ):
        if value not in known:
            raise BadCollectSettings(f"Collect knows no {name} “{value}”.")

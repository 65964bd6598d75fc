"""The languages that every page of the office can be switched to."""

from server.i18n import LOCALES, reader_locale
from server.web.addresses import here

_NAMES = {"zh_CN": "中文", "en": "English"}


def languages() -> list[dict[str, object]]:
    """Return the languages of the pages, the current one marked."""
    current = reader_locale()
    return [
        {"code": code, "label": _NAMES[code], "url": here(lang=code), "current": code == current}
        for code in LOCALES
    ]

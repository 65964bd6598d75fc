"""Pages outside the frame of a project: signing in, errors, a server without projects."""

from flask import render_template, request

from server.i18n import LOCALES, reader_locale
from server.web.addresses import here

_LANGUAGE_NAMES = {"zh_CN": "中文", "en": "English"}


def render_plain(template: str, **context: object) -> str:
    """Return a page with its language, brightness and links to the other languages."""
    return render_template(
        template,
        locale=reader_locale(),
        theme=request.cookies.get("theme"),
        languages=languages() if request.method == "GET" else [],
        **context,
    )


def languages() -> list[dict[str, object]]:
    """Return the languages of the pages, the current one marked."""
    current = reader_locale()
    return [
        {
            "code": code,
            "label": _LANGUAGE_NAMES[code],
            "url": here(lang=code),
            "current": code == current,
        }
        for code in LOCALES
    ]

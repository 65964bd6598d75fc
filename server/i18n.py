"""Languages: Chinese first, English complete; which one a reader gets."""

from pathlib import Path

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, gettext

from server.problems import Problem

LOCALES = ("zh_CN", "en")
LOCALE_COOKIE = "locale"
_CATALOGUES = Path(__file__).resolve().parent / "locale"


def set_up(app: Flask, *, default_locale: str, time_zone: str) -> None:
    """Give the application its languages."""
    app.config["BABEL_DEFAULT_LOCALE"] = default_locale
    app.config["BABEL_DEFAULT_TIMEZONE"] = time_zone
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(_CATALOGUES)
    Babel(app, locale_selector=lambda: choose_locale(default_locale))


def choose_locale(default_locale: str) -> str:
    """Return the reader's locale: forced, chosen by cookie, the user's own, or the default."""
    if not has_request_context():
        return default_locale
    forced = g.get("locale")
    if forced in LOCALES:
        return str(forced)
    if request.path.startswith("/v1/"):
        return _of_accept_language() or "en"
    chosen = request.cookies.get(LOCALE_COOKIE) or getattr(g.get("caller"), "locale", None)
    if chosen in LOCALES:
        return str(chosen)
    return default_locale


def problem_text(problem: Problem) -> str:
    """Return the message of a problem in the reader's language."""
    details = {name: _plain(value) for name, value in problem.details.items()}
    return str(gettext(problem.message, **details)) if details else str(gettext(problem.message))


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _of_accept_language() -> str | None:
    best = request.accept_languages.best_match(["zh-CN", "zh", "en"])
    if best is None:
        return None
    return "en" if best == "en" else "zh_CN"

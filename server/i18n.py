"""Languages: Chinese first, English complete; which one a reader gets."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale, gettext

from server.import_texts import fault_text
from server.problems import (
    FormNotForPage,
    InvalidFields,
    InvalidForm,
    InvalidScheme,
    Problem,
    SchemeHasWarnings,
)
from xlsforms.problem_codes import ProblemCode
from xlsforms.problem_texts import TEXTS as FORM_TEXTS

LOCALES = ("zh_CN", "en")
LOCALE_COOKIE = "locale"
_ONE_YEAR = 31_536_000
_MOST_LINES = 5
_FORM_CODES = frozenset(code.value for code in ProblemCode)
_CATALOGUES = Path(__file__).resolve().parent / "locale"


class _Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Catalogues by our names of languages: Babel looks for zh_CN in a folder `zh_Hans_CN`."""

    def get_translations(self) -> NullTranslations:
        """Return the texts in the reader's language."""
        return _catalogue(str(_CATALOGUES), reader_locale())


class _Languages(Babel):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel with these catalogues."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The texts of all pages."""
        return _Catalogues(domain=self.domain)


def set_up(app: Flask, *, default_locale: str, time_zone: str) -> None:
    """Give the application its languages."""
    app.config["BABEL_DEFAULT_LOCALE"] = default_locale
    app.config["BABEL_DEFAULT_TIMEZONE"] = time_zone
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(_CATALOGUES)
    app.after_request(keep_choice)
    _Languages(app, locale_selector=lambda: choose_locale(default_locale))


def choose_locale(default_locale: str) -> str:
    """Return the reader's locale: forced, chosen by cookie, the user's own, or the default."""
    if not has_request_context():
        return default_locale
    forced = g.get("locale")
    if forced in LOCALES:
        return str(forced)
    if request.path.startswith("/v1/"):
        return _of_accept_language() or _of_phone(default_locale) or "en"
    asked = request.args.get("lang")
    if asked in LOCALES:
        return str(asked)
    chosen = request.cookies.get(LOCALE_COOKIE) or getattr(g.get("caller"), "locale", None)
    if chosen in LOCALES:
        return str(chosen)
    return default_locale


def reader_locale() -> str:
    """Return which of LOCALES the reader gets; Babel itself calls zh_CN `zh_Hans_CN`."""
    found = get_locale()
    return "zh_CN" if found is None or found.language == "zh" else "en"


def in_chinese(text: str) -> str:
    """Return a sentence in Chinese whoever reads: for files that hold both languages."""
    return str(_catalogue(str(_CATALOGUES), "zh_CN").gettext(text))


@cache
def _catalogue(folder: str, locale: str) -> NullTranslations:
    return Translations.load(folder, [locale])


def keep_choice(response: Response) -> Response:
    """Keep the language that a reader of the office asked for by `lang` in a cookie."""
    asked = request.args.get("lang")
    if asked in LOCALES and request.path.startswith("/office"):
        response.set_cookie(
            LOCALE_COOKIE, str(asked), max_age=_ONE_YEAR, httponly=True, samesite="Lax"
        )
    return response


def problem_text(problem: Problem) -> str:
    """Return the message of a problem in the reader's language."""
    details = {name: _plain(value) for name, value in problem_details(problem).items()}
    return str(gettext(problem.message, **details)) if details else str(gettext(problem.message))


def problem_details(problem: Problem) -> dict[str, object]:
    """Return the facts of a problem, those that are sentences in the reader's language."""
    details = dict(problem.details)
    if isinstance(problem, InvalidForm):
        shown = [_form_problem(one) for one in problem.problems]
        details["problems"] = shown
        details["error"] = "; ".join(_line(one) for one in shown[:_MOST_LINES])
    if isinstance(problem, InvalidScheme):
        shown = [_form_problem(one) for one in problem.problems]
        details["problems"] = shown
        details["warnings"] = [_form_problem(one) for one in problem.warnings]
        details["error"] = "; ".join(_line(one) for one in shown[:_MOST_LINES])
    if isinstance(problem, SchemeHasWarnings):
        details["warnings"] = [_form_problem(one) for one in problem.warnings]
    if isinstance(problem, FormNotForPage):
        shown = [{**one, "reason": str(gettext(one["reason"]))} for one in problem.faults]
        details["faults"] = shown
        details["reasons"] = [f"{one['path']} {one['reason']}".strip() for one in shown]
    if isinstance(problem, InvalidFields):
        details["faults"] = [{**one, "message": fault_text(one)} for one in problem.faults]
    reason = details.get("reason")
    if isinstance(reason, str) and reason:
        facts = details.get("facts")
        sentence = str(gettext(reason))
        details["reason"] = sentence % facts if isinstance(facts, dict) and facts else sentence
    return details


def _form_problem(one: Mapping[str, object]) -> dict[str, object]:
    """Return what is wrong in a workbook in the reader's language; its code says which sentence."""
    shown = {name: one[name] for name in ("sheet", "row", "column", "what", "advice")}
    facts, code, sentences = one.get("facts"), one.get("code"), one.get("sentences")
    if code in _FORM_CODES:
        sentences = FORM_TEXTS[ProblemCode(code)]
    if isinstance(facts, dict) and isinstance(sentences, tuple):
        for name, sentence in zip(("what", "advice"), sentences, strict=True):
            shown[name] = str(gettext(sentence)) % facts if sentence else ""
    return {**shown, "code": code}


def _line(one: Mapping[str, object]) -> str:
    text = f"{one['what']} {one['advice']}".strip()
    if one["sheet"] and one["row"] is not None:
        place = gettext("sheet %(sheet)s, row %(row)s", sheet=one["sheet"], row=one["row"])
        return f"{place}: {text}"
    return text


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _of_phone(default_locale: str) -> str | None:
    """Return the language of a phone's project, as Collect names none; None: it is no phone."""
    if "concord.app_user_token" not in request.environ:
        return None
    locale = getattr(getattr(g.get("caller"), "app_user", None), "locale", None)
    return str(locale) if locale in LOCALES else default_locale


def _of_accept_language() -> str | None:
    best = request.accept_languages.best_match(["zh-CN", "zh", "en"])
    if best is None:
        return None
    return "en" if best == "en" else "zh_CN"

"""Languages of a survey page: those of the workbook, and which of them a worker gets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlsforms.compiled_form import DEFAULT_LANGUAGE, CompiledForm, Texts

_CODE = re.compile(r"\(([A-Za-z][A-Za-z0-9-]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """A language of the workbook: its name there, its code, and our own texts' locale."""

    name: str
    code: str
    locale: str

    @property
    def label(self) -> str:
        """What a worker reads on the switch: the name without its code."""
        return _CODE.sub("", self.name).strip() or self.code


def languages_of(form: CompiledForm, default_locale: str) -> tuple[PageLanguage, ...]:
    """Return the languages of a form, its own default first."""
    names = sorted(form.languages, key=lambda name: name != form.default_language)
    return tuple(_language(name, default_locale) for name in names)


def choose_language(
    languages: Sequence[PageLanguage], *, wanted: str | None, accepted: Sequence[str]
) -> PageLanguage:
    """Return the language asked for, else the first that the browser accepts, else the default."""
    for code in (wanted or "", *accepted):
        for language in languages:
            if _main(code) == _main(language.code):
                return language
    return languages[0]


def text_in(texts: Texts, language: str, form: CompiledForm) -> str:
    """Return a text of the form in a language, else in its default one, else in any."""
    for name in (language, form.default_language):
        if texts.get(name):
            return texts[name]
    return next((text for text in texts.values() if text), "")


def _language(name: str, default_locale: str) -> PageLanguage:
    match = _CODE.search(name)
    code = match[1] if match else name
    if name == DEFAULT_LANGUAGE:
        code = default_locale.replace("_", "-")
    return PageLanguage(name, code, "zh_CN" if _main(code) == "zh" else "en")


def _main(code: str) -> str:
    return code.strip().lower().split("-")[0]

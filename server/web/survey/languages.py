"""Languages of a survey page: those of the workbook, and which of them a worker gets."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.form_texts import language_code, language_label, main_code
from xlsforms.compiled_form import DEFAULT_LANGUAGE, CompiledForm


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """A language of the workbook: its name there, its code, and our own texts' locale."""

    name: str
    code: str
    locale: str

    @property
    def label(self) -> str:
        """What a worker reads on the switch: the name without its code."""
        return language_label(self.name) or self.code


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
            if main_code(code) == main_code(language.code):
                return language
    return languages[0]


def _language(name: str, default_locale: str) -> PageLanguage:
    is_unnamed = name == DEFAULT_LANGUAGE
    code = default_locale.replace("_", "-") if is_unnamed else language_code(name) or name
    return PageLanguage(name, code, "zh_CN" if main_code(code) == "zh" else "en")

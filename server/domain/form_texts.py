"""Texts of a form in a reader's language: which of the workbook's languages, which text."""

import re

from xlsforms.compiled_form import CompiledForm, Texts

REFERENCE = re.compile(r"\$\{([^}]*)\}")
"""What a text quotes: the answer at a path."""
_CODE = re.compile(r"\(([A-Za-z][A-Za-z0-9-]*)\)\s*$")


def language_code(name: str) -> str | None:
    """Return the code in a language's name, as "zh" in "中文 (zh)"; None without one."""
    match = _CODE.search(name)
    return match[1] if match else None


def language_label(name: str) -> str:
    """Return a language's name without its code."""
    return _CODE.sub("", name).strip()


def main_code(code: str) -> str:
    """Return the language of a code, without region or script, in lower case."""
    return re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]


def language_for(form: CompiledForm, locale: str) -> str:
    """Return the form's language for a locale such as zh_CN, else its default language."""
    for name in form.languages:
        if main_code(language_code(name) or name) == main_code(locale):
            return name
    return form.default_language


def text_in(texts: Texts, language: str, form: CompiledForm) -> str:
    """Return a text of the form in a language, else in its default one, else in any."""
    for name in (language, form.default_language):
        if texts.get(name):
            return texts[name]
    return next((text for text in texts.values() if text), "")


def heading_in(texts: Texts, language: str, form: CompiledForm) -> str:
    """Return a text as the head of a column, where it stands for every answer it might quote."""
    return REFERENCE.sub("…", text_in(texts, language, form))

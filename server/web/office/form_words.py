"""What a form says, in the reader's language: labels, choices, kinds of questions."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import get_locale, gettext

from server.domain.form_texts import REFERENCE, text_in
from server.problems import N_
from server.web.state import state
from server.web.survey.languages import choose_language, languages_of
from xlsforms.compiled_form import CompiledForm, FormField, Texts

_KINDS = {
    "structure": N_("Group"),
    "repeat": N_("Repeat"),
    "select1": N_("Choose one"),
    "select": N_("Choose several"),
    "rank": N_("Put in order"),
    "trigger": N_("Acknowledge"),
    "range": N_("Scale"),
    "binary": N_("File"),
    "int": N_("Whole number"),
    "decimal": N_("Number"),
    "date": N_("Date"),
    "time": N_("Time"),
    "dateTime": N_("Date and time"),
    "geopoint": N_("Position"),
    "geotrace": N_("Line on a map"),
    "geoshape": N_("Area on a map"),
    "barcode": N_("Scanned code"),
    "boolean": N_("Yes or no"),
    "string": N_("Text"),
}
_MEDIA = {
    "image": N_("Photo"),
    "audio": N_("Audio recording"),
    "video": N_("Video recording"),
}


@dataclass(frozen=True, slots=True)
class FormWords:
    """The texts of one form in one of its languages."""

    form: CompiledForm
    language: str

    def text(self, texts: Texts, answer_to: Callable[[str], str] | None = None) -> str:
        """Return a text; what it quotes (`${/path}`) is the answer there, or "…"."""
        found = text_in(texts, self.language, self.form)
        return REFERENCE.sub(lambda match: answer_to(match[1]) if answer_to else "…", found)

    def label(self, field: FormField, answer_to: Callable[[str], str] | None = None) -> str:
        """Return a field's label, or its name when it has none."""
        return self.text(field.labels, answer_to) or field.name

    def choice(self, field: FormField, value: str) -> str:
        """Return the label of a choice, or the value itself when the form does not know it."""
        for choice in field.choices:
            if choice.name == value:
                return self.text(choice.labels) or value
        return value

    def choices(self, field: FormField) -> tuple[str, ...]:
        """Return the labels of everything a question offers."""
        return tuple(self.text(choice.labels) or choice.name for choice in field.choices)


def words_of(form: CompiledForm) -> FormWords:
    """Return the texts of a form in the reader's language, else in its default one."""
    languages = languages_of(form, state().settings.default_locale)
    wanted = str(get_locale()).replace("_", "-")
    return FormWords(form, choose_language(languages, wanted=wanted, accepted=()).name)


def kind_of(field: FormField) -> str:
    """Return what kind of field it is, in a word."""
    if field.is_binary:
        return _kind_of_file(field)
    if field.control is None and not field.is_structure:
        return str(gettext("Calculated"))
    if is_note(field):
        return str(gettext("Note"))
    word = _KINDS.get(field.control or "") or _KINDS.get(field.type)
    return str(gettext(word)) if word else field.type


def is_note(field: FormField) -> bool:
    """Tell whether a field only shows its label and takes no answer."""
    return field.control == "input" and field.read_only is not None and not field.calculate


def _kind_of_file(field: FormField) -> str:
    if "signature" in field.appearance.split():
        return str(gettext("Signature"))
    kind = (field.media_type or "").partition("/")[0]
    return str(gettext(_MEDIA.get(kind, _KINDS["binary"])))

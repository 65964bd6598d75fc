"""The fields of a form as the office reads them: in order, with kind, choices and measures."""

from dataclasses import dataclass

from server.web.office.form_words import FormWords, kind_of, words_of
from xlsforms.compiled_form import DEFAULT_LANGUAGE, CompiledForm, FormField


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A field or a group; `depth` counts the groups around it."""

    depth: int
    label: str
    name: str
    kind: str
    is_group: bool
    is_required: bool
    is_personal: bool
    choices: tuple[str, ...]
    measure: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a version asks: its fields, how many of them are questions, what they measure."""

    rows: tuple[PreviewRow, ...]
    question_count: int
    measures: tuple[tuple[str, str], ...]
    """Measure and label of its field."""
    languages: tuple[str, ...]
    is_encrypted: bool


def preview_of(form: CompiledForm) -> Preview:
    """Return what a form asks, in the reader's language."""
    words = words_of(form)
    shown = [field for field in form.fields if not _is_meta(field)]
    return Preview(
        rows=tuple(_row(field, words) for field in shown),
        question_count=sum(1 for field in shown if field.control is not None),
        measures=tuple((one.measure, words.label(one)) for one in shown if one.measure),
        languages=tuple(one for one in form.languages if one != DEFAULT_LANGUAGE),
        is_encrypted=form.public_key is not None,
    )


def _row(field: FormField, words: FormWords) -> PreviewRow:
    return PreviewRow(
        depth=min(field.path.count("/") - 1, 4),
        label=words.label(field),
        name=field.name,
        kind=kind_of(field),
        is_group=field.is_structure,
        is_required=field.required is not None,
        is_personal=field.pii,
        choices=words.choices(field),
        measure=field.measure,
    )


def _is_meta(field: FormField) -> bool:
    return field.path == "/meta" or field.path.startswith("/meta/")

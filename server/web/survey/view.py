"""The survey page as its template reads it: every text chosen, every answer as it was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import east_asian_width

from flask_babel import gettext

from server.domain.form_texts import text_in
from server.domain.page_answers import AnswerFault, PageReading, Typed
from server.domain.page_form import PageItem, PageKind, page_items
from server.web.survey.follow_ups import notes_called_for
from server.web.survey.languages import PageLanguage
from xlsforms.compiled_form import CompiledForm, Texts

_SHORT_LABEL = 16
"""Width of a choice that fits three a row on a small phone, a Chinese character counting two."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice: what is sent for it, what is read, whether it was chosen."""

    name: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """A heading, a note or a question."""

    kind: str
    id: str
    path: str
    label: str
    hint: str = ""
    number: int | None = None
    value: str = ""
    choices: tuple[ChoiceView, ...] = ()
    are_short: bool = False
    error: str | None = None
    called_by: tuple[str, ...] = ()
    """Of a note that is hidden for now: selectors of the choices that call for it."""


@dataclass(frozen=True, slots=True)
class PageView:
    """All items of the page that are relevant now."""

    items: tuple[ItemView, ...]
    question_count: int
    seen: str
    """Which questions this page shows, so that the next answer tells which are new."""
    errors: tuple[ItemView, ...] = field(default=())


def page_view(
    form: CompiledForm,
    language: PageLanguage,
    reading: PageReading,
    *,
    typed: Typed,
    faults: Mapping[str, AnswerFault],
) -> PageView:
    """Return the page of a form in a language, with what was typed and what is wrong with it."""
    writer = _Writer(form, language, typed, faults)
    called = notes_called_for(form)
    items = []
    for place, item in enumerate(page_items(form)):
        path = item.field.path
        if path in reading.relevant:
            items.append(writer.item(place, item))
        elif path in called and path.rpartition("/")[0] in {"", *reading.relevant}:
            items.append(replace(writer.item(place, item), called_by=called[path]))
    return PageView(
        items=tuple(item for item in items if item.label or item.number),
        question_count=writer.question_count,
        seen=",".join(item.id for item in items if item.number),
        errors=tuple(item for item in items if item.error),
    )


def new_questions(form: CompiledForm, reading: PageReading, seen: str) -> tuple[str, ...]:
    """Return the paths of relevant questions that the page sent did not show, left unanswered."""
    shown = set(seen.split(","))
    return tuple(
        item.field.path
        for place, item in enumerate(page_items(form))
        if item.is_question and item.field.path in reading.relevant and _id(place) not in shown
    )


class _Writer:
    def __init__(
        self,
        form: CompiledForm,
        language: PageLanguage,
        typed: Typed,
        faults: Mapping[str, AnswerFault],
    ) -> None:
        self._form, self._language = form, language
        self._typed, self._faults = typed, faults
        self.question_count = 0

    def item(self, place: int, item: PageItem) -> ItemView:
        """Return one item of the page; questions are numbered as they come."""
        path = item.field.path
        label = self._text(item.field.labels)
        if not item.is_question:
            return ItemView(item.kind.value, _id(place), path, label)
        self.question_count += 1
        fault = self._faults.get(path)
        values = self._values(item)
        choices = self._choices(item, values)
        return ItemView(
            kind=item.kind.value,
            id=_id(place),
            path=path,
            label=label or item.field.name,
            hint=self._text(item.field.hints),
            number=self.question_count,
            value="" if choices else next(iter(values), ""),
            choices=choices,
            are_short=_are_short(choices),
            error=None if fault is None else self._error(item, fault),
        )

    def _text(self, texts: Texts) -> str:
        return text_in(texts, self._language.name, self._form)

    def _values(self, item: PageItem) -> Sequence[str]:
        typed = self._typed.get(item.field.path)
        if typed is not None:
            return typed
        default = item.field.default or ""
        return default.split() if item.kind is PageKind.CHOICES else [default]

    def _choices(self, item: PageItem, values: Sequence[str]) -> tuple[ChoiceView, ...]:
        return tuple(
            ChoiceView(one.name, self._text(one.labels) or one.name, one.name in values)
            for one in item.field.choices
        )

    def _error(self, item: PageItem, fault: AnswerFault) -> str:
        own = {
            AnswerFault.REQUIRED: item.field.required_messages,
            AnswerFault.CONSTRAINT: item.field.constraint_messages,
        }.get(fault, {})
        return self._text(own) or _default_error(fault, has_choices=bool(item.field.choices))


def _default_error(fault: AnswerFault, *, has_choices: bool) -> str:
    if fault is AnswerFault.REQUIRED and has_choices:
        return str(gettext("Please choose an answer."))
    texts = {
        AnswerFault.REQUIRED: gettext("Please answer this question."),
        AnswerFault.CONSTRAINT: gettext("Please check this answer."),
        AnswerFault.UNKNOWN_CHOICE: gettext("Please choose one of the answers shown."),
        AnswerFault.SENT_TWICE: gettext("This question was answered twice. Please answer it once."),
        AnswerFault.WRONG_TYPE: gettext("Please enter a number or a date as asked."),
        AnswerFault.TOO_LONG: gettext("This answer is too long. Please shorten it."),
    }
    return str(texts[fault])


def _are_short(choices: Sequence[ChoiceView]) -> bool:
    return bool(choices) and max(_width(choice.label) for choice in choices) <= _SHORT_LABEL


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _id(place: int) -> str:
    return f"q{place}"

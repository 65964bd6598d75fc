"""What was sent from the worker's page becomes answers, or says what is wrong with them.

Nothing a browser sends is believed: names, choices, types, required, relevant and constraint are
checked here, as a phone would. What is not relevant is left out, whatever was typed there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.domain.answers import Answers, BadAnswer, read_answer
from server.domain.expressions import BadExpression, FormInstance
from server.domain.page_form import PageItem, PageKind, page_items
from xlsforms.compiled_form import CompiledForm, FormField

LONGEST_TEXT = 5_000
_MOST_ROUNDS = 10

Typed = Mapping[str, Sequence[str]]
"""Path of a question -> everything that was sent for it."""


class AnswerFault(StrEnum):
    """What is wrong with an answer."""

    REQUIRED = "required"
    CONSTRAINT = "constraint"
    UNKNOWN_CHOICE = "unknown_choice"
    SENT_TWICE = "sent_twice"
    WRONG_TYPE = "wrong_type"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was read: the relevant answers, the faults by path, what was no question at all."""

    answers: Answers
    relevant: frozenset[str]
    """Paths of the groups, notes and questions that count for these answers."""
    faults: Mapping[str, AnswerFault]
    foreign: tuple[str, ...]
    """Names that are no question of the form."""

    @property
    def is_good(self) -> bool:
        """Whether the answers can be stored."""
        return not self.faults and not self.foreign


def read_page(form: CompiledForm, typed: Typed) -> PageReading:
    """Return what the answers of a page say, checked against everything the form demands."""
    questions = {item.field.path: item for item in page_items(form) if item.is_question}
    texts: dict[str, str] = {}
    faults: dict[str, AnswerFault] = {}
    for path, item in questions.items():
        text, fault = _read(item, [value for value in typed.get(path, ()) if value.strip()])
        if text:
            texts[path] = text
        if fault is not None:
            faults[path] = fault
    relevant, instance = _relevance(form, texts)
    faults = {path: fault for path, fault in faults.items() if path in relevant}
    for path, item in questions.items():
        if path in relevant and path not in faults:
            fault = _judge(item.field, texts.get(path), instance)
            if fault is not None:
                faults[path] = fault
    return PageReading(
        answers=_nested({path: text for path, text in texts.items() if path in relevant}),
        relevant=relevant,
        faults={path: faults[path] for path in questions if path in faults},
        foreign=tuple(name for name in typed if name not in questions),
    )


def _read(item: PageItem, values: Sequence[str]) -> tuple[str, AnswerFault | None]:
    """Return the answer as a submission holds it, and what is wrong with its shape."""
    if item.kind is PageKind.CHOICES:
        return _read_choices(item.field, values)
    if len(values) > 1:
        return "", AnswerFault.SENT_TWICE
    text = values[0].strip().replace("\r\n", "\n") if values else ""
    if item.kind is PageKind.CHOICE:
        return _read_choices(item.field, [text] if text else [])
    if len(text) > LONGEST_TEXT:
        return text, AnswerFault.TOO_LONG
    try:
        read_answer(item.field, text or None)
    except BadAnswer:
        return text, AnswerFault.WRONG_TYPE
    return text, None


def _read_choices(field: FormField, values: Sequence[str]) -> tuple[str, AnswerFault | None]:
    names = [choice.name for choice in field.choices]
    if any(value not in names for value in values):
        return "", AnswerFault.UNKNOWN_CHOICE
    if len(set(values)) != len(values):
        return "", AnswerFault.SENT_TWICE
    return " ".join(name for name in names if name in values), None


def _relevance(form: CompiledForm, texts: Mapping[str, str]) -> tuple[frozenset[str], FormInstance]:
    """Return the relevant paths, and the answers at these paths as the form sees them.

    An answer that is not relevant is empty for all others, which may change what is relevant: so
    it is asked again until nothing changes (ODK XForms: relevance is recomputed on each change).
    """
    relevant = frozenset(field.path for field in form.fields)
    for _ in range(_MOST_ROUNDS):
        kept = {path: text for path, text in texts.items() if path in relevant}
        instance = FormInstance(form, _nested(kept))
        found = frozenset(_relevant_paths(form, instance))
        if found == relevant:
            break
        relevant = found
    return relevant, instance


def _relevant_paths(form: CompiledForm, instance: FormInstance) -> Iterator[str]:
    left_out: set[str] = set()
    for field in form.fields:
        above = field.path.rpartition("/")[0]
        if above in left_out or not _holds(instance, field.relevant, field.path, otherwise=True):
            left_out.add(field.path)
        else:
            yield field.path


def _judge(field: FormField, text: str | None, instance: FormInstance) -> AnswerFault | None:
    if not text:
        is_required = _holds(instance, field.required or "false()", field.path, otherwise=False)
        return AnswerFault.REQUIRED if is_required else None
    if _holds(instance, field.constraint, field.path, otherwise=True):
        return None
    return AnswerFault.CONSTRAINT


def _holds(instance: FormInstance, expression: str | None, path: str, *, otherwise: bool) -> bool:
    """Ask an expression; one that cannot be worked out never costs a worker the answers."""
    if expression is None:
        return otherwise
    try:
        return instance.holds(expression, path)
    except BadExpression:
        return otherwise


def _nested(texts: Mapping[str, str]) -> Answers:
    answers: Answers = {}
    for path, text in texts.items():
        *groups, name = path.split("/")[1:]
        place = answers
        for group in groups:
            inner = place.setdefault(group, {})
            if isinstance(inner, dict):
                place = inner
        place[name] = text
    return answers

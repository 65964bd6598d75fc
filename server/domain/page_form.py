"""Which questions the worker's page can ask, and which forms it therefore refuses.

The page is HTML without script: it shows texts, one choice, several choices, texts, numbers and
dates, in groups. What needs a phone (files, places, repeats, lists from files) it cannot do, and
neither can it compute: such a form is refused when a campaign chooses it, not when a worker sits
before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from server.domain.expressions import BadExpression, parse_expression
from server.problems import N_, FormNotForPage
from xlsforms.compiled_form import CompiledForm, FormField


class PageKind(StrEnum):
    """How an item of the page looks."""

    HEADING = "heading"
    NOTE = "note"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    LONG_TEXT = "long_text"
    WHOLE_NUMBER = "whole_number"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class PageItem:
    """A heading, a note or a question of the page, in the order of the form."""

    field: FormField
    kind: PageKind

    @property
    def is_question(self) -> bool:
        """Whether a worker answers it."""
        return self.kind not in {PageKind.HEADING, PageKind.NOTE}


_INPUTS = {
    "string": PageKind.TEXT,
    "int": PageKind.WHOLE_NUMBER,
    "integer": PageKind.WHOLE_NUMBER,
    "decimal": PageKind.NUMBER,
    "date": PageKind.DATE,
}
_SELECTS = {"select1": PageKind.CHOICE, "select": PageKind.CHOICES}
_TRUE = "true()"


def page_items(form: CompiledForm) -> tuple[PageItem, ...]:
    """Return what the page shows of a form that `check_page_form` let through."""
    found = ((field, _kind(field)) for field in _body_fields(form))
    return tuple(PageItem(field, kind) for field, kind in found if kind is not None)


def check_page_form(form: CompiledForm) -> None:
    """Raise FormNotForPage, naming every question that the page cannot ask, if there is one."""
    faults = [{"path": field.path, "reason": reason} for field, reason in _faults(form)]
    if not form.is_anonymous:
        faults.insert(0, {"path": "", "reason": N_("The form is not anonymous.")})
    if not any(item.is_question for item in page_items(form)):
        faults.append({"path": "", "reason": N_("The form asks nothing.")})
    if faults:
        reasons = [f"{one['path']} {one['reason']}".strip() for one in faults]
        raise FormNotForPage(form_id=form.form_id, reasons=reasons, faults=faults)


def _faults(form: CompiledForm) -> Iterator[tuple[FormField, str]]:
    for field in _body_fields(form):
        if field.calculate is not None or field.dynamic_default is not None:
            yield field, N_("is calculated")
        elif field.control is not None and _kind(field) is None:
            yield field, N_("is of a type that needs a phone")
        elif field.type == "repeat":
            yield field, N_("is a repeat")
        elif field.attachment is not None or field.choice_filter is not None:
            yield field, N_("has choices that are filtered or come from a file")
        elif field.media or any(choice.media for choice in field.choices):
            yield field, N_("has pictures or sounds")
        elif any("${" in text for text in field.labels.values()):
            yield field, N_("shows an answer inside its text")
        yield from ((field, reason) for reason in _bad_expressions(field))


def _bad_expressions(field: FormField) -> Iterator[str]:
    for expression in (field.required, field.relevant, field.constraint):
        if expression is None:
            continue
        try:
            parse_expression(expression)
        except BadExpression as error:
            yield error.reason


def _body_fields(form: CompiledForm) -> Iterator[FormField]:
    for field in form.fields:
        if field.path != "/meta" and not field.path.startswith("/meta/"):
            yield field


def _kind(field: FormField) -> PageKind | None:
    if field.type == "structure":
        return PageKind.HEADING
    if field.control != "input":
        return _SELECTS.get(field.control or "")
    kind = _INPUTS.get(field.type)
    if kind is PageKind.TEXT and field.read_only == _TRUE:
        return PageKind.NOTE
    if kind is PageKind.TEXT and "multiline" in field.appearance.split():
        return PageKind.LONG_TEXT
    return kind

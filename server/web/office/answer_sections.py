"""The answers of a submission as a page shows them: grouped as the form groups them.

A repeat is a table. What was not relevant is left out, and so is a photo that nobody took. What
the phone recorded or worked out by itself comes last.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from server.domain.answers import Answers, AnswerValue, rows_at, texts_at
from server.web.office.answer_texts import answer_text
from server.web.office.form_words import FormWords, is_note
from xlsforms.compiled_form import FormField


class CellKind(StrEnum):
    """How a cell is shown."""

    TEXT = "text"
    FILE = "file"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: a text, or the name of a file."""

    kind: CellKind
    text: str = ""
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer."""

    label: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class RepeatTable:
    """The instances of a repeat: questions as columns, "1" or "2.1" before each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(slots=True)
class Section:
    """A group of the form with its answers, or a repeat with its table."""

    title: str
    answers: list[Answer] = field(default_factory=list)
    table: RepeatTable | None = None


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """All answers: those that somebody gave, and those that nobody typed."""

    sections: tuple[Section, ...]
    recorded: tuple[Answer, ...]


Look = Callable[[str], str | None]
"""Entity id -> its label, None when the reader does not see it."""


def answer_page(words: FormWords, answers: Answers, entity_label: Look) -> AnswerPage:
    """Return the answers in sections, in the order and with the labels of the form."""
    shown = _Shown(words, answers, entity_label)
    asked = [one for one in words.form.fields if _is_asked(one)]
    return AnswerPage(
        sections=tuple(_sections(shown, asked)),
        recorded=tuple(
            answer
            for one in words.form.fields
            if _is_recorded(one)
            for answer in shown.answers_to(one)
        ),
    )


def group_title(words: FormWords, path: str) -> str:
    """Return the labels of the groups around a question, the outermost first."""
    return groups_title(words, path.rpartition("/")[0])


def groups_title(words: FormWords, path: str) -> str:
    """Return the labels of the groups on a path, the outermost first."""
    parts = path.split("/")[1:]
    paths = ["/" + "/".join(parts[: count + 1]) for count in range(len(parts))]
    fields = (words.form.field(one) for one in paths)
    labels = (words.text(one.labels) for one in fields if one is not None)
    return " › ".join(label for label in labels if label)


def _is_asked(one: FormField) -> bool:
    return one.type == "repeat" or (one.control is not None and not is_note(one))


def _is_recorded(one: FormField) -> bool:
    is_plain = not one.is_structure and one.control is None and one.repeat_path is None
    return is_plain and not one.path.startswith("/meta/")


def _sections(shown: "_Shown", asked: list[FormField]) -> Iterator[Section]:
    """Yield groups and repeats in form order, without those that hold nothing."""
    outer = (one for one in asked if one.type == "repeat" or one.repeat_path is None)
    for path, fields in groupby(outer, key=_section_path):
        section = Section(groups_title(shown.words, path))
        for one in fields:
            if one.type == "repeat":
                section.table = shown.table_of(one)
            else:
                section.answers.extend(shown.answers_to(one))
        if section.answers or (section.table is not None and section.table.rows):
            yield section


def _section_path(one: FormField) -> str:
    """Return what a field stands under: a repeat under itself, a question under its group."""
    return one.path if one.type == "repeat" else one.path.rpartition("/")[0]


class _Shown:
    """Looks answers up beside the form."""

    def __init__(self, words: FormWords, answers: Answers, entity_label: Look) -> None:
        self.words = words
        self._answers = answers
        self._entity_label = entity_label

    def answers_to(self, one: FormField) -> Iterator[Answer]:
        """Yield the answer to a question outside repeats; nothing for one that was not asked."""
        parent = one.path.rpartition("/")[0]
        for row in rows_at(self._answers, parent):
            if one.name not in row.answers:
                return
            cell = self._cell(one, row.answers[one.name])
            if cell.kind is CellKind.EMPTY and (one.is_binary or one.control is None):
                return
            yield Answer(self.words.label(one, self._quoted), cell)

    def table_of(self, repeat: FormField) -> RepeatTable:
        """Return the table of a repeat: the questions right in it, not those of deeper repeats."""
        columns = [
            one
            for one in self.words.form.fields
            if one.repeat_path == repeat.path and _is_asked(one) and not one.is_structure
        ]
        rows = tuple(
            (
                ".".join(str(index + 1) for index in row.indexes),
                tuple(
                    self._cell(one, _below(row.answers, repeat.path, one.path)) for one in columns
                ),
            )
            for row in rows_at(self._answers, repeat.path)
        )
        return RepeatTable(tuple(self.words.label(one) for one in columns), rows)

    def _cell(self, one: FormField, value: AnswerValue) -> Cell:
        if not isinstance(value, str) or not value.strip():
            return Cell(CellKind.EMPTY, measure=one.measure)
        if one.is_binary:
            return Cell(CellKind.FILE, value.strip(), one.measure)
        label = self._entity_label(value) if one.attachment else None
        return Cell(CellKind.TEXT, label or answer_text(one, value, self.words), one.measure)

    def _quoted(self, path: str) -> str:
        """Return the answer that a label quotes."""
        found = texts_at(self._answers, path)
        quoted = self.words.form.field(path)
        if not found:
            return "…"
        return answer_text(quoted, found[0], self.words) if quoted is not None else found[0]


def _below(answers: Mapping[str, AnswerValue], repeat_path: str, path: str) -> AnswerValue:
    """Return the answer at a path within an instance of a repeat."""
    value: AnswerValue = dict(answers)
    for name in path.removeprefix(repeat_path).split("/")[1:]:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value

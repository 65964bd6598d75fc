"""What a profile must know of a form and its submissions, in plain values.

The operation that exports fills these from the compiled form and the stored answers; labels come
in the language of the reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Answer: TypeAlias = "str | Mapping[str, Answer] | Sequence[Answer] | None"
"""A raw value as sent, the fields of a group, or the instances of a repeat."""


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """One choice: the code stored in answers, and its label."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class ExportField:
    """One question: `path` is "/group/field", `type` the bind type of the XForm.

    `repeat_path` is the path of the nearest enclosing repeat. Groups and repeats are no fields.
    """

    path: str
    label: str
    type: str
    choices: tuple[ExportChoice, ...] = ()
    repeat_path: str | None = None
    is_select_multiple: bool = False

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class ExportRepeat:
    """One repeat: its path and label; nested ones are listed after the one around them."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class ExportEvent:
    """One line of the log that Collect keeps while a form is filled in; `place` may be empty."""

    event: str
    node: str
    start: datetime | None
    end: datetime | None
    place: str


@dataclass(frozen=True, slots=True)
class ExportForm:
    """The form whose submissions are exported, with its fields in the order of the form."""

    title: str
    fields: tuple[ExportField, ...]
    repeats: tuple[ExportRepeat, ...] = ()
    version: str = ""
    has_log: bool = False
    """Whether phones record how the form is filled in."""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One submission; `answers` holds groups as mappings and repeats as lists of mappings.

    `received` is shown as it is: convert times to the time zone of the project first.
    """

    key: str
    enterprise_name: str | None
    uscc: str | None
    area: str | None
    campaign: str | None
    received: date | datetime | None
    submitter: str | None
    review_state: str | None
    answers: Mapping[str, Answer]
    events: Sequence[ExportEvent] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """What the sheet of notes tells beside the number of rows: scope, filters, time, remarks.

    `lines` are pairs of a name and a text, already in the reader's language.
    """

    made_at: datetime
    lines: tuple[tuple[str, str], ...] = ()
    suppressed_count: int | None = None


def answer_at(answers: Mapping[str, Answer], path: Sequence[str]) -> Answer:
    """Return what stands at a path of names, None when the way there is not answered."""
    found: Answer = answers
    for name in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def path_names(path: str, below: str | None = None) -> tuple[str, ...]:
    """Return the names of "/group/field", without those of the repeat it is `below`."""
    relative = path.removeprefix(below) if below else path
    return tuple(part for part in relative.split("/") if part)

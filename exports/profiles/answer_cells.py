"""The columns of one question, and the cells of its answers: dates and numbers become real ones.

A value that does not fit its type is kept as the text that was sent.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from exports.profiles.export_form import Answer, ExportField, answer_at, path_names
from exports.profiles.words import Words
from exports.spreadsheet import CellValue, Column, ColumnKind

_GEOPOINT_PARTS = ("Latitude", "Longitude", "Altitude", "Accuracy")
_INTEGER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_KINDS = {
    "int": ColumnKind.INTEGER,
    "integer": ColumnKind.INTEGER,
    "decimal": ColumnKind.DECIMAL,
    "date": ColumnKind.DATE,
    "dateTime": ColumnKind.DATETIME,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question prepared for many answers: where they stand, its labels, words, time zone."""

    field: ExportField
    names: tuple[str, ...]
    labels: Mapping[str, str]
    words: Words
    zone: tzinfo

    @property
    def title(self) -> str:
        """Return what readers call the question."""
        return self.field.label or self.field.name

    @property
    def is_select_one(self) -> bool:
        """Return whether an answer is exactly one choice."""
        return bool(self.labels) and not self.field.is_select_multiple

    @property
    def is_geopoint(self) -> bool:
        """Return whether an answer is a place, shown in four columns."""
        return self.field.type == "geopoint"

    def label_columns(self) -> tuple[Column, ...]:
        """Return the columns with titles for readers."""
        words = self.words
        if self.is_geopoint:
            parts = (words.latitude, words.longitude, words.altitude, words.accuracy)
            return tuple(Column(f"{self.title} – {part}", ColumnKind.DECIMAL) for part in parts)
        choices = self.labels.values() if self.field.is_select_multiple else ()
        return self._columns(self.title, tuple(choices))

    def code_columns(self) -> tuple[Column, ...]:
        """Return the columns with names for programs, groups joined by `-` as in ODK Central."""
        title = "-".join(self.names)
        if self.is_geopoint:
            return tuple(Column(f"{title}-{part}", ColumnKind.DECIMAL) for part in _GEOPOINT_PARTS)
        choices = self.labels.keys() if self.field.is_select_multiple else ()
        return self._columns(title, tuple(choices))

    def raw(self, answers: Mapping[str, Answer]) -> str | None:
        """Return what was sent for this question in a submission or an instance of its repeat."""
        found = answer_at(answers, self.names)
        return found if isinstance(found, str) else None

    def label_cells(self, raw: str | None) -> tuple[CellValue, ...]:
        """Return the cells of an answer with labels of choices, one for each label column."""
        if not self.labels or not raw:
            return self.code_cells(raw)
        if not self.field.is_select_multiple:
            return (self.labels.get(raw, raw),)
        chosen = raw.split()
        joined = self.words.list_separator.join(self.labels.get(name, name) for name in chosen)
        return (joined, *self._flags(chosen))

    def code_cells(self, raw: str | None) -> tuple[CellValue, ...]:
        """Return the cells of an answer as sent, typed, one for each code column.

        Choices of an unanswered select_multiple are empty, not 0: nobody said no.
        """
        if self.is_geopoint:
            return _geopoint_cells(raw)
        if self.field.is_select_multiple:
            flags = self._flags(raw.split()) if raw else (None,) * len(self.labels)
            return (raw or None, *flags)
        return (raw or None,) if self.labels else (_typed(self.field.type, raw, self.zone),)

    def _columns(self, title: str, choices: Sequence[str]) -> tuple[Column, ...]:
        kind = ColumnKind.TEXT if self.labels else _KINDS.get(self.field.type, ColumnKind.TEXT)
        split = (Column(f"{title}/{choice}", ColumnKind.INTEGER) for choice in choices)
        return (Column(title, kind), *split)

    def _flags(self, chosen: Sequence[str]) -> tuple[int, ...]:
        return tuple(int(name in chosen) for name in self.labels)


def question(field: ExportField, *, words: Words, zone: tzinfo) -> Question:
    """Return the question prepared for the answers of many submissions."""
    return Question(
        field=field,
        names=path_names(field.path, field.repeat_path),
        labels={choice.name: choice.label or choice.name for choice in field.choices},
        words=words,
        zone=zone,
    )


def _geopoint_cells(raw: str | None) -> tuple[CellValue, ...]:
    parts = (raw or "").split()[: len(_GEOPOINT_PARTS)]
    cells = [_decimal(part) for part in parts]
    return (*cells, *[None] * (len(_GEOPOINT_PARTS) - len(cells)))


def _typed(field_type: str, raw: str | None, zone: tzinfo) -> CellValue:
    if not raw:
        return None
    match field_type:
        case "int" | "integer":
            return int(raw) if _INTEGER.fullmatch(raw) else raw
        case "decimal":
            return _decimal(raw)
        case "date":
            return _date(raw)
        case "dateTime":
            return _datetime(raw, zone)
        case _:
            return raw


def _decimal(raw: str) -> Decimal | str:
    return Decimal(raw) if _DECIMAL.fullmatch(raw) else raw


def _date(raw: str) -> date | str:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return raw


def _datetime(raw: str, zone: tzinfo) -> datetime | str:
    try:
        moment = datetime.fromisoformat(raw)
        return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):  # no date, or one at the edge of the calendar
        return raw

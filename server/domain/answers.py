"""Answers of one submission as JSON can hold them, and how a form's types are read from them.

A group is a dict, a repeat a list of dicts, an answer the text as it was sent; None stands for a
question that was there and left empty, a missing key for one that was not relevant.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from xlsforms.compiled_form import FormField

AnswerValue: TypeAlias = "str | dict[str, AnswerValue] | list[dict[str, AnswerValue]] | None"
Answers: TypeAlias = dict[str, AnswerValue]

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(
    r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?"
)
_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0"})
_POINT_PARTS = range(2, 5)


class BadAnswer(ValueError):
    """An answer that does not have the shape of its question's type."""

    def __init__(self, *, path: str, type_name: str, text: str) -> None:
        super().__init__(f"{path}: not a value of type {type_name}")
        self.path = path
        self.type_name = type_name
        self.text = text


@dataclass(frozen=True, slots=True)
class Geopoint:
    """A place: degrees, metres above the sea and metres of accuracy."""

    latitude: Decimal
    longitude: Decimal
    altitude: Decimal | None = None
    accuracy: Decimal | None = None


TypedValue: TypeAlias = (
    str | int | Decimal | bool | dt.date | dt.time | dt.datetime | Geopoint | tuple[str, ...]
)


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """One instance of a repeat: which one it is at every level (from 0), and its answers."""

    indexes: tuple[int, ...]
    answers: Answers


def split_choices(text: str) -> tuple[str, ...]:
    """Return the choice names of a select-multiple answer, each once, in the order sent."""
    return tuple(dict.fromkeys(text.split()))


def read_answer(field: FormField, text: str | None) -> TypedValue | None:
    """Return the answer as a value of the field's type; None when it was left empty.

    Types without a value of their own (barcode, binary, geotrace …) stay text. Raises BadAnswer.
    """
    if text is None:
        return None
    if field.is_select_multiple:
        return split_choices(text)
    read = _READERS.get(field.type)
    if read is None:
        return text
    try:
        return read(text.strip())
    except ValueError as problem:
        raise BadAnswer(path=field.path, type_name=field.type, text=text) from problem


def texts_at(answers: Answers, path: str) -> tuple[str, ...]:
    """Return every answer given at this field path, one a repeat around it, without empty ones."""
    *_, name = path.split("/")
    parents = path.rpartition("/")[0]
    found = (row.answers.get(name) for row in rows_at(answers, parents))
    return tuple(value for value in found if isinstance(value, str))


def rows_at(answers: Answers, path: str) -> Iterator[RepeatRow]:
    """Yield every instance of the group or repeat at this path ("" is the whole submission)."""
    rows: Iterator[RepeatRow] = iter((RepeatRow(indexes=(), answers=answers),))
    for name in path.split("/")[1:]:
        rows = _children(rows, name)
    return rows


def _children(rows: Iterator[RepeatRow], name: str) -> Iterator[RepeatRow]:
    for row in rows:
        value = row.answers.get(name)
        if isinstance(value, dict):
            yield RepeatRow(indexes=row.indexes, answers=value)
        elif isinstance(value, list):
            for index, instance in enumerate(value):
                yield RepeatRow(indexes=(*row.indexes, index), answers=instance)


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def _boolean(text: str) -> bool:
    if text not in _TRUE | _FALSE:
        raise ValueError(text)
    return text in _TRUE


def _geopoint(text: str) -> Geopoint:
    parts = [_decimal(part) for part in text.split()]
    if len(parts) not in _POINT_PARTS:
        raise ValueError(text)
    return Geopoint(*parts)


_READERS: Mapping[str, Callable[[str], TypedValue]] = {
    "int": _integer,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "dateTime": dt.datetime.fromisoformat,
    "geopoint": _geopoint,
}

"""What an import of rows would add, in words: rows with their values, and every wrong cell."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.json_values import integer_of, object_of, objects_of, text_of, texts_of
from server.store.tables.enterprises import ImportPreview
from server.web.office.imports.shown import MOST_SHOWN, WrongCell, wrong_cell
from server.web.office.register_words import yes_no_word


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A row that would be added: its number, its enterprise, the texts of its cells."""

    row: int
    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownRows:
    """A preview: counts of everything, and the first rows of each kind."""

    titles: tuple[str, ...]
    row_count: int
    wrong_count: int
    rows: tuple[ValueRow, ...]
    wrong: tuple[WrongCell, ...]
    unknown_columns: tuple[str, ...]


def shown_rows(preview: ImportPreview, columns: Mapping[str, str]) -> ShownRows:
    """Return a stored preview in the reader's language; `columns`: key of a value -> its title."""
    content = preview.content
    rows = objects_of(content, "rows")
    problems = objects_of(content, "problems")
    return ShownRows(
        titles=tuple(columns.values()),
        row_count=len(rows),
        wrong_count=integer_of(content, "wrongRowCount"),
        rows=tuple(_row(one, columns) for one in rows[:MOST_SHOWN]),
        wrong=tuple(wrong_cell(one) for one in problems[:MOST_SHOWN]),
        unknown_columns=tuple(texts_of(content, "unknownColumns")),
    )


def _row(stored: Mapping[str, object], columns: Mapping[str, str]) -> ValueRow:
    values = object_of(stored, "values")
    return ValueRow(
        row=integer_of(stored, "row"),
        name=text_of(stored, "name"),
        texts=tuple(_text(values.get(key)) for key in columns),
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return yes_no_word(value)
    return "" if value is None else str(value)

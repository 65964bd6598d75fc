"""What an import would do, in words: the rows of a preview as its page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.import_table import ImportFault
from server.domain.json_values import integer_of, object_of, objects_of, text_of, texts_of
from server.domain.register_json import NAMES
from server.import_texts import fault_words
from server.store.tables.enterprises import ImportPreview
from server.web.office.register_words import (
    field_word,
    industry_word,
    level_word,
    ownership_word,
    yes_no_word,
)

MOST_SHOWN = 200
_FACTS = {name: column.value for column, name in NAMES.items()}


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell or row that can't be imported: where, what it holds, why, and what to do."""

    row: int
    address: str
    column: str
    text: str
    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that would become another."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A new or changed row: its number, its name, where it lies, and what changes."""

    row: int
    name: str
    place: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """A preview: the counts of everything, and the first rows of each kind."""

    new_count: int
    changed_count: int
    unchanged_count: int
    wrong_count: int
    new: tuple[ShownRow, ...]
    changed: tuple[ShownRow, ...]
    wrong: tuple[WrongCell, ...]
    unknown_columns: tuple[str, ...]

    @property
    def does_something(self) -> bool:
        """Tell whether confirming would write anything."""
        return bool(self.new_count or self.changed_count)


def shown_preview(preview: ImportPreview) -> ShownPreview:
    """Return a stored preview in the reader's language."""
    content = preview.content
    new, changed = objects_of(content, "newRows"), objects_of(content, "changedRows")
    places = object_of(content, "areaNames") if "areaNames" in content else {}
    problems = objects_of(content, "problems")
    return ShownPreview(
        new_count=len(new),
        changed_count=len(changed),
        unchanged_count=integer_of(content, "unchangedCount"),
        wrong_count=integer_of(content, "wrongRowCount"),
        new=tuple(_row(one, places) for one in new[:MOST_SHOWN]),
        changed=tuple(_row(one, places) for one in changed[:MOST_SHOWN]),
        wrong=tuple(wrong_cell(one) for one in problems[:MOST_SHOWN]),
        unknown_columns=tuple(texts_of(content, "unknownColumns")),
    )


def _row(stored: Mapping[str, object], places: Mapping[str, object]) -> ShownRow:
    if "values" not in stored:
        above = " / ".join(texts_of(stored, "parentPath"))
        level = level_word(text_of(stored, "level"))
        place = f"{above} · {level}" if above else level
        return ShownRow(integer_of(stored, "row"), text_of(stored, "name"), place)
    values = object_of(stored, "values")
    changes = objects_of(stored, "changes") if "changes" in stored else ()
    return ShownRow(
        row=integer_of(stored, "row"),
        name=str(values["name"]),
        place=_value("areaId", values.get("areaId"), places),
        differences=tuple(_difference(one, places) for one in changes),
    )


def _difference(stored: Mapping[str, object], places: Mapping[str, object]) -> Difference:
    name = text_of(stored, "column")
    return Difference(
        field_word(_FACTS.get(name, name)),
        _value(name, stored["old"], places) or "–",
        _value(name, stored["new"], places),
    )


def _value(name: str, value: object, places: Mapping[str, object]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_no_word(value)
    words = {"industry": industry_word, "ownership": ownership_word}
    if name == "areaId":
        return str(places.get(str(value), ""))
    return words[name](str(value)) if name in words else str(value)


def wrong_cell(stored: Mapping[str, object]) -> WrongCell:
    """Return a stored problem in the language of the reader."""
    details = object_of(stored, "details")
    fault = ImportFault(text_of(stored, "fault"))
    what, advice = fault_words(fault, str(details.get("reason", "")), details)
    column = stored.get("column")
    return WrongCell(
        row=integer_of(stored, "row"),
        address=text_of(stored, "address"),
        column=field_word(_FACTS.get(str(column), str(column))) if column else "",
        text=str(stored.get("text", "")),
        what=what,
        advice=advice,
    )

"""Inputs that somebody typed, to try a scheme without a database: values, facts, titles, names.

As JSON: {"on": "2026-11-01", "subjects": [{"name": "Willow", "facts": {"headcount": 120},
"observations": [{"measure": "1.1", "value": 4.5, "source": "assessor", "level": "county",
"on": "2026-10-01", "evidence": ["a.pdf"], "note": ""}],
"titles": [{"code": "A", "since": "2024-05-01"}]}]}.
One subject may stand alone, and {"observations": {"1.1": 4.5}} is short for measures with their
values; null or "n/a" says that a measure does not apply. Texts are read as those of a workbook:
"是" is a yes, "95%" is 95. Numbers are exact, never binary fractions.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.exact.conditions import value_of
from server.domain.schemes.exact.exact_text import is_exact
from server.domain.schemes.exact.values import Facts, Value
from server.domain.schemes.kinds.decision_kind import HeldTitle
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.kinds.typed_value import is_not_applicable
from server.domain.schemes.reading.compiled import CompiledScheme

Fields: TypeAlias = Mapping[str, Any]
SourceOf: TypeAlias = Callable[[str], Source]
"""From a measure to where its value comes from, if nobody says."""

_OF_SUBJECT = frozenset({"name", "on", "facts", "observations", "titles"})
_OF_OBSERVATION = frozenset({"measure", "value", "source", "level", "on", "evidence", "note"})
_OF_TITLE = frozenset({"code", "since", "until", "origin"})


class BadInputs(ValueError):
    """Inputs that are not as described; `place` is where."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place, self.what = place, what


@dataclass(frozen=True, slots=True)
class TypedSubject:
    """A subject under the name it was given."""

    name: str
    subject: Subject


def source_for(scheme: CompiledScheme) -> SourceOf:
    """Return what tells the first source of the row or veto that asks for a measure."""
    found: dict[str, Source] = {}
    for row in scheme.rows.values():
        for field in getattr(row, "fields", ()):
            if row.columns.source:
                found.setdefault(field.measure, row.columns.source[0])
    for veto in scheme.vetoes:
        for field in veto.fields:
            if veto.columns.source:
                found.setdefault(field.measure, veto.columns.source[0])
    return lambda measure: found.get(measure, Source.ASSESSOR)


def subjects_of_json(data: bytes, today: date, source_of: SourceOf) -> tuple[TypedSubject, ...]:
    """Return the subjects that JSON describes. Raises BadInputs."""
    try:
        told = json.loads(data, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError) as error:
        raise BadInputs("inputs", f"not JSON: {error}") from error
    whole = _object(told, "inputs")
    if "subjects" not in whole:
        return (_subject(whole, "inputs", today, source_of),)
    _only(whole, {"on", "subjects"}, "inputs")
    day = _day(whole.get("on"), "on") or today
    return tuple(
        _subject(_object(one, place), place, day, source_of)
        for place, one in _each(whole["subjects"], "subjects")
    )


def _subject(told: Fields, place: str, today: date, source_of: SourceOf) -> TypedSubject:
    _only(told, _OF_SUBJECT, place)
    day = _day(told.get("on"), f"{place}.on") or today
    observed = tuple(_observations(told.get("observations", []), place, source_of))
    subject = Subject(
        inputs_of(observed),
        _facts(told.get("facts", {}), f"{place}.facts"),
        day,
        tuple(_titles(told.get("titles", []), f"{place}.titles")),
    )
    return TypedSubject(_text(told.get("name"), f"{place}.name"), subject)


def _facts(told: object, place: str) -> Facts:
    facts: dict[str, Value] = {"kind": "enterprise"}
    for name, value in _object(told, place).items():
        found = _value(value, f"{place}.{name}")
        if found is not None:
            facts[name] = found
    return facts


def _observations(told: object, place: str, source_of: SourceOf) -> Iterator[Observation]:
    place = f"{place}.observations"
    if isinstance(told, dict):
        told = [{"measure": measure, "value": value} for measure, value in told.items()]
    for at, one in _each(told, place):
        yield observation(_object(one, at), at, source_of)


def observation(told: Fields, place: str, source_of: SourceOf) -> Observation:
    """Return one observation of its fields. Raises BadInputs."""
    _only(told, _OF_OBSERVATION, place)
    measure = _text(told.get("measure"), f"{place}.measure")
    if not measure:
        raise BadInputs(f"{place}.measure", "name the measure")
    source = _source(told.get("source"), f"{place}.source") or source_of(measure)
    given = told.get("evidence") or []
    files = [_text(one, at) for at, one in _each(given, f"{place}.evidence")]
    return Observation(
        measure=measure,
        value=_value(told.get("value"), f"{place}.value"),
        source=source,
        level=_text(told.get("level"), f"{place}.level")
        or ("self" if source is Source.SELF else ""),
        on=_day(told.get("on"), f"{place}.on"),
        origin="typed",
        evidence=tuple(files),
        note=_text(told.get("note"), f"{place}.note"),
    )


def _titles(told: object, place: str) -> Iterator[HeldTitle]:
    for at, one in _each(told, place):
        yield title(_object(one, at), at)


def title(told: Fields, place: str) -> HeldTitle:
    """Return one title of its fields. Raises BadInputs."""
    _only(told, _OF_TITLE, place)
    since = _day(told.get("since"), f"{place}.since")
    code = _text(told.get("code"), f"{place}.code")
    if since is None or not code:
        raise BadInputs(place, "a title needs a code and the day since when it is held")
    until = _day(told.get("until"), f"{place}.until")
    return HeldTitle(code, since, until, _text(told.get("origin"), f"{place}.origin"))


def _source(told: object, place: str) -> Source | None:
    text = _text(told, place)
    if not text:
        return None
    try:
        return Source(text)
    except ValueError as error:
        raise BadInputs(place, f"write one of: {', '.join(Source)}") from error


def _value(told: object, place: str) -> Value | None:
    if isinstance(told, Decimal) and not is_exact(told):
        raise BadInputs(place, "write a number with fewer digits")
    if isinstance(told, str):
        return read_typed(told)
    if told is None or isinstance(told, Decimal | bool):
        return told
    raise BadInputs(place, "write a number, true or false, a text, or null")


def read_typed(text: str) -> Value | None:
    """Return what a text means: yes or no, a number, 95% as 95, itself; None: not applicable."""
    if is_not_applicable(text):
        return None
    narrow = unicodedata.normalize("NFKC", text).strip()
    value = value_of(narrow.removesuffix("%"))
    return value if isinstance(value, Decimal | bool) else text.strip()


def _day(told: object, place: str) -> date | None:
    text = _text(told, place)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInputs(place, "write a date like 2026-11-01") from error


def _text(told: object, place: str) -> str:
    if told is None:
        return ""
    if not isinstance(told, str):
        raise BadInputs(place, "write a text in quotation marks")
    return told


def _object(told: object, place: str) -> Fields:
    if not isinstance(told, dict):
        raise BadInputs(place, "write an object in braces")
    return told


def _each(told: object, place: str) -> Iterator[tuple[str, object]]:
    if not isinstance(told, list):
        raise BadInputs(place, "write a list in brackets")
    for number, one in enumerate(told):
        yield f"{place}[{number}]", one


def _only(told: Fields, names: frozenset[str] | set[str], place: str) -> None:
    for name in told:
        if name not in names:
            raise BadInputs(f"{place}.{name}", f"there is only: {', '.join(sorted(names))}")

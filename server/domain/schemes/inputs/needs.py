"""What a scheme asks for: which measures its rows, vetoes and grades name, and as what."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from server.domain.schemes.described.settings import SurveyView
from server.domain.schemes.exact.conditions import Condition
from server.domain.schemes.kinds.requirement import Requirement
from server.domain.schemes.kinds.rule_kind import FieldKind
from server.domain.schemes.reading.compiled import CompiledScheme, RuleRow

RECORD, TITLE, SCHEME = "record", "title", "scheme"
_NO_QUESTIONS = frozenset({RECORD, TITLE, SCHEME, "points", "met", "rate", "total"})
"""What stands before a colon and is no question of the survey, whatever comes after it."""


@dataclass(frozen=True, slots=True)
class SurveyNeed:
    """A released figure: which view of which question, and the measure that it becomes."""

    measure: str
    question: str
    view: SurveyView


@dataclass(frozen=True, slots=True)
class RecordNeed:
    """Records of a kind: how many there are, or a column of them."""

    measure: str
    kind: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class SchemeNeed:
    """The result of another scheme: its total, or the points of a row."""

    measure: str
    slug: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """All that a scheme looks at; nothing else is read for it."""

    kinds: Mapping[str, FieldKind | None]
    """Measure -> what can be typed into its field; None where only a condition names it."""
    survey: tuple[SurveyNeed, ...]
    records: tuple[RecordNeed, ...]
    titles: tuple[str, ...]
    """Codes of titles that rows or conditions ask for."""
    schemes: tuple[SchemeNeed, ...]

    @property
    def measures(self) -> frozenset[str]:
        """All measures that are named."""
        return frozenset(self.kinds)


def needs_of(scheme: CompiledScheme) -> Needs:
    """Return what a scheme asks for."""
    kinds: dict[str, FieldKind | None] = {}
    for field in _fields(scheme):
        kinds.setdefault(field[0], field[1])
    for measure in _conditions(scheme):
        kinds.setdefault(measure, None)
    parts = {measure: tuple(measure.split(":")) for measure in kinds}
    return Needs(
        kinds=kinds,
        survey=tuple(_survey(parts)),
        records=tuple(
            RecordNeed(measure, part[1], ":".join(part[2:]))
            for measure, part in parts.items()
            if part[0] == RECORD and len(part) > 1
        ),
        titles=tuple(part[1] for part in parts.values() if part[0] == TITLE and len(part) > 1),
        schemes=tuple(
            SchemeNeed(measure, part[1], _row_named(part))
            for measure, part in parts.items()
            if part[0] == SCHEME and len(part) > 1
        ),
    )


def _row_named(part: tuple[str, ...]) -> str:
    row = ":".join(part[2:])
    return "" if row == "total" else row


def _survey(parts: Mapping[str, tuple[str, ...]]) -> Iterator[SurveyNeed]:
    views = {view.value: view for view in SurveyView}
    for measure, part in parts.items():
        view = views.get(part[-1])
        if len(part) > 1 and view is not None and part[0] not in _NO_QUESTIONS:
            yield SurveyNeed(measure, ":".join(part[:-1]), view)


def _fields(scheme: CompiledScheme) -> Iterator[tuple[str, FieldKind]]:
    for row in scheme.rows.values():
        if isinstance(row, RuleRow):
            yield from ((field.measure, field.kind) for field in row.fields)
    for veto in scheme.vetoes:
        yield from ((field.measure, field.kind) for field in veto.fields)


def _conditions(scheme: CompiledScheme) -> Iterator[str]:
    for row in scheme.rows.values():
        yield from _named_in((row.columns, row.parameters))
    for veto in scheme.vetoes:
        yield from _named_in((veto.columns, veto.parameters))
    for one in scheme.grades:
        for grade in one.rows:
            yield from _named_in((grade.columns, grade.parameters))


def _named_in(value: object) -> Iterator[str]:
    """Yield the measures that conditions and requirements name, however deep they lie."""
    if isinstance(value, Condition):
        yield value.measure
    elif isinstance(value, Requirement):
        yield from value.measures
    elif isinstance(value, tuple):
        for one in value:
            yield from _named_in(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _named_in(getattr(value, field.name))

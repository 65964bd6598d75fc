"""What a scheme asks for: values of its rows and vetoes, facts of the subject, titles it holds."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal

from server.domain.schemes.described.observations import Source
from server.domain.schemes.exact.conditions import Condition, value_of
from server.domain.schemes.exact.values import Text, Value
from server.domain.schemes.kinds.requirement import Requirement
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField
from server.domain.schemes.reading.compiled import CompiledScheme, RuleRow, VetoRow

_HEADCOUNT = "headcount"
_KIND = "kind"
_WORKED_OUT = ("total", "points:", "met:", "title:", "rate:", "scheme:")
"""What conditions may name that is never typed: it comes out of the evaluation itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that can be typed for one subject."""

    rows: tuple[RuleRow, ...]
    vetoes: tuple[VetoRow, ...]
    fields: tuple[InputField, ...]
    """Each measure of the rows once, in the table's order."""
    facts: tuple[InputField, ...]
    titles: tuple[tuple[str, Text], ...]
    """Grades that another grade asks to be held before."""

    def rows_of(self, measure: str) -> tuple[RuleRow, ...]:
        """Return the rows that ask for a measure."""
        return tuple(row for row in self.rows if any(one.measure == measure for one in row.fields))

    def sources_of(self, measure: str) -> tuple[Source, ...]:
        """Return the first source of every row that asks for a measure, each once."""
        found = [(*row.columns.source, Source.ASSESSOR)[0] for row in self.rows_of(measure)]
        return tuple(dict.fromkeys(found))


def asked_by(scheme: CompiledScheme) -> Asked:
    """Return what a scheme asks for."""
    rows = tuple(row for code in scheme.order if isinstance(row := scheme.rows[code], RuleRow))
    by_measure: dict[str, InputField] = {}
    for row in rows:
        for one in row.fields:
            by_measure.setdefault(one.measure, one)
    known = set(by_measure) | {one.measure for veto in scheme.vetoes for one in veto.fields}
    return Asked(
        rows=rows,
        vetoes=scheme.vetoes,
        fields=tuple(by_measure.values()),
        facts=tuple(_facts(scheme, known)),
        titles=tuple(_titles(scheme)),
    )


def _facts(scheme: CompiledScheme, known: set[str]) -> Iterator[InputField]:
    """Yield the facts that conditions look at; the number of employees always."""
    if len(scheme.settings.subjects) > 1:
        choices = tuple((one, Text(one, one)) for one in scheme.settings.subjects)
        yield InputField(_KIND, FieldKind.CHOICE, Text(_KIND, _KIND), choices=choices)
    found: dict[str, Value] = {_HEADCOUNT: True}
    for measure, value in _named(scheme):
        if measure not in known and not measure.startswith(_WORKED_OUT):
            found.setdefault(measure, value)
    for name, value in found.items():
        if name != _KIND:
            yield InputField(name, _kind_of(name, value), Text(name, name), is_required=False)


def _kind_of(name: str, value: Value) -> FieldKind:
    if name == _HEADCOUNT:
        return FieldKind.COUNT
    if isinstance(value, bool):
        return FieldKind.YES_NO
    return FieldKind.TEXT if isinstance(value, str) else FieldKind.NUMBER


def _named(scheme: CompiledScheme) -> Iterator[tuple[str, Value]]:
    """Yield every measure that a condition names, with a value it is compared with."""
    for row in scheme.rows.values():
        yield from _of_conditions(row.columns.applies_when)
        yield from _in_parameters(row.parameters)
    for veto in scheme.vetoes:
        yield from _in_parameters(veto.parameters)
    for grades in scheme.grades:
        for grade in grades.rows:
            yield from _of_conditions(grade.columns.applies_when)
            yield from _in_parameters(grade.parameters)


def _of_conditions(many: tuple[Condition, ...]) -> Iterator[tuple[str, Value]]:
    return ((one.measure, one.values[0]) for one in many)


def _in_parameters(parameters: object) -> Iterator[tuple[str, Value]]:
    """Yield what the requirements in the list of a row of the workbook name."""
    for one in fields(parameters) if is_dataclass(parameters) else ():
        value = getattr(parameters, one.name)
        for part in value if isinstance(value, tuple) else ():
            if isinstance(part, Condition):
                yield part.measure, part.values[0]
            elif isinstance(part, Requirement):
                compared = Decimal(0) if part.of else value_of(part.limit)
                yield from ((measure, compared) for measure in part.measures)


def _titles(scheme: CompiledScheme) -> Iterator[tuple[str, Text]]:
    named = {
        code
        for grades in scheme.grades
        for row in grades.rows
        for code in row.columns.level_before.replace(",", " ").split()
    }
    for grades in scheme.grades:
        for row in grades.rows:
            if row.columns.code in named:
                yield row.columns.code, row.columns.name

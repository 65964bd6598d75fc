"""The delivered schemes, read and compiled once for all tests, and values typed into them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.exact.values import Facts, Value
from server.domain.schemes.kinds.decision_kind import HeldTitle
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.domain.schemes.reading.compiled import CompiledScheme, RuleRow
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.scoring.evaluation import Evaluation
from xlsforms.delivered import read_delivered_scheme
from xlsforms.read_scheme import read_scheme

TODAY = date(2026, 11, 1)
_BY_HAND = frozenset({Source.SELF, Source.ASSESSOR})


@cache
def delivered(name: str) -> CompiledScheme:
    """Return a delivered scheme, ready to score."""
    return compile_scheme(read_scheme(read_delivered_scheme(name)))


def observed(scheme: CompiledScheme, values: Mapping[str, Value]) -> Iterator[Observation]:
    """Yield each value as observed by the first source that its row takes, with a file."""
    sources = {
        field.measure: row.columns.source[0]
        for row in scheme.rows.values()
        if isinstance(row, RuleRow) and row.columns.source
        for field in row.fields
    }
    for measure, value in values.items():
        source = sources.get(measure, Source.RECORD)
        level = "self" if source is Source.SELF else scheme.settings.levels[-1]
        given_by = level if source in _BY_HAND else ""
        yield Observation(measure, value, source, given_by, TODAY, "test:1", ("attachment:1",))


def subject_with(
    observations: Iterable[Observation],
    facts: Facts | None = None,
    titles: tuple[HeldTitle, ...] = (),
) -> Subject:
    """Return a subject of which just this is known."""
    return Subject(inputs_of(observations), facts or {"kind": "enterprise"}, TODAY, titles)


def evaluated(
    name: str,
    values: Mapping[str, Value],
    facts: Facts | None = None,
    titles: tuple[HeldTitle, ...] = (),
) -> Evaluation:
    """Return the evaluation of a subject by a delivered scheme."""
    scheme = delivered(name)
    return evaluate(scheme, subject_with(observed(scheme, values), facts, titles))


def fields_below(scheme: CompiledScheme, code: str) -> tuple[InputField, ...]:
    """Return the fields of a row, or of all rows below it, in the table's order."""
    row = scheme.rows[code]
    if isinstance(row, RuleRow):
        return row.fields
    return tuple(field for child in row.children for field in fields_below(scheme, child))


def row_outcome(name: str, code: str, values: Iterable[Value]) -> Outcome:
    """Return what a row says of the values of its fields, which are given in their order."""
    measures = [field.measure for field in fields_below(delivered(name), code)]
    return evaluated(name, dict(zip(measures, values, strict=True))).rows[code].outcome


def full_values(name: str, code: str) -> dict[str, Value]:
    """Return the best value of every field of a row, or of all rows below it."""
    return {field.measure: _best(field) for field in fields_below(delivered(name), code)}


def _best(field: InputField) -> Value:
    if field.kind is FieldKind.YES_NO:
        return True
    if field.kind is FieldKind.CHOICE:
        return field.choices[0][0]
    return Decimal(100) if field.maximum is None else field.maximum

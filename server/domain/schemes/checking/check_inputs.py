"""Where values come from: rows without source, and measures that nothing could ever give."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from server.domain.schemes.checking.check_measures import (
    FORMS,
    base_of,
    check_measures,
    is_elsewhere,
)
from server.domain.schemes.described.columns import IndicatorColumns
from server.domain.schemes.described.observations import Source
from server.domain.schemes.exact.conditions import BadCondition, conditions
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.inputs.register_facts import REGISTER_FACTS
from server.domain.schemes.kinds.rule_kind import InputField
from server.domain.schemes.reading.compiled import CompiledScheme
from server.problems import N_
from xlsforms.scheme import Scheme, SchemeRow

NO_SOURCE = FaultKind(
    N_("Nothing says where the value of this row comes from."),
    N_("Write one or several of: %(choices)s."),
)
NO_SUCH_FACT = FaultKind(N_("The register knows no “%(measure)s”."), N_("It knows: %(choices)s."))
NO_SUCH_RECORD = FaultKind(
    N_("The sheet “records” has no “%(measure)s”."),
    N_("Add a row for this kind of records and this column, or correct the name."),
)
NO_SUCH_ROW = FaultKind(
    N_("“%(measure)s” names a row that the table does not have."),
    N_("Correct the code after the colon."),
)
NO_SUCH_LEVEL = FaultKind(
    N_("“%(measure)s” names a level that the scheme does not have."),
    N_("Write one of: %(choices)s."),
)
CODE_ALONE = FaultKind(
    N_("“%(code)s” is a row of the table; what of it counts is not said."),
    N_("Write points:%(code)s for its points, rate:%(code)s or met:%(code)s."),
)
NOT_OF_RECORDS = FaultKind(
    N_("Records give no “%(measure)s”."),
    N_("Write record:KIND for how many there are, or record:KIND:COLUMN for a figure of theirs."),
)
NOT_LOOKED_AT = FaultKind(
    N_("A rule of the kind %(kind)s does not look at “%(measure)s” here."),
    N_("Name only the measures that the rule takes, or choose another kind."),
)
UNKNOWN_FACT = FaultKind(
    N_("Neither the register nor a row of the table knows “%(measure)s”."),
    N_("If it is no measure of a form, correct it. The register knows: %(choices)s."),
    is_warning=True,
)

_OF_ROWS = ("points", "met", "rate")
_FACTS = ", ".join(REGISTER_FACTS)


@dataclass(frozen=True, slots=True)
class _Known:
    """All that a name may stand for."""

    records: frozenset[str]
    codes: frozenset[str]
    measures: frozenset[str]
    """Measures that rows and vetoes of the table ask for."""
    levels: tuple[str, ...]


def check_inputs(
    scheme: CompiledScheme, measures: Collection[str] | None = None
) -> Iterator[Fault]:
    """Yield rows without source and names that stand for nothing.

    `measures` are those of the forms the scheme is used with; without them forms are not looked at.
    """
    known = _known(scheme, measures)
    for code in scheme.order:
        columns, fields = scheme.rows[code].columns, getattr(scheme.rows[code], "fields", ())
        row = scheme.rows[code].slot.row
        if fields and not columns.source:
            yield fault_at(NO_SOURCE, row, "source", choices=", ".join(Source))
        yield from _check_fields(row, columns.source, fields, known)
        yield from _not_looked_at(columns, row, fields)
    for cell in _conditions(scheme.source):
        yield from _check_name(*cell, known)
    yield from _check_vetoes(scheme.source, known)
    yield from _check_lists(scheme.source, known)
    if measures is not None:
        yield from check_measures(scheme, measures)


def _check_vetoes(scheme: Scheme, known: _Known) -> Iterator[Fault]:
    for veto in scheme.vetoes:
        measure = veto["measure"]
        yield from _check_record(veto, "measure", measure, known)
        if measure and _is_no_record(measure, veto["source"].split()):
            yield fault_at(NOT_OF_RECORDS, veto, "measure", measure=measure)


def _check_lists(scheme: Scheme, known: _Known) -> Iterator[Fault]:
    grades = {grade["code"] for grade in scheme.grades}
    for code, rows in scheme.parameters.items():
        for row in rows:
            for column in ("measure", "of"):
                yield from _check_reference(row, column, row[column], known)
                if code in grades:
                    yield from _check_named(row, column, row[column], known)


def _known(scheme: CompiledScheme, measures: Collection[str] | None) -> _Known:
    records = {row["kind"] for row in scheme.source.records}
    records |= {f"{row['kind']}:{row['column']}" for row in scheme.source.records if row["column"]}
    asked = {field.measure for row in scheme.rows.values() for field in getattr(row, "fields", ())}
    asked |= {field.measure for veto in scheme.vetoes for field in veto.fields}
    return _Known(
        records=frozenset(records),
        codes=frozenset(row["code"] for row in scheme.source.indicators),
        measures=frozenset(asked) | frozenset(measures or ()),
        levels=scheme.settings.levels,
    )


def _check_fields(
    row: SchemeRow, sources: tuple[Source, ...], fields: tuple[InputField, ...], known: _Known
) -> Iterator[Fault]:
    """Yield the first measure that none of the sources can give."""
    for field in fields:
        measure = base_of(field.measure)
        if row["measure"]:
            yield from _check_record(row, "measure", measure, known)
        if not field.measure.endswith("*") and _is_no_record(measure, sources):
            column = "measure" if row["measure"] else "source"
            yield fault_at(NOT_OF_RECORDS, row, column, measure=measure)
            return
        if is_elsewhere(measure) or not sources or set(sources) - FORMS - {Source.REGISTER}:
            continue
        column = "measure" if row["measure"] else "source"
        if Source.REGISTER in sources and measure in REGISTER_FACTS:
            continue
        if not FORMS & set(sources):
            yield fault_at(NO_SUCH_FACT, row, column, measure=measure, choices=_FACTS)
            return


def _is_no_record(measure: str, sources: Collection[str]) -> bool:
    """Tell whether only records are asked for something that they never give."""
    return set(sources) == {Source.RECORD} and not measure.startswith("record:")


def _not_looked_at(
    columns: IndicatorColumns, row: SchemeRow, fields: tuple[InputField, ...]
) -> Iterator[Fault]:
    """Yield the measures of a row that its rule leaves aside."""
    asked = {base_of(one.measure) for one in fields} | {one.measure for one in fields}
    for measure in columns.measure if fields else ():
        if measure not in asked:
            facts = {"kind": columns.kind, "measure": measure}
            yield fault_at(NOT_LOOKED_AT, row, "measure", **facts)


def _conditions(scheme: Scheme) -> Iterator[tuple[SchemeRow, str, str]]:
    """Yield all names in conditions, with the cells they stand in."""
    for rows, column in (
        (scheme.indicators, "applies_when"),
        (scheme.grades, "applies_when"),
        (scheme.targets, "band"),
    ):
        for row in rows:
            try:
                found = conditions(row[column])
            except BadCondition:
                continue
            for one in found:
                yield row, column, one.measure


def _check_named(row: SchemeRow, column: str, name: str, known: _Known) -> Iterator[Fault]:
    """Yield what is wrong with a name in a requirement of a grade; parts of it are told already."""
    if name in known.codes and name not in known.measures:
        yield fault_at(CODE_ALONE, row, column, code=name)
    elif name and ":" not in name and name not in {*REGISTER_FACTS, *known.measures, "total"}:
        yield fault_at(UNKNOWN_FACT, row, column, measure=name, choices=_FACTS)


def _check_name(row: SchemeRow, column: str, name: str, known: _Known) -> Iterator[Fault]:
    wrong = tuple(_check_reference(row, column, name, known))
    yield from wrong
    is_known = name in REGISTER_FACTS or name in known.measures or ":" in name or name == "total"
    if not wrong and not is_known:
        yield fault_at(UNKNOWN_FACT, row, column, measure=name, choices=_FACTS)


def _check_reference(row: SchemeRow, column: str, name: str, known: _Known) -> Iterator[Fault]:
    """Yield what is wrong with a name like points:B, total:county or record:arrears."""
    kind, _, rest = name.partition(":")
    if kind in _OF_ROWS and rest and rest not in known.codes:
        yield fault_at(NO_SUCH_ROW, row, column, measure=name)
    if kind == "total" and rest and rest not in known.levels:
        choices = ", ".join(known.levels)
        yield fault_at(NO_SUCH_LEVEL, row, column, measure=name, choices=choices)
    yield from _check_record(row, column, name, known)


def _check_record(row: SchemeRow, column: str, name: str, known: _Known) -> Iterator[Fault]:
    kind, _, rest = name.partition(":")
    if kind == "record" and rest not in known.records:
        yield fault_at(NO_SUCH_RECORD, row, column, measure=rest)

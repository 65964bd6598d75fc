"""Measures that no form of a project asks for, each with the nearest that one does ask for."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from server.domain.schemes.described.observations import Source
from server.domain.schemes.described.settings import SurveyView
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.inputs.register_facts import REGISTER_FACTS
from server.domain.schemes.kinds.rule_kind import InputField
from server.domain.schemes.reading.compiled import CompiledScheme
from server.problems import N_
from xlsforms.scheme import SchemeRow

_NO_FORM = N_("No form asks for “%(measure)s”.")
NO_SUCH_MEASURE = FaultKind(
    _NO_FORM,
    N_("Upload the form that asks for it, write the measure as a form has it, or add a source."),
    is_warning=True,
)
NEAR_MEASURE = FaultKind(
    _NO_FORM, N_("A form asks for “%(near)s”: write it so if that is meant."), is_warning=True
)

FORMS = frozenset({Source.SURVEY, Source.INSPECTION})
"""Sources that are forms, and nothing else; what oneself gives may also be typed on a page."""
_ELSEWHERE = frozenset({"record", "title", "scheme", "points", "met", "rate"})
_VIEWS = frozenset(SurveyView)
_MOST_NEAR = 100
"""So many names are compared with all others: a table without its forms lacks every one."""


def base_of(measure: str) -> str:
    """Return a measure as a form names it, without view and star."""
    name, _, view = measure.rpartition(":")
    return name if name and view in _VIEWS else measure.removesuffix("*")


def is_elsewhere(measure: str) -> bool:
    """Tell whether records, titles, other schemes or rows of the table give a measure."""
    return measure.partition(":")[0] in _ELSEWHERE


def check_measures(scheme: CompiledScheme, forms: Collection[str]) -> Iterator[Fault]:
    """Yield a warning for every measure that forms alone could give and none asks for.

    A scheme may be there before its forms, so this stops nothing.
    """
    known, compared = sorted(forms), 0
    for place, column, measure in _asked_of_forms(scheme):
        if measure in forms:
            continue
        compared += 1
        near = get_close_matches(measure, known, n=1) if compared <= _MOST_NEAR else []
        if near:
            yield fault_at(NEAR_MEASURE, place, column, measure=measure, near=near[0])
        else:
            yield fault_at(NO_SUCH_MEASURE, place, column, measure=measure)


def _asked_of_forms(scheme: CompiledScheme) -> Iterator[tuple[SchemeRow, str, str]]:
    """Yield row, column and measure wherever a form is the only one to give it."""
    for code in scheme.order:
        row = scheme.rows[code]
        fields = getattr(row, "fields", ())
        yield from _of_row(scheme, row.slot.row, row.columns.source, fields)
    cells = {row["code"]: row for row in scheme.source.vetoes}
    for veto in scheme.vetoes:
        columns = veto.columns
        yield from _of_row(scheme, cells[columns.code], columns.source, veto.fields)


def _of_row(
    scheme: CompiledScheme,
    row: SchemeRow,
    sources: tuple[Source, ...],
    fields: tuple[InputField, ...],
) -> Iterator[tuple[SchemeRow, str, str]]:
    if not FORMS & set(sources) or set(sources) - FORMS - {Source.REGISTER}:
        return
    listed = {one["measure"]: one for one in scheme.source.parameters.get(row["code"], ())}
    for field in fields:
        # The star of a row is a mark that people set; no form asks for it.
        measure = base_of(field.measure)
        if is_elsewhere(measure) or field.measure.endswith("*"):
            continue
        if Source.REGISTER in sources and measure in REGISTER_FACTS:
            continue
        own = listed.get(measure, row)
        yield own, "measure" if own["measure"] else "source", measure

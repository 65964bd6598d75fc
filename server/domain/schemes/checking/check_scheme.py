"""Everything that is wrong with a scheme before it is published: all of it at once, at its cell."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from server.domain.schemes.checking.check_guidance import check_guidance
from server.domain.schemes.checking.check_inputs import check_inputs
from server.domain.schemes.checking.check_points import check_points
from server.domain.schemes.checking.check_reachable import check_reachable
from server.domain.schemes.checking.check_sheets import FOREIGN_COLUMN, check_sheets
from server.domain.schemes.checking.check_texts import check_texts
from server.domain.schemes.exact.faults import FOREIGN_PARAMETER, Fault, FaultKind, errors_of
from server.domain.schemes.reading.compile_scheme import compile_with_faults
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.reading.guide import known_columns
from xlsforms.errors import WorkbookProblem
from xlsforms.problem_texts import TEXTS
from xlsforms.scheme import INDICATORS, SHEETS, Scheme
from xlsforms.scheme_table import HEADER_ROW


@dataclass(frozen=True, slots=True)
class CheckedScheme:
    """A scheme with all that is wrong with it; warnings do not stop publishing."""

    compiled: CompiledScheme | None
    """None when an error keeps it from being used."""
    faults: tuple[Fault, ...]
    """In the order of sheets and rows."""


def check_scheme(
    scheme: Scheme,
    *,
    measures: Collection[str] | None = None,
    problems: Iterable[WorkbookProblem] = (),
) -> CheckedScheme:
    """Return the scheme ready to score, if nothing is wrong, and all faults and warnings.

    `measures` are those that the forms ask for, None when the forms are not known; `problems` are
    what was wrong with its workbook already, which are told in front of what follows from them.
    """
    found = [fault_of(one) for one in problems]
    compiled, wrong = compile_with_faults(scheme)
    _add(found, wrong)
    bad = {one.row for one in errors_of(found) if one.sheet == INDICATORS and one.row}
    _add(found, check_points(compiled, bad))
    _add(found, check_guidance(scheme))
    _add(found, check_inputs(compiled, measures))
    _add(found, check_reachable(compiled))
    _add(found, check_sheets(scheme, compiled.settings))
    _add(found, check_texts(scheme))
    found = list(_headings_once(found))
    is_good = not any(errors_of(found))
    return CheckedScheme(compiled if is_good else None, tuple(sorted(found, key=_place)))


def fault_of(one: WorkbookProblem) -> Fault:
    """Return a problem of a workbook as a fault of its scheme."""
    what, advice = TEXTS[one.code]
    return Fault(FaultKind(what, advice), one.sheet, one.row, one.column or "", dict(one.details))


def _headings_once(many: Iterable[Fault]) -> Iterator[Fault]:
    """Yield faults, but those of a column that no kind has as one, at the heading."""
    told: set[tuple[str, str]] = set()
    for one in many:
        known = known_columns(one.sheet) if one.kind is FOREIGN_PARAMETER else frozenset()
        if not known or one.column in known or one.column == "value":
            yield one
        elif (one.sheet, one.column) not in told:
            told.add((one.sheet, one.column))
            yield Fault(FOREIGN_COLUMN, one.sheet, HEADER_ROW, one.column, {"column": one.column})


def _add(found: list[Fault], more: Iterable[Fault]) -> None:
    """Add faults, but none at a cell that an error was found in before: it follows from that."""
    taken = {_cell(one) for one in errors_of(found)}
    found += _once(one for one in more if _cell(one) not in taken)


def _once(many: Iterable[Fault]) -> Iterator[Fault]:
    seen: set[object] = set()
    for one in many:
        told = (one.kind, _cell(one), tuple(one.details.items()))
        if told not in seen:
            seen.add(told)
            yield one


def _cell(one: Fault) -> tuple[str, int | None, str]:
    return one.sheet, one.row, one.column


def _place(one: Fault) -> tuple[int, int]:
    order = SHEETS.index(one.sheet) if one.sheet in SHEETS else -1
    return order, one.row or 0
